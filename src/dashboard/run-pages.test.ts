import { expect, test } from 'vitest';
import { nodeDisk } from '../files/node-disk.ts';
import { FollowedRun } from './followed-run.ts';
import { RunPages } from './run-pages.ts';
import type { RunState } from './run-row.ts';

let nowMs = 0;
let built = 0;

function pages(tookMs: number): RunPages {
  nowMs = 0;
  built = 0;
  return new RunPages(
    () => {
      built += 1;
      nowMs += tookMs;
      return Promise.resolve({ json: String(built) });
    },
    () => nowMs,
  );
}

function runAt(revision: number, state: RunState): FollowedRun {
  const run = new FollowedRun(nodeDisk, 'a', '/nowhere/a');
  run.row = { ...run.row, revision, state };
  return run;
}

test('a page is made once for each state of its run', async () => {
  const held = pages(0);
  await held.of(runAt(1, 'running'));
  await held.of(runAt(1, 'running'));
  expect(built).toBe(1);
  await held.of(runAt(2, 'running'));
  expect(built).toBe(2);
});

test('the page of a run at work is made anew only after ten times as long as it took', async () => {
  const held = pages(1000);
  await held.of(runAt(1, 'running'));
  nowMs += 9000;
  expect(await held.of(runAt(2, 'running'))).toMatchObject({ revision: 1 });
  nowMs += 1000;
  expect(await held.of(runAt(2, 'running'))).toMatchObject({ revision: 2 });
});

test('the page of a run that ended is made at once', async () => {
  const held = pages(1000);
  await held.of(runAt(1, 'running'));
  expect(await held.of(runAt(2, 'completed'))).toMatchObject({ revision: 2 });
  expect(await held.of(runAt(2, 'completed'))).toMatchObject({ revision: 2 });
  expect(built).toBe(2);
});
