// The values of one KPI, iteration by iteration, for the kinds that look at each: all of them, or why there are too few.

import type { GateKpiName } from '../edge/process-kpis.ts';
import { kpiValue } from './kpi-value.ts';
import type { GateEvidence, Measurement } from './rule-kind.ts';

const US_PER_HOUR = 3_600_000_000;

export interface IterationValue {
  readonly iteration: number;
  readonly value: number;
  /** The middle of the iteration. */
  readonly hours: number;
}

/** An iteration without a value is missing data, not one that is left out. */
export function iterationValues(
  name: GateKpiName,
  { series }: GateEvidence,
): readonly IterationValue[] | (Measurement & { kind: 'missing' }) {
  const found: IterationValue[] = [];
  for (const { iteration, kpis, startUs, endUs } of series ?? []) {
    const kpi = kpiValue(`${name} of iteration ${iteration}`, kpis[name]);
    if (kpi.kind === 'missing') return kpi;
    found.push({ iteration, value: kpi.value, hours: (startUs + endUs) / 2 / US_PER_HOUR });
  }
  if (found.length === 0)
    return { kind: 'missing', code: 'no_iteration', reason: `${name} has no iteration to look at` };
  return found;
}
