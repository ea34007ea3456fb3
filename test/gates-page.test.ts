// docs/gates.md keeps its word: its example is a gate file that is taken as it stands, and it names every verdict and every kind of rule.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGatePolicy } from '../src/gates/gate-file.ts';
import { RELEASE_POLICY, SOAK_POLICY } from '../src/gates/gate-policy.ts';
import { VERDICTS } from '../src/gates/judgement.ts';
import { levelsOf, statedError } from '../src/gates/family-error.ts';
import { RULE_KINDS } from '../src/gates/rule-kinds.ts';

const PAGE = readFileSync(new URL('../docs/gates.md', import.meta.url), 'utf8');

describe('docs/gates.md', () => {
  it('shows a gate file that is valid and has a rule of every kind', () => {
    const [, example] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const policy = parseGatePolicy(JSON.parse(example ?? ''), 'docs/gates.md');
    expect(policy.rules.map(({ kind = 'absolute' }) => kind)).toEqual(
      expect.arrayContaining(RULE_KINDS.map(({ kind }) => kind)),
    );
  });

  it('names the verdicts from best to worst, and every kind of rule', () => {
    const order = [...PAGE.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, verdict]) => verdict);
    expect(order).toEqual(VERDICTS);
    for (const { kind } of RULE_KINDS) expect(PAGE).toContain(`| \`${kind}\``);
  });

  it('tells the errors that the built-in policies state', () => {
    expect(PAGE).toContain('one time in ten');
    expect(PAGE).toContain('one time in four');
    expect(PAGE).toContain('`net_bps` has 90 % of that, `risk_ratio` 7.5 %, the other two 1.25 % each');
    for (const policy of [SOAK_POLICY, RELEASE_POLICY]) {
      expect(statedError(policy, 1)).toEqual({ false_pass: 0.1, false_fail: 0.25, looks: 1 });
      const parts = new Map(policy.rules.map((rule) => [rule.kpi, 1 - levelsOf(policy, policy.rules, rule, 1).fail]));
      expect(parts.get('net_bps')).toBeCloseTo(0.25 * 0.9, 9);
      expect(parts.get('risk_ratio')).toBeCloseTo(0.25 * 0.075, 9);
      expect(parts.get('p95_latency_ms')).toBeCloseTo(0.25 * 0.0125, 9);
    }
  });
});
