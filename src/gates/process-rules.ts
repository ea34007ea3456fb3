// What a bot's process is held to beside its trading: neither the memory nor the open files that it never gives back may grow from iteration to iteration. Sen's bounds on
// eight iterations tell a leak of 5 MB from none; the first iterations, in which a program warms up, bend a median of slopes little.

import { isTradingKpi } from '../edge/process-kpis.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { ruleName } from './rule-name.ts';

/** A line must be passed by the bounds of the slope, at the confidence that the whole policy leaves to the rule. */
const RULES: readonly GateRule[] = [
  { kind: 'slope', kpi: 'rss_min_mb', good: 'below', per: 'iteration', soft: 1, hard: 2.5, weight: 8 },
  { kind: 'slope', kpi: 'open_files_min', good: 'below', per: 'iteration', hard: 2, weight: 8 },
];

/** A slope needs so many iterations; a policy that looks at fewer goes without. */
const LEAST_ITERATIONS = 5;

/** The policy with the rules on processes that it does not have already. */
export function withProcessRules(policy: GatePolicy): GatePolicy {
  return policy.last_iterations < LEAST_ITERATIONS ? policy : withRules(policy, RULES);
}

/** What a run's own policy asks of its process, another policy asks of it too. */
export function withProcessRulesOf(own: GatePolicy, policy: GatePolicy): GatePolicy {
  return withRules(
    policy,
    own.rules.filter(({ kpi }) => !isTradingKpi(kpi)),
  );
}

function withRules(policy: GatePolicy, rules: readonly GateRule[]): GatePolicy {
  const has = (rule: GateRule): boolean => policy.rules.some((one) => ruleName(one) === ruleName(rule));
  const added = rules.filter((rule) => !has(rule));
  return added.length === 0 ? policy : { ...policy, rules: [...policy.rules, ...added] };
}
