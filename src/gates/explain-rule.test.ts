import { expect, test } from 'vitest';
import { explainRule } from './explain-rule.ts';
import type { GatePolicy } from './gate-policy.ts';
import { judge } from './judge.ts';
import { kpisOf, measured } from './kpis.fixture.ts';

const POLICY: GatePolicy = {
  name: 'test',
  min_samples: 30,
  last_iterations: 8,
  confidence: 0.9,
  fail_confidence: 0.8,
  rules: [{ kpi: 'net_bps', good: 'above', hard: 2 }],
};

function explained(net: Parameters<typeof kpisOf>[0]): string {
  const [result] = judge(POLICY, kpisOf(net), [1, 2, 3]).rules;
  if (result === undefined) throw new Error('one rule gives one result');
  return explainRule(result);
}

test('a result is explained with value, bounds, margin, evidence and what would decide', () => {
  expect(explained({ net_bps: measured(2.2, 0.4) })).toBe(
    'net_bps: 2.2 [1.8, 2.6] at 90 %, 0.2 on the good side of its line; n 1000 in 96 blocks worth 24, correlation 0.2; ' +
      'a FAIL goes by 2.459 at 80 %; about 9 more iterations would decide',
  );
  expect(explained({ net_bps: measured(1, 0.4) })).toBe(
    'net_bps: 1 [0.6, 1.4] at 90 %, 1 on the bad side of its line; n 1000 in 96 blocks worth 24, correlation 0.2; ' +
      'a FAIL goes by 1.259 at 80 %',
  );
  expect(explained({ net_bps: measured(2, 0.4) })).toContain(', on its line;');
});

test('confidences are told to a hundredth of a percent', () => {
  const [result] = judge({ ...POLICY, confidence: 0.98765 }, kpisOf({ net_bps: measured(3, 0.1) }), [1]).rules;
  if (result === undefined) throw new Error('one rule gives one result');
  expect(explainRule(result)).toMatch(/at 98\.7[67] %, 1 on/);
});

test('what was not measured or cannot be bounded says so', () => {
  expect(explained({})).toBe('net_bps: net_bps has no value: not measured');
  expect(explained({ net_bps: measured(2.2) })).toBe('net_bps: 2.2 without bounds; n 1000');
});

test('a rule of another kind is named by its kind', () => {
  const [result] = judge(POLICY, kpisOf({ net_bps: measured(3, 0.1) }), [1]).rules;
  if (result === undefined) throw new Error('one rule gives one result');
  const { evidence: _, fail_bound: __, ...bare } = result;
  expect(explainRule({ ...bare, kind: 'slope', more_iterations: 1 })).toBe(
    'net_bps/slope: 3 [2.9, 3.1] at 90 %, 1 on the good side of its line; n 1000; about 1 more iteration would decide',
  );
});
