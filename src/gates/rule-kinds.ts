// Every kind of rule there is. A rule without a kind is absolute, as in gate files older than the others.

import { assert } from '../std/assert.ts';
import { ABSOLUTE } from './absolute-rule.ts';
import type { GateRule } from './gate-policy.ts';
import { INVARIANT } from './invariant-rule.ts';
import { RELATIVE } from './relative-rule.ts';
import type { RuleKind } from './rule-kind.ts';
import { SHARE } from './share-rule.ts';
import { SLOPE } from './slope-rule.ts';

export const RULE_KINDS: readonly RuleKind[] = [ABSOLUTE, RELATIVE, SHARE, SLOPE, INVARIANT];

export function kindOf({ kind: name = 'absolute' }: Pick<GateRule, 'kind'>): RuleKind {
  const found = RULE_KINDS.find(({ kind }) => kind === name);
  assert(found !== undefined, () => `there is no kind of rule ${name}`);
  return found;
}
