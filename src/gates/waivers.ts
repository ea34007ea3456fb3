// A waiver lets one broken rule pass for a while: somebody answers for it by name, with a reason, until a day. It turns a FAIL into a WARN and
// nothing else: what was not measured or not decided cannot be waived, and an expired waiver changes nothing but is still told of.

import { atBestInconclusive, combineVerdicts } from './combine-verdicts.ts';
import { gateLine } from './gate-line.ts';
import type { JudgedTogether } from './judge-together.ts';
import type { Judgement, RuleResult, Verdict, WaiverNote } from './judgement.ts';
import { ruleName } from './rule-name.ts';

export interface Waiver {
  /** The rule's name, as every output prints it. */
  readonly rule: string;
  readonly reason: string;
  readonly author: string;
  /** The last day on which it holds, `2026-12-31`. */
  readonly expires: string;
}

/** `today`: the day of the judging, which is written into the judgement, so that the verdict can be had again. Without waivers nothing changes. */
export function applyWaivers(judged: JudgedTogether, waivers: readonly Waiver[], today: string): JudgedTogether {
  if (waivers.length === 0) return judged;
  const { judgement, kpis } = judged;
  const inForce = waivers.filter(({ expires }) => today <= expires);
  const rules = judgement.rules.map((result) => waived(result, inForce));
  const notes = waivers.map((waiver) => noteOf(waiver, judgement.rules, inForce));
  const waivedJudgement = {
    ...judgement,
    verdict: verdictOf(judgement, rules),
    rules,
    waivers: notes,
    judged_on: today,
  };
  return { judgement: waivedJudgement, kpis, line: gateLine(waivedJudgement, kpis) };
}

function waived(result: RuleResult, waivers: readonly Waiver[]): RuleResult {
  const waiver = canBeWaived(result) ? waivers.find(({ rule }) => rule === ruleName(result)) : undefined;
  if (waiver === undefined) return result;
  const { author, expires, reason } = waiver;
  return {
    ...result,
    verdict: 'WARN',
    reason: `${result.reason}; waived until ${expires} by ${author}: ${reason}`,
    waived: true,
  };
}

function noteOf(waiver: Waiver, rules: readonly RuleResult[], inForce: readonly Waiver[]): WaiverNote {
  if (!inForce.includes(waiver)) return { ...waiver, state: 'expired' };
  const covers = rules.some((result) => ruleName(result) === waiver.rule && canBeWaived(result));
  return { ...waiver, state: covers ? 'used' : 'not_needed' };
}

/** That of the rules; a run that stopped short, or never settled, stays INCONCLUSIVE at best. */
function verdictOf({ incomplete, warm_up: warmUp }: Judgement, rules: readonly RuleResult[]): Verdict {
  const verdict = combineVerdicts(rules);
  return incomplete === undefined && warmUp?.settled !== false ? verdict : atBestInconclusive(verdict);
}

/** A rule may fail because its data are missing, and those stay missing. */
function canBeWaived({ verdict, value }: RuleResult): boolean {
  return verdict === 'FAIL' && value !== undefined;
}
