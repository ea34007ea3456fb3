// What a rule is called: in every output, and in a waiver.

import type { RuleResult } from './judgement.ts';

export function ruleName({ kpi }: Pick<RuleResult, 'kpi'>): string {
  return kpi;
}
