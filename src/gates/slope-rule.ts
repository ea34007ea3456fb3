// The KPI must not drift: the median of all slopes between two iterations (Theil 1950; Sen 1968), which one odd iteration does not bend, in
// units per hour or per iteration. Bounds are Sen's, from the distribution of Kendall's statistic, widened by the correlation of neighbours where
// the values are estimates. What a process uses is no estimate: that it grew is seen, and only whether it goes on growing is asked.

import { isTradingKpi } from '../edge/process-kpis.ts';
import { slopeBounds, theilSenSlope } from '../std/theil-sen.ts';
import type { GateRule } from './gate-policy.ts';
import { iterationValues } from './iteration-values.ts';
import { lineFaults } from './rule-faults.ts';
import type { GateEvidence, Measurement, RuleKind } from './rule-kind.ts';

/** With fewer iterations a slope is an anecdote. */
const LEAST_ITERATIONS = 5;

export const SLOPE: RuleKind = {
  kind: 'slope',
  scope: 'run',
  errs: true,
  faults: (rule) => lineFaults(rule, rule.good),
  measure,
};

function measure(rule: GateRule, evidence: GateEvidence): Measurement {
  const { kpi: name, good, soft, hard } = rule;
  const per = rule.kind === 'slope' ? (rule.per ?? 'hour') : 'hour';
  const values = iterationValues(name, evidence);
  if ('kind' in values) return values;
  const points = values.map(({ hours, iteration, value }) => ({ x: per === 'hour' ? hours : iteration, y: value }));
  const n = points.length;
  const subject = `${name} per ${per}`;
  if (n < LEAST_ITERATIONS) {
    const reason = `${subject} rests on ${n} iterations, and a slope needs ${LEAST_ITERATIONS}`;
    return { kind: 'undecided', code: 'too_few_iterations', reason, value: n < 2 ? 0 : theilSenSlope(points), n };
  }
  const value = theilSenSlope(points);
  return {
    kind: 'measured',
    subject,
    value,
    n,
    good,
    soft,
    hard,
    bounds: (confidence) => slopeBounds(points, confidence, isTradingKpi(name) ? 'correlated' : 'independent'),
  };
}
