// KPIs for the tests of this room.

import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Evidence, Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
import { assert } from '../std/assert.ts';

/** A KPI that is not named is absent. */
export function kpisOf(told: { readonly [name in KpiName]?: Kpi }): Kpis {
  const kpis: { [name in KpiName]?: Kpi } = {};
  for (const name of KPI_NAMES) kpis[name] = told[name] ?? { kind: 'absent', reason: 'not measured' };
  assert(isWhole(kpis), 'every KPI is there');
  return kpis;
}

/** Of Student's distribution with 16 degrees of freedom. */
const ONE_SIDED_90 = 1.336757;

function evidenceOf(standardError: number): Evidence {
  return {
    blocks: 96,
    effective_blocks: 24,
    correlation: 0.2,
    standard_error: standardError,
    degrees: 16,
    scale: 'plain',
  };
}

/** A value on many observations, with an interval of that half width where one is given. */
export function measured(value: number, halfWidth?: number): Kpi & { kind: 'value' } {
  if (halfWidth === undefined) return { kind: 'value', value, n: 1000 };
  const interval = { lower: value - halfWidth, upper: value + halfWidth, confidence: 0.9 };
  return { kind: 'value', value, n: 1000, interval, evidence: evidenceOf(halfWidth / ONE_SIDED_90) };
}

function isWhole(kpis: { readonly [name in KpiName]?: Kpi }): kpis is Kpis {
  return KPI_NAMES.every((name) => name in kpis);
}
