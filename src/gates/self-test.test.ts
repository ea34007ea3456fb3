import { expect, test } from 'vitest';
import { RULE_KINDS } from './rule-kinds.ts';
import { selfTestCases } from './self-test.ts';

test('every case comes out as it is said to, and is told once', () => {
  const cases = selfTestCases();
  for (const { subject, situation, expected, verdict } of cases)
    expect(verdict, `${subject}: ${situation}`).toBe(expected);
  const told = cases.map(({ subject, situation }) => `${subject}: ${situation}`);
  expect(new Set(told).size).toBe(told.length);
  for (const sentence of told) expect(sentence).toMatch(/^[a-z][a-z ]+: \S.{10,}$/u);
});

test('every kind of rule is seen to pass and to fail', () => {
  const cases = selfTestCases();
  for (const { kind } of RULE_KINDS) {
    const verdicts = cases.filter(({ subject }) => subject === kind).map(({ verdict }) => verdict);
    expect(verdicts).toContain('PASS');
    expect(verdicts).toContain('FAIL');
  }
});

test('no case of missing data passes', () => {
  const missing = selfTestCases().filter(({ subject }) => subject === 'missing data');
  expect(missing.length).toBeGreaterThan(6);
  for (const { verdict } of missing) expect(['FAIL', 'INCONCLUSIVE', 'NO_DATA']).toContain(verdict);
});
