// What a bot's process is held to beside its trading: neither its memory nor its open files may grow from iteration to iteration. Sen's bounds on
// eight iterations tell a leak of 5 MB from none; the first iterations, in which a program warms up, bend a median of slopes little.

import type { GatePolicy, GateRule } from './gate-policy.ts';

/** A line must be passed by the bounds of the slope, at the confidence that the whole policy leaves to the rule. */
const RULES: readonly GateRule[] = [
  { kind: 'slope', kpi: 'rss_mb', good: 'below', per: 'iteration', soft: 1, hard: 2.5, weight: 8 },
  { kind: 'slope', kpi: 'open_files', good: 'below', per: 'iteration', soft: 0.5, hard: 1, weight: 8 },
];

/** The policy with the rules on processes that it does not have already. */
export function withProcessRules(policy: GatePolicy): GatePolicy {
  const has = (rule: GateRule): boolean => policy.rules.some(({ kpi, kind }) => kpi === rule.kpi && kind === rule.kind);
  return { ...policy, rules: [...policy.rules, ...RULES.filter((rule) => !has(rule))] };
}
