// KPIs for the tests of this room.

import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
import { assert } from '../std/assert.ts';

/** A KPI that is not named is absent. */
export function kpisOf(told: { readonly [name in KpiName]?: Kpi }): Kpis {
  const kpis: { [name in KpiName]?: Kpi } = {};
  for (const name of KPI_NAMES) kpis[name] = told[name] ?? { kind: 'absent', reason: 'not measured' };
  assert(isWhole(kpis), 'every KPI is there');
  return kpis;
}

/** A value on many observations, with an interval of that half width where one is given. */
export function measured(value: number, halfWidth?: number): Kpi & { kind: 'value' } {
  if (halfWidth === undefined) return { kind: 'value', value, n: 1000 };
  const interval = { lower: value - halfWidth, upper: value + halfWidth, confidence: 0.9 };
  return { kind: 'value', value, n: 1000, interval };
}

function isWhole(kpis: { readonly [name in KpiName]?: Kpi }): kpis is Kpis {
  return KPI_NAMES.every((name) => name in kpis);
}
