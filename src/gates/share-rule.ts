// Time slices: the share of iterations whose KPI is good. One bad hour does not sink a day and cannot hide in it. Bounds are the exact ones
// of a binomial share (Clopper and Pearson 1934) over as many iterations as the correlation of neighbours leaves independent.

import { binomialBounds } from '../std/binomial-bounds.ts';
import { neighbourCorrelation } from '../std/long-run-error.ts';
import type { GateRule } from './gate-policy.ts';
import { iterationValues } from './iteration-values.ts';
import { lineFaults } from './rule-faults.ts';
import { isShare } from './rule-kind.ts';
import type { GateEvidence, Measurement, RuleFault, RuleKind } from './rule-kind.ts';

export const SHARE: RuleKind = {
  kind: 'share',
  scope: 'run',
  errs: true,
  faults: (rule) => [...lineFaults(rule, 'above'), ...shareFaults(rule)],
  measure,
};

function shareFaults(rule: GateRule): readonly RuleFault[] {
  const line = rule.kind === 'share' ? rule.line : undefined;
  const reach: readonly RuleFault[] =
    line !== undefined && isShare(rule.kpi) && !(line >= 0 && line <= 1)
      ? [{ field: 'line', message: `${line} is out of reach: ${rule.kpi} is a share from 0 to 1` }]
      : [];
  const least = (['soft', 'hard'] as const).flatMap((field): readonly RuleFault[] => {
    const share = rule[field];
    if (share === undefined || (share > 0 && share < 1)) return [];
    return [{ field, message: `${share} is no share of iterations between 0 and 1, which evidence could reach` }];
  });
  return [...reach, ...least];
}

function measure(rule: GateRule, evidence: GateEvidence): Measurement {
  const { kpi: name, good, soft, hard } = rule;
  const values = iterationValues(name, evidence);
  if ('kind' in values) return values;
  const line = rule.kind === 'share' ? rule.line : Number.NaN;
  const marks = Float64Array.from(values, ({ value }) => ((good === 'above' ? value >= line : value <= line) ? 1 : 0));
  const n = marks.length;
  const share = marks.reduce((sum, mark) => sum + mark, 0) / n;
  const correlation = Math.max(0, neighbourCorrelation(marks.map((mark) => mark - share)));
  const independent = Math.max(1, Math.floor((n * (1 - correlation)) / (1 + correlation)));
  return {
    kind: 'measured',
    subject: `the share of iterations with ${name} ${good === 'above' ? 'at least' : 'at most'} ${line}`,
    value: share,
    n,
    good: 'above',
    soft,
    hard,
    bounds: (confidence) => binomialBounds(share, independent, confidence),
  };
}
