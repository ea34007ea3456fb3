// The KPI is 0 in every iteration. Nothing is estimated: what happened once is not undone by its being rare.

import type { GateRule } from './gate-policy.ts';
import { iterationValues } from './iteration-values.ts';
import type { GateEvidence, Measurement, RuleKind } from './rule-kind.ts';

export const INVARIANT: RuleKind = { kind: 'invariant', scope: 'run', errs: false, faults: () => [], measure };

function measure({ kpi: name }: GateRule, evidence: GateEvidence): Measurement {
  const values = iterationValues(name, evidence);
  if ('kind' in values) return values;
  const worst = values.reduce((left, right) => (Math.abs(right.value) > Math.abs(left.value) ? right : left));
  const distance = Math.abs(worst.value);
  return {
    kind: 'measured',
    subject: `${name}, at its farthest from 0 in iteration ${worst.iteration},`,
    value: distance,
    n: values.length,
    good: 'below',
    soft: undefined,
    hard: 0,
    bounds: () => ({ lower: distance, upper: distance }),
  };
}
