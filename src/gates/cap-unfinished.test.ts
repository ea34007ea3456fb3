import { expect, test } from 'vitest';
import { capUnfinished } from './cap-unfinished.ts';
import type { RunCourse } from './cap-unfinished.ts';
import { SOAK_POLICY } from './gate-policy.ts';
import type { JudgedTogether } from './judge-together.ts';
import type { Verdict } from './judgement.ts';
import { kpisOf } from './kpis.fixture.ts';

const judged = (verdict: Verdict): JudgedTogether => ({
  judgement: { verdict, policy: SOAK_POLICY, iterations: [1, 2], rules: [] },
  kpis: kpisOf({}),
  line: 'as it was',
});
const course = (reason: RunCourse['reason'], completed = 2): RunCourse => ({ planned: 5, completed, reason });

test('a run that ended as it was meant to keeps its verdict', () => {
  expect(capUnfinished(judged('PASS'), course('completed'))).toEqual(judged('PASS'));
  expect(capUnfinished(judged('PASS'), course('failed_gate', 5))).toEqual(judged('PASS'));
});

test('a run that a hard gate ended early passes by no other policy either', () => {
  const { judgement } = capUnfinished(judged('PASS'), course('failed_gate'));
  expect(judgement.verdict).toBe('INCONCLUSIVE');
  expect(judgement.incomplete).toBe('only 2 of 5 planned iterations: a hard gate ended the run');
});

test.each([
  ['PASS', 'INCONCLUSIVE'],
  ['WARN', 'INCONCLUSIVE'],
  ['INCONCLUSIVE', 'INCONCLUSIVE'],
  ['NO_DATA', 'NO_DATA'],
  ['FAIL', 'FAIL'],
] as const)('%s over a part of the plan is %s, in the gate line too', (verdict, capped) => {
  const { judgement, line } = capUnfinished(judged(verdict), course('exhausted'));
  expect(judgement.verdict).toBe(capped);
  expect(judgement.incomplete).toBe('only 2 of 5 planned iterations: the source ran out');
  expect(line).toContain(`status=${capped} `);
});

test.each([
  ['interrupted', 'the run was interrupted'],
  ['paused', 'the run was paused'],
  ['target_failed', 'the target failed'],
  [undefined, 'the run wrote no end'],
] as const)('a run whose end is %s says so', (reason, cause) => {
  expect(capUnfinished(judged('PASS'), course(reason)).judgement.incomplete).toBe(
    `only 2 of 5 planned iterations: ${cause}`,
  );
});

test('a run without an end is not finished even where nothing of its plan is missing', () => {
  const { judgement } = capUnfinished(judged('PASS'), course(undefined, 5));
  expect(judgement.verdict).toBe('INCONCLUSIVE');
  expect(judgement.incomplete).toBe('5 of 5 planned iterations: the run wrote no end');
});

test('no run completes more than it planned', () => {
  expect(() => capUnfinished(judged('PASS'), course('interrupted', 6))).toThrow(/more than it planned/);
});
