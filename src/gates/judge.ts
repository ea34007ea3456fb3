// Turns KPIs into a verdict. The interval decides, never the point: PASS needs the bound on the good side of the line, FAIL the other
// bound on the bad side, and whatever lies between is said to be undecided. What was not measured never passes.

import type { Interval, Kpi, Kpis } from '../edge/edge-report.ts';
import { assert } from '../std/assert.ts';
import { figure } from '../std/figure.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { VERDICTS } from './judgement.ts';
import type { Judgement, RuleResult, Verdict } from './judgement.ts';

/** A KPI with all that a verdict needs. */
interface Measured {
  readonly value: number;
  readonly n: number;
  readonly interval: Interval;
}

type Bounds = Pick<Interval, 'lower' | 'upper'>;
type Position = 'good' | 'bad' | 'open';

/** `kpis` are those of `iterations` taken together; an older artifact may lack some of today's. */
export function judge(policy: GatePolicy, kpis: Partial<Kpis>, iterations: readonly number[]): Judgement {
  assert(policy.rules.length > 0, 'a policy without rules would pass anything');
  const rules = policy.rules.map((rule) =>
    iterations.length === 0
      ? result(rule, 'NO_DATA', `${rule.kpi} has no value: no iteration was completed`)
      : judgeRule(rule, kpis[rule.kpi], policy.min_samples),
  );
  return { verdict: worst(rules.map(({ verdict }) => verdict)), policy, iterations, rules };
}

/** The worst in the stated order. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const found = VERDICTS.findLast((verdict) => verdicts.includes(verdict));
  assert(found !== undefined, 'there is at least one verdict');
  return found;
}

function judgeRule(rule: GateRule, kpi: Kpi | undefined, minSamples: number): RuleResult {
  const found = valueIn(kpi);
  if (typeof found === 'string') return result(rule, 'NO_DATA', `${rule.kpi} has no value: ${found}`);
  const { value, n, interval } = found;
  const lack = lackOf(found, minSamples);
  if (lack !== undefined || interval === undefined) {
    const reason = `${rule.kpi} ${figure(value, linesOf(rule))} ${lack}`;
    return { ...result(rule, 'INCONCLUSIVE', reason), value, n };
  }
  return judgeMeasured(rule, { value, n, interval });
}

/** The value, or why there is none. What was read back from a file may hold anything where a number belongs. */
function valueIn(kpi: Kpi | undefined): (Kpi & { kind: 'value' }) | string {
  if (kpi === undefined) return 'the report does not carry it';
  if (kpi.kind === 'absent') return kpi.reason;
  if (!Number.isFinite(kpi.value)) return `${kpi.value} is no finite number`;
  return Number.isFinite(kpi.n) ? kpi : `it rests on ${kpi.n} observations`;
}

/** Why a value decides nothing. */
function lackOf({ n, interval }: Kpi & { kind: 'value' }, minSamples: number): string | undefined {
  if (n < minSamples) return `rests on ${n} observations, and a verdict needs ${minSamples}`;
  if (interval === undefined) return 'has no interval, and a point alone decides nothing';
  return isUsable(interval) ? undefined : `has no usable interval: [${interval.lower}, ${interval.upper}]`;
}

function isUsable({ lower, upper }: Interval): boolean {
  return Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper;
}

/** A point that lies beside its own interval, by rounding or by skew, counts as part of it: it may only weaken a verdict. */
function judgeMeasured(rule: GateRule, measured: Measured): RuleResult {
  const { value, interval } = measured;
  const [shown, lower, upper] = [value, interval.lower, interval.upper].map((each) => figure(each, linesOf(rule)));
  const [verdict, finding] = decide(rule, {
    lower: Math.min(interval.lower, value),
    upper: Math.max(interval.upper, value),
  });
  return { ...result(rule, verdict, `${rule.kpi} ${shown} [${lower}, ${upper}] ${finding}`), ...measured };
}

/** The soft line is asked only where the hard one holds or is missing. Not shown to hold is as much a WARN as shown not to. */
function decide(rule: GateRule, interval: Bounds): readonly [Verdict, string] {
  const { good, hard, soft } = rule;
  const bad = good === 'above' ? 'below' : 'above';
  assert(hard !== undefined || soft !== undefined, () => `a rule on ${rule.kpi} without a line would pass anything`);
  const hardPosition = hard === undefined ? undefined : position(good, hard, interval);
  if (hardPosition === 'bad') return ['FAIL', `is ${bad} the hard line ${hard}`];
  if (hardPosition === 'open') return ['INCONCLUSIVE', `straddles the hard line ${hard}`];
  const held = hard === undefined ? '' : `${side(good, hard, interval)} the hard line ${hard}`;
  if (soft === undefined) return ['PASS', `is ${held}`];
  const and = held === '' ? '' : `${held} and `;
  const softPosition = position(good, soft, interval);
  switch (softPosition) {
    case 'good':
      return ['PASS', `is ${and}${side(good, soft, interval)} the soft line ${soft}`];
    case 'bad':
      return ['WARN', `is ${and}${bad} the soft line ${soft}`];
    case 'open':
      return ['WARN', `is ${and}not shown to be ${good} the soft line ${soft}`];
    default:
      return softPosition satisfies never;
  }
}

/** Where the interval lies beside a line, which is itself good. */
function position(good: GateRule['good'], line: number, { lower, upper }: Bounds): Position {
  if (good === 'above') return lower >= line ? 'good' : upper < line ? 'bad' : 'open';
  return upper <= line ? 'good' : lower > line ? 'bad' : 'open';
}

/** In words, for an interval on the good side. */
function side(good: GateRule['good'], line: number, { lower, upper }: Bounds): string {
  return (good === 'above' ? lower : upper) === line ? `at or ${good}` : good;
}

function linesOf({ hard, soft }: GateRule): readonly number[] {
  return [hard, soft].filter((line) => line !== undefined);
}

function result(rule: GateRule, verdict: Verdict, reason: string): RuleResult {
  return { kpi: rule.kpi, verdict, reason };
}
