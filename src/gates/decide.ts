// Where bounds lie beside lines, and what that means. The bounds decide, never the point: PASS needs the bound on the good side of the line,
// FAIL the other bound on the bad side, and whatever lies between is said to be undecided.

import { assert } from '../std/assert.ts';
import { figure } from '../std/figure.ts';
import type { Bounds } from '../std/interval.ts';
import type { Levels } from './family-error.ts';
import type { Verdict } from './judgement.ts';
import type { RuleCode } from './rule-code.ts';
import type { Measured } from './rule-kind.ts';

export interface Decision {
  readonly verdict: Verdict;
  readonly code: RuleCode;
  /** The end of a sentence that begins with what was measured. */
  readonly finding: string;
  /** The one that decided, or that is open. */
  readonly line: number;
  readonly failBound: number;
}

type Position = 'good' | 'bad' | 'open';

/** `undefined` where the evidence has no bounds at these levels. The soft line is asked only where the hard one holds or is missing. */
export function decide(measured: Measured, levels: Levels): Decision | undefined {
  const { good, hard, soft } = measured;
  const passing = widened(measured, measured.bounds(levels.pass));
  const failing = widened(measured, measured.bounds(levels.fail));
  if (passing === undefined || failing === undefined) return undefined;
  const passBound = good === 'above' ? passing.lower : passing.upper;
  const failBound = good === 'above' ? failing.upper : failing.lower;
  const bad = good === 'above' ? 'below' : 'above';
  const position = (line: number): Position =>
    isGood(good, passBound, line) ? 'good' : isGood(good, failBound, line) ? 'open' : 'bad';
  const side = (line: number): string => (passBound === line ? `at or ${good}` : good);
  assert(
    hard !== undefined || soft !== undefined,
    () => `a rule on ${measured.subject} without a line would pass anything`,
  );

  const decision = (verdict: Verdict, code: RuleCode, finding: string, line: number): Decision => {
    return { verdict, code, finding, line, failBound };
  };
  let held = '';
  if (hard !== undefined) {
    const where = position(hard);
    if (where === 'bad') {
      const shown =
        levels.fail < levels.pass ? `, whose bound at ${percent(levels.fail)} is ${figure(failBound, [hard])}` : '';
      return decision('FAIL', 'hard_line_broken', `is ${bad} the hard line ${hard}${shown}`, hard);
    }
    if (where === 'open') {
      const almost = !isGood(good, good === 'above' ? passing.upper : passing.lower, hard);
      const finding = almost
        ? `is ${bad} the hard line ${hard}, but not at the ${percent(levels.fail)} that a FAIL of this rule among all needs`
        : `straddles the hard line ${hard}`;
      return decision('INCONCLUSIVE', 'hard_line_open', finding, hard);
    }
    held = `${side(hard)} the hard line ${hard}`;
    if (soft === undefined) return decision('PASS', 'holds', `is ${held}`, hard);
  }
  assert(soft !== undefined, 'there is a line left');
  const and = held === '' ? '' : `${held} and `;
  const where = position(soft);
  switch (where) {
    case 'good':
      return decision('PASS', 'holds', `is ${and}${side(soft)} the soft line ${soft}`, soft);
    case 'bad':
      return decision('WARN', 'soft_line_broken', `is ${and}${bad} the soft line ${soft}`, soft);
    case 'open':
      return decision('WARN', 'soft_line_open', `is ${and}not shown to be ${good} the soft line ${soft}`, soft);
    default:
      return where satisfies never;
  }
}

/** A point that lies beside its own interval, by rounding or by skew, counts as part of it: it may only weaken a verdict. */
function widened({ value }: Measured, bounds: Bounds | undefined): Bounds | undefined {
  if (bounds === undefined) return undefined;
  return { lower: Math.min(bounds.lower, value), upper: Math.max(bounds.upper, value) };
}

/** The line itself is good. */
function isGood(good: Measured['good'], bound: number, line: number): boolean {
  return good === 'above' ? bound >= line : bound <= line;
}

function percent(confidence: number): string {
  return `${Number((confidence * 100).toFixed(2))} %`;
}
