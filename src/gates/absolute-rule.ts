// The KPI itself against its lines.

import type { GatePolicy, GateRule } from './gate-policy.ts';
import { estimateOf } from './estimate-of.ts';
import { kpiValue } from './kpi-value.ts';
import { lineFaults, reachFaults } from './rule-faults.ts';
import type { GateEvidence, Measurement, RuleKind } from './rule-kind.ts';

export const ABSOLUTE: RuleKind = {
  kind: 'absolute',
  scope: 'window',
  errs: true,
  faults: (rule) => [...lineFaults(rule, rule.good), ...reachFaults(rule, ['soft', 'hard'])],
  measure,
};

function measure(rule: GateRule, { kpis }: GateEvidence, policy: GatePolicy): Measurement {
  const { kpi: name, good, soft, hard } = rule;
  const kpi = kpiValue(name, kpis[name]);
  if (kpi.kind === 'missing') return kpi;
  const lines = [soft, hard].filter((line) => line !== undefined);
  const estimate = estimateOf(name, kpi, policy.min_samples, lines);
  if (estimate.kind === 'undecided') return estimate;
  const { value, n, evidence } = kpi;
  return { kind: 'measured', subject: name, value, n, good, soft, hard, bounds: estimate.bounds, evidence };
}
