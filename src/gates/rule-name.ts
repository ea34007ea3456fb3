// What a rule is called: in every output, and in a waiver. Two rules of one policy never share a name.

import type { RuleResult } from './judgement.ts';

/** `net_bps` for the KPI itself, `net_bps/slope` for a rule of another kind on it. */
export function ruleName({ kpi, kind = 'absolute' }: Pick<RuleResult, 'kpi' | 'kind'>): string {
  return kind === 'absolute' ? kpi : `${kpi}/${kind}`;
}
