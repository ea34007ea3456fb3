// One rule's result: what its kind measured, held against its lines, with what a reader needs to check it.

import { assert } from '../std/assert.ts';
import { figure } from '../std/figure.ts';
import type { Bounds } from '../std/interval.ts';
import { decide } from './decide.ts';
import type { Decision } from './decide.ts';
import type { Levels } from './family-error.ts';
import type { GatePolicy, GateRule, MissingPolicy } from './gate-policy.ts';
import type { RuleResult, Verdict } from './judgement.ts';
import type { RuleCode } from './rule-code.ts';
import type { GateEvidence, Measured } from './rule-kind.ts';
import { kindOf } from './rule-kinds.ts';

/** `iterations`: how many the evidence covers. */
export function judgeRule(
  rule: GateRule,
  evidence: GateEvidence,
  { policy, levels, iterations }: { readonly policy: GatePolicy; readonly levels: Levels; readonly iterations: number },
): RuleResult {
  if (iterations === 0) {
    return missingResult(rule, 'no_iteration', `${rule.kpi} has no value: no iteration was completed`);
  }
  const measurement = kindOf(rule).measure(rule, evidence, policy);
  switch (measurement.kind) {
    case 'missing':
      return missingResult(rule, measurement.code, measurement.reason);
    case 'undecided': {
      const { code, reason, value, n } = measurement;
      return { ...heading(rule, 'INCONCLUSIVE', code), reason, value, n };
    }
    case 'measured':
      return measuredResult(rule, measurement, levels, iterations);
    default:
      return measurement satisfies never;
  }
}

/** Missing data never passes: they fail, or leave the verdict open, or the rule stands aside and says so. */
function missingResult(rule: GateRule, code: RuleCode, reason: string): RuleResult {
  const policy: MissingPolicy = rule.missing ?? 'no_data';
  switch (policy) {
    case 'no_data':
      return { ...heading(rule, 'NO_DATA', code), reason };
    case 'fail':
      return { ...heading(rule, 'FAIL', code), reason: `${reason}; this rule fails without data` };
    case 'inconclusive':
      return { ...heading(rule, 'INCONCLUSIVE', code), reason };
    case 'ignore': {
      const { missing_reason: ignored } = rule;
      assert(ignored !== undefined, 'who ignores missing data says why');
      return { ...heading(rule, 'NO_DATA', code), reason: `${reason}; ignored: ${ignored}`, ignored };
    }
    default:
      return policy satisfies never;
  }
}

function measuredResult(rule: GateRule, measured: Measured, levels: Levels, iterations: number): RuleResult {
  const { subject, value, n, soft, hard, evidence } = measured;
  const lines = [hard, soft].filter((line) => line !== undefined);
  const shown = (number: number): string => figure(number, lines);
  const interval = measured.bounds(levels.pass);
  const decision = decide(measured, levels);
  if (interval === undefined || decision === undefined) {
    const code = kindOf(rule).scope === 'run' ? 'too_few_iterations' : 'no_interval';
    const wanted = Number((100 * Math.max(levels.pass, levels.fail)).toFixed(4));
    const reason = `${subject} ${shown(value)} has no bounds at ${wanted} %`;
    return { ...heading(rule, 'INCONCLUSIVE', code), reason, value, n };
  }
  const { verdict, code, finding, line, failBound } = decision;
  const { lower, upper } = interval;
  const margin = measured.good === 'above' ? value - line : line - value;
  const more =
    verdict === 'INCONCLUSIVE' || code === 'soft_line_open'
      ? moreIterations(measured, interval, decision, iterations)
      : undefined;
  return {
    ...heading(rule, verdict, code),
    reason: `${subject} ${shown(value)} [${shown(lower)}, ${shown(upper)}] ${finding}`,
    value: value + 0,
    n,
    interval: { lower: lower + 0, upper: upper + 0, confidence: levels.pass },
    ...(evidence === undefined ? {} : { evidence }),
    ...(hard === undefined ? {} : { fail_bound: { bound: failBound + 0, confidence: levels.fail } }),
    margin: margin + 0,
    ...(more === undefined ? {} : { more_iterations: more }),
  };
}

/** An error falls with the square root of time: as many times the iterations as the reach of the bound exceeds the margin, squared. */
function moreIterations(
  { value, good }: Measured,
  interval: Bounds,
  { line, failBound }: Decision,
  iterations: number,
): number | undefined {
  const isBetter = good === 'above' ? value >= line : value <= line;
  const reach = isBetter
    ? Math.abs(value - (good === 'above' ? interval.lower : interval.upper))
    : Math.abs(failBound - value);
  const excess = reach / Math.abs(value - line);
  const needed = Math.ceil(iterations * excess * excess) - iterations;
  return Number.isSafeInteger(needed) ? needed : undefined;
}

function heading(
  rule: GateRule,
  verdict: Verdict,
  code: RuleCode,
): Pick<RuleResult, 'kpi' | 'kind' | 'verdict' | 'code'> {
  return { kpi: rule.kpi, kind: kindOf(rule).kind, verdict, code };
}
