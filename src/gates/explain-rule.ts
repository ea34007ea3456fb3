// A result in a sentence for somebody who asks why: what was measured, how sure that is, what it rests on, how far the line is, and what
// would decide.

import { figure } from '../std/figure.ts';
import type { RuleResult } from './judgement.ts';
import { ruleName } from './rule-name.ts';

/** `net_bps: 2.2 [1.8, 2.6] at 90 %, 0.2 on the good side of its line; n 1000 in 96 blocks worth 24; about 9 more iterations would decide` */
export function explainRule(result: RuleResult): string {
  const { value, interval, n } = result;
  if (value === undefined || n === undefined) return `${ruleName(result)}: ${result.reason}`;
  const bounds =
    interval === undefined
      ? ' without bounds'
      : ` [${figure(interval.lower)}, ${figure(interval.upper)}] at ${percent(interval.confidence)}`;
  const parts = [`${figure(value)}${bounds}${marginText(result)}`, evidenceText(result, n), ...decidingText(result)];
  return `${ruleName(result)}: ${parts.join('; ')}`;
}

function marginText({ margin }: RuleResult): string {
  if (margin === undefined) return '';
  if (margin === 0) return ', on its line';
  return `, ${figure(Math.abs(margin))} on the ${margin > 0 ? 'good' : 'bad'} side of its line`;
}

function evidenceText({ evidence }: RuleResult, n: number): string {
  if (evidence === undefined) return `n ${n}`;
  const { blocks, effective_blocks: effective, correlation } = evidence;
  return `n ${n} in ${blocks} blocks worth ${figure(effective)}, correlation ${figure(correlation)}`;
}

function decidingText({ more_iterations: more, fail_bound: failBound }: RuleResult): readonly string[] {
  const failing =
    failBound === undefined ? [] : [`a FAIL goes by ${figure(failBound.bound)} at ${percent(failBound.confidence)}`];
  if (more === undefined) return failing;
  return [...failing, `about ${more} more iteration${more === 1 ? '' : 's'} would decide`];
}

function percent(confidence: number): string {
  return `${Number((confidence * 100).toFixed(2))} %`;
}
