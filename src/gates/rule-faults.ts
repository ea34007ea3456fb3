// What may be wrong with a rule's lines, for the kinds to choose from: a gate that can never fail is worse than none.

import type { GateRule } from './gate-policy.ts';
import { isShare } from './rule-kind.ts';
import type { RuleFault } from './rule-kind.ts';

/** `good`: which side of the lines is the better one. */
export function lineFaults({ soft, hard }: GateRule, good: 'above' | 'below'): readonly RuleFault[] {
  if (soft === undefined && hard === undefined) {
    return [{ message: 'has neither a soft nor a hard line, and would always pass' }];
  }
  const laxer = soft !== undefined && hard !== undefined && (good === 'above' ? soft < hard : soft > hard);
  return laxer ? [{ field: 'soft', message: `${soft} is laxer than the hard line ${hard}` }] : [];
}

/** Lines on a share that no share reaches. */
export function reachFaults(rule: GateRule, fields: readonly ('soft' | 'hard')[]): readonly RuleFault[] {
  return fields.flatMap((field) => {
    const line = rule[field];
    if (line === undefined || !isShare(rule.kpi) || (line >= 0 && line <= 1)) return [];
    return { field, message: `${line} is out of reach: ${rule.kpi} is a share from 0 to 1` };
  });
}
