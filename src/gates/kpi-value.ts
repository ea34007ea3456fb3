// A KPI's value, or why there is none. What was read back from a file may hold anything where a number belongs.

import type { Kpi } from '../edge/edge-report.ts';
import type { Measurement } from './rule-kind.ts';

export type KpiValue = Kpi & { kind: 'value' };
type Missing = Measurement & { kind: 'missing' };

/** `name` begins the sentence. */
export function kpiValue(name: string, kpi: Kpi | undefined): KpiValue | Missing {
  const missing = (code: Missing['code'], why: string): Missing => {
    return { kind: 'missing', code, reason: `${name} has no value: ${why}` };
  };
  if (kpi === undefined) return missing('no_value', 'the report does not carry it');
  if (kpi.kind === 'absent') return missing('no_value', kpi.reason);
  if (!Number.isFinite(kpi.value)) return missing('not_finite', `${kpi.value} is no finite number`);
  return Number.isFinite(kpi.n) ? kpi : missing('not_finite', `it rests on ${kpi.n} observations`);
}
