// Turns KPIs into a verdict: every rule of a policy by its kind, then the worst of them. What was not measured never passes.

import type { GateKpis } from '../edge/process-kpis.ts';
import { assert } from '../std/assert.ts';
import { combineVerdicts } from './combine-verdicts.ts';
import { levelsOf, statedError } from './family-error.ts';
import type { GatePolicy } from './gate-policy.ts';
import { judgeRule } from './judge-rule.ts';
import type { Judgement } from './judgement.ts';
import type { GateEvidence } from './rule-kind.ts';
import { kindOf } from './rule-kinds.ts';

/** What else a verdict may go by. */
export interface JudgeOptions extends Pick<GateEvidence, 'series' | 'baseline'> {
  /** How often in this run a FAIL is possible that would end it: its planned iterations. Absent means that this verdict is given once. */
  readonly looks?: number;
}

/**
 * `kpis` are those of `iterations` taken together; an older artifact may lack some of today's. Without a `series` this is one iteration
 * of a run that goes on, and the rules that need more are left out.
 */
export function judge(
  policy: GatePolicy,
  kpis: GateKpis,
  iterations: readonly number[],
  { series, baseline, looks = 1 }: JudgeOptions = {},
): Judgement {
  assert(policy.rules.length > 0, 'a policy without rules would pass anything');
  const judged = series === undefined ? policy.rules.filter((rule) => kindOf(rule).scope === 'window') : policy.rules;
  const evidence: GateEvidence = {
    kpis,
    ...(series === undefined ? {} : { series }),
    ...(baseline === undefined ? {} : { baseline }),
  };
  const rules = judged.map((rule) =>
    judgeRule(rule, evidence, {
      policy,
      levels: levelsOf(policy, judged, rule, looks),
      iterations: iterations.length,
    }),
  );
  return { verdict: combineVerdicts(rules), policy, error: statedError(policy, looks), iterations, rules };
}
