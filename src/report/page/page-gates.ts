// The verdict and its rules as a page shows them. Every number is that of the judgement, so that the page says what `plimsoll gate` says.

import { isTradingKpi } from '../../edge/process-kpis.ts';
import { explainRule } from '../../gates/explain-rule.ts';
import type { Judgement, RuleResult } from '../../gates/judgement.ts';
import { VERDICTS } from '../../gates/judgement.ts';
import { ruleName } from '../../gates/rule-name.ts';
import { boundsSentence, goodSide, ruleReasons, ruleTexts, verdictSentence, verdictSummary } from '../verdict-text.ts';
import type { PageGate, PageVerdict } from './run-page.ts';

export function pageGates(judgement: Judgement): readonly PageGate[] {
  return judgement.rules.map((result): PageGate => {
    const name = ruleName(result);
    const rule = judgement.policy.rules.find((candidate) => ruleName(candidate) === name);
    const { text, soft, hard } = ruleTexts(rule, result);
    return {
      name,
      ...(isTradingKpi(result.kpi) ? { kpi: result.kpi } : {}),
      kind: result.kind ?? 'absolute',
      good: rule === undefined ? 'above' : goodSide(rule),
      verdict: result.verdict,
      reason: result.reason,
      explanation: explainRule(result),
      text,
      ...(soft === undefined ? {} : { soft }),
      ...(hard === undefined ? {} : { hard }),
      ...(result.value === undefined ? {} : { value: result.value }),
      ...(result.n === undefined ? {} : { n: result.n }),
      ...(result.interval === undefined ? {} : { interval: result.interval }),
    };
  });
}

export function pageVerdict(judgement: Judgement, gateLine: string, warnings: readonly string[]): PageVerdict {
  return {
    verdict: judgement.verdict,
    headline: verdictSummary(judgement),
    sentence: verdictSentence(judgement),
    gateLine,
    decisive: decisive(judgement),
    reasons: ruleReasons(judgement),
    bounds: boundsSentence(judgement),
    warnings,
    judged: judgement.iterations,
  };
}

/** The worst rule's reason; where every rule passes, the one with the least room, in units of half its interval. */
function decisive(judgement: Judgement): string {
  const { rules } = judgement;
  const worst = VERDICTS.findLast((verdict) => rules.some((rule) => rule.verdict === verdict));
  if (worst === undefined) return 'there is no rule';
  if (worst !== 'PASS') return rules.flatMap((rule) => (rule.verdict === worst ? rule.reason : [])).join('; ');
  const [closest] = rules.toSorted((one, other) => room(one) - room(other));
  return closest === undefined ? 'there is no rule' : `closest to its line: ${closest.reason}`;
}

function room({ margin, interval }: RuleResult): number {
  if (margin === undefined || interval === undefined) return Number.POSITIVE_INFINITY;
  const half = (interval.upper - interval.lower) / 2;
  return half > 0 ? margin / half : Number.POSITIVE_INFINITY;
}
