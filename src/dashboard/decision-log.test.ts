import { expect, test } from 'vitest';
import { answerDecisions } from './decision-log.ts';
import type { LoggedDecision } from './decision-answer.ts';
import { FollowedRun } from './followed-run.ts';
import { nodeDisk } from '../files/node-disk.ts';

function runWith(id: string, decisions: readonly LoggedDecision[], decided = decisions.length): FollowedRun {
  const run = new FollowedRun(nodeDisk, id, `/nowhere/${id}`);
  run.digest.decisions.push(...decisions);
  run.digest.decided.granted = decided;
  return run;
}

const GRANTED: LoggedDecision = {
  at: '2026-01-01T00:00:00.000Z',
  iteration: 1,
  outcome: 'granted',
  parameter: 'tail_age_ms',
  from: 700,
  wanted: 730,
  to: 730,
  reason: 'iteration 2 will run with it',
};
const REFUSED: LoggedDecision = {
  ...GRANTED,
  at: '2026-01-01T02:00:00.000Z',
  outcome: 'refused',
  guard: 'cooldown',
  to: 700,
};
const RUNS = [runWith('b', [{ ...GRANTED, at: '2026-01-01T01:00:00.000Z' }]), runWith('a', [GRANTED, REFUSED])];

test('the decisions of all runs stand in one log, the newest first', () => {
  const { decisions, matching, forgotten } = answerDecisions(RUNS, {});
  expect(decisions.map(({ run, outcome }) => `${run} ${outcome}`)).toEqual(['a refused', 'b granted', 'a granted']);
  expect({ matching, forgotten }).toEqual({ matching: 3, forgotten: 0 });
});

test.each([
  [{ run: 'b' }, 1],
  [{ guard: 'cooldown' }, 1],
  [{ parameter: 'tail_age_ms' }, 3],
  [{ outcome: 'granted' }, 2],
  [{ outcome: 'granted', run: 'a' }, 1],
  [{ guard: '<script>' }, 0],
])('%j leaves %i of them', (filter, count) => {
  expect(answerDecisions(RUNS, filter).decisions).toHaveLength(count);
});

test('what can be asked for is told whatever was asked for, with counts', () => {
  const { choices } = answerDecisions(RUNS, { run: 'b' });
  expect(choices.guard).toEqual([{ value: 'cooldown', count: 1 }]);
  expect(choices.run).toEqual([
    { value: 'a', count: 2 },
    { value: 'b', count: 1 },
  ]);
});

test('an answer is bounded, and says how much there was and how much is no longer held', () => {
  const many = Array.from({ length: 700 }, (_, index) => ({ ...GRANTED, iteration: index + 1 }));
  const { decisions, matching, forgotten } = answerDecisions([runWith('long', many, 900)], {});
  expect(decisions).toHaveLength(500);
  expect(decisions[0]?.iteration).toBe(700);
  expect({ matching, forgotten }).toEqual({ matching: 700, forgotten: 200 });
});
