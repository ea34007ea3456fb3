import { expect, test } from 'vitest';
import { restBeforeExit } from './rest-before-exit.ts';

/** `work`: what the threads use of the processor in each tick; nothing behind its end. */
async function ticksOf(work: (tick: number) => number): Promise<number> {
  let [used, ticks] = [0, 0];
  await restBeforeExit(
    () => used,
    async () => {
      used += work(ticks);
      ticks += 1;
    },
  );
  return ticks;
}

test('a process at rest ends after two looks', async () => {
  expect(await ticksOf(() => 100)).toBe(2);
});

test('one whose compilers work is waited for, and a pause in their work is not taken for its end', async () => {
  const work = [5_000, 5_000, 0, 5_000, 4_000];
  expect(await ticksOf((tick) => work[tick] ?? 0)).toBe(work.length + 2);
});

test('one that never rests ends all the same', async () => {
  expect(await ticksOf(() => 10_000)).toBe(400);
});
