import { expect, test } from 'vitest';
import { RULE_KINDS } from './rule-kinds.ts';
import { selfTestCases } from './self-test.ts';

const CASES = selfTestCases();

test.each(CASES)('$subject: $situation is $expected', ({ expected, verdict }) => {
  expect(verdict).toBe(expected);
});

test('every kind of rule is seen to pass and to fail', () => {
  for (const { kind } of RULE_KINDS) {
    const verdicts = CASES.filter(({ subject }) => subject === kind).map(({ verdict }) => verdict);
    expect(verdicts).toContain('PASS');
    expect(verdicts).toContain('FAIL');
  }
});

test('no case of missing data passes', () => {
  const missing = CASES.filter(({ subject }) => subject === 'missing data');
  expect(missing.length).toBeGreaterThan(6);
  for (const { verdict } of missing) expect(['FAIL', 'INCONCLUSIVE', 'NO_DATA']).toContain(verdict);
});
