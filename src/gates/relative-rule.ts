// Not worse than a baseline run, by more than a margin: the difference of the two KPIs, whose error is that of two independent runs
// (Welch 1947). Runs of one seed have more in common, and then the bounds are wider than they need to be. "Not shown to be worse" is no
// pass: the bound itself must keep the margin.

import { errorOfDifference } from '../std/error-of-difference.ts';
import { boundsAt } from '../std/interval.ts';
import { estimateOf } from './estimate-of.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { kpiValue } from './kpi-value.ts';
import { lineFaults } from './rule-faults.ts';
import type { GateEvidence, Measurement, RuleFault, RuleKind } from './rule-kind.ts';

export const RELATIVE: RuleKind = {
  kind: 'relative',
  scope: 'run',
  errs: true,
  faults: (rule) => [...lineFaults(rule, 'below'), ...marginFaults(rule)],
  measure,
};

function marginFaults(rule: GateRule): readonly RuleFault[] {
  return (['soft', 'hard'] as const).flatMap((field) => {
    const margin = rule[field];
    return margin === undefined || margin >= 0
      ? []
      : { field, message: `${margin} is no margin: it says by how much the KPI may be worse, from 0 up` };
  });
}

function measure(rule: GateRule, { kpis, baseline }: GateEvidence, policy: GatePolicy): Measurement {
  const { kpi: name, good } = rule;
  if (baseline === undefined) {
    return {
      kind: 'missing',
      code: 'no_baseline',
      reason: `${name} has nothing to be compared with: no baseline was given`,
    };
  }
  const ours = kpiValue(name, kpis[name]);
  if (ours.kind === 'missing') return ours;
  const theirs = kpiValue(`the baseline's ${name}`, baseline[name]);
  if (theirs.kind === 'missing') return { ...theirs, code: 'no_baseline' };
  for (const [subject, kpi] of [
    [name, ours],
    [`the baseline's ${name}`, theirs],
  ] as const) {
    const estimate = estimateOf(subject, kpi, policy.min_samples, []);
    if (estimate.kind === 'undecided') return estimate;
  }
  const value = ours.value - theirs.value;
  const n = Math.min(ours.n, theirs.n);
  const [own, other] = [ours.evidence, theirs.evidence];
  if (own === undefined || other === undefined) {
    return {
      kind: 'undecided',
      code: 'no_interval',
      reason: `${name} or its baseline has no standard error`,
      value,
      n,
    };
  }
  const sign = good === 'above' ? -1 : 1;
  const inOwnUnit = (margin: number | undefined): number | undefined =>
    margin === undefined ? undefined : sign * margin;
  const estimate = { value, ...errorOfDifference(own, other), scale: 'plain' as const };
  return {
    kind: 'measured',
    subject: `${name} less the baseline's`,
    value,
    n,
    good,
    soft: inOwnUnit(rule.soft),
    hard: inOwnUnit(rule.hard),
    bounds: (confidence) => boundsAt(estimate, confidence),
    evidence: {
      blocks: Math.min(own.blocks, other.blocks),
      effective_blocks: Math.min(own.effective_blocks, other.effective_blocks),
      correlation: own.correlation,
      standard_error: estimate.standard_error,
      degrees: estimate.degrees,
      scale: 'plain',
    },
  };
}
