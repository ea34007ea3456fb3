import { durationText } from './duration-text.ts';
import { expect, test } from 'vitest';
import { guardSentence, planSentence, recordingSentences, runWarnings, tuningSentence } from './plan-text.ts';
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
    'target replay, profile steady_safe, seed 42: 2 of 2 iterations of 90 s, no tuning, GUARDS OFF (--no-guards)',
  );
});

test('what the tuner got done is one sentence', () => {
  expect(tuningSentence(RUN_VIEW)).toBe(
    'parameters were changed after 1 of 2 iterations; what held changes back, with its number of iterations: pin (1), no_proposal (1)',
  );
});

test('what guards held back is told by guard, reverts by number, and nothing where there was neither', () => {
  const { tuning } = RUN_VIEW;
  if (tuning === undefined) throw new Error('the run has ended');
  expect(guardSentence(RUN_VIEW)).toBe('guards refused or trimmed changes: pin (1 refused, 0 trimmed)');
  const blocked = { velocity: { refused: 1, trimmed: 2 }, freeze: { refused: 3, trimmed: 0 } };
  expect(guardSentence({ tuning: { ...tuning, blocked, panic_reverts: 1 } })).toBe(
    'guards refused or trimmed changes: velocity (1 refused, 2 trimmed), freeze (3 refused, 0 trimmed); reverts after panics: 1',
  );
  expect(guardSentence({ tuning: { ...tuning, blocked: {} } })).toBeUndefined();
  expect(guardSentence({})).toBeUndefined();
});

test('a run without guards warns of it', () => {
  expect(runWarnings({ plan: { ...RUN_VIEW.plan, guards: false } })).toEqual([
    'the guards were off (--no-guards): nothing but pin, bounds and late iteration reviewed a change',
  ]);
  expect(runWarnings(RUN_VIEW)).toEqual([]);
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
  expect(runWarnings(replay(SOUND))).toEqual([]);
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
  expect(runWarnings(doubtful)).toEqual([
    'only what lies before the cut was used: a.gz stops',
    'the recording has gaps=1',
    'the recording has garbage_lines=2',
    'the rebuilt book does not end where the recorded book ticker does',
  ]);
  expect(runWarnings(replay({ ...SOUND, book_valid: false, final_best_equals_ticker: false }))).toEqual([
    'the rebuilt book is not valid at the end of the recording',
  ]);
});
