import { expect, test } from 'vitest';
import { durationText, planSentence, recordingSentences, recordingWarnings, tuningSentence } from './plan-text.ts';
import { RUN_VIEW } from './run-view.fixture.ts';

const SOUND = {
  messages: 7341,
  gaps: 0,
  crossed: 0,
  garbage_lines: 0,
  clock_steps: 0,
  book_valid: true,
  final_best_equals_ticker: true,
  final_best: { bidTicks: 1 },
};
const replay = (recording: typeof SOUND & { cut_off?: string }): Pick<typeof RUN_VIEW, 'plan'> => ({
  plan: { ...RUN_VIEW.plan, target: { kind: 'replay', options: { recording } } },
});

test('the plan is one sentence', () => {
  expect(planSentence(RUN_VIEW)).toBe(
    'target sim (scenario calm), profile steady_safe, seed 42: 2 of 2 iterations of 1 h, tuner rules, guards on',
  );
  const plain = { ...RUN_VIEW, plan: { ...replay(SOUND).plan, tune: false, guards: false, iteration_us: 90_000_000 } };
  expect(planSentence(plain)).toBe(
    'target replay, profile steady_safe, seed 42: 2 of 2 iterations of 90 s, no tuning, --no-guards (every guard that exists is law and stays on: pin, bounds, late iteration)',
  );
});

test('what the tuner got done is one sentence', () => {
  expect(tuningSentence(RUN_VIEW)).toBe(
    'parameters were changed after 1 of 2 iterations; what held changes back, with its number of iterations: pin (1), no_proposal (1)',
  );
});

test('durations are told in the largest unit that divides them', () => {
  expect([86_400e6, 3600e6, 600e6, 90e6, 1e6, 500_000].map(durationText)).toEqual([
    '1 d',
    '1 h',
    '10 min',
    '90 s',
    '1 s',
    '0.5 s',
  ]);
});

test('a recording tells its facts, and a sound one has no warning', () => {
  expect(recordingSentences(replay(SOUND))).toEqual([
    'recording: messages=7341 gaps=0 crossed=0 garbage_lines=0 clock_steps=0 book_valid=true final_best_equals_ticker=true',
  ]);
  expect(recordingWarnings(replay(SOUND))).toEqual([]);
  expect(recordingSentences(RUN_VIEW)).toEqual([]);
});

test('whatever makes a recording doubtful is a warning', () => {
  const doubtful = replay({
    ...SOUND,
    gaps: 1,
    garbage_lines: 2,
    final_best_equals_ticker: false,
    cut_off: 'a.gz stops',
  });
  expect(recordingWarnings(doubtful)).toEqual([
    'only what lies before the cut was used: a.gz stops',
    'the recording has gaps=1',
    'the recording has garbage_lines=2',
    'the rebuilt book does not end where the recorded book ticker does',
  ]);
  expect(recordingWarnings(replay({ ...SOUND, book_valid: false, final_best_equals_ticker: false }))).toEqual([
    'the rebuilt book is not valid at the end of the recording',
  ]);
});
