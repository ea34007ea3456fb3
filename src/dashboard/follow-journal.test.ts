import { appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { storeRun } from '../artifacts/stored-run.fixture.ts';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { useTemporaryFolder } from '../files/temporary-folder.fixture.ts';
import { JournalFollower } from './follow-journal.ts';

const inFolder = useTemporaryFolder();
let lines: readonly string[] = [];
let path = '';
let told: string[] = [];
let parts = 0;
let follower: JournalFollower;

beforeEach(() => {
  const folder = storeRun(inFolder('soak'), 'a', { iterations: 3 });
  lines = readFileSync(`${folder}/journal.jsonl`, 'utf8').split(/(?<=\n)/u);
  path = inFolder('journal.jsonl');
  told = [];
  parts = 0;
  const disk: Disk = {
    ...nodeDisk,
    readPart(...asked) {
      parts += 1;
      return nodeDisk.readPart(...asked);
    },
  };
  follower = new JournalFollower(disk, path);
});

function poll(): Promise<boolean> {
  return follower.poll({
    restart: () => told.push('restart'),
    line: ({ record }) => told.push(record.kind),
  });
}

test('a journal that is not there tells nothing, and is followed once it is', async () => {
  expect(await poll()).toBe(false);
  writeFileSync(path, lines[0] ?? '');
  expect(await poll()).toBe(true);
  expect(told).toEqual(['run_started']);
});

test('each line is told once, as it comes', async () => {
  writeFileSync(path, lines.slice(0, 2).join(''));
  await poll();
  expect(await poll()).toBe(false);
  appendFileSync(path, lines.slice(2).join(''));
  expect(await poll()).toBe(true);
  expect(told).toEqual([
    'run_started',
    'iteration_completed',
    'iteration_completed',
    'iteration_completed',
    'run_ended',
  ]);
});

test('a last line that is only begun counts once it is whole', async () => {
  const second = lines[1] ?? '';
  writeFileSync(path, `${lines[0] ?? ''}${second.slice(0, 40)}`);
  await poll();
  expect(told).toEqual(['run_started']);
  appendFileSync(path, second.slice(40));
  await poll();
  expect(told).toEqual(['run_started', 'iteration_completed']);
});

test('nothing is read while nothing comes, also where a line is only begun', async () => {
  writeFileSync(path, `${lines[0] ?? ''}${(lines[1] ?? '').slice(0, 40)}`);
  await poll();
  expect(parts).toBeGreaterThan(0);
  parts = 0;
  await poll();
  await poll();
  expect(parts).toBe(0);
});

test('a resume that cuts off a begun line is followed', async () => {
  const [first = '', second = ''] = lines;
  writeFileSync(path, `${first}${second.slice(0, 40)}`);
  await poll();
  truncateSync(path, Buffer.byteLength(first));
  appendFileSync(path, second);
  await poll();
  expect(told).toEqual(['run_started', 'iteration_completed']);
});

test('a journal that was replaced is told from its start', async () => {
  writeFileSync(path, lines.join(''));
  await poll();
  told = [];
  writeFileSync(inFolder('other'), lines.slice(0, 2).join(''));
  renameSync(inFolder('other'), path);
  expect(await poll()).toBe(true);
  expect(told).toEqual(['restart', 'run_started', 'iteration_completed']);
});

test('damage that no crash explains is refused by file and line, at every poll', async () => {
  writeFileSync(path, lines.join('').replace('"kpi_verdict":"NO_DATA"', '"kpi_verdict":"PASS"'));
  await expect(poll()).rejects.toThrow(/journal\.jsonl, line 2: its record does not match its hash/u);
  await expect(poll()).rejects.toThrow(/line 2/u);
});

test('a line that goes on where the one before it was cut off elsewhere is refused', async () => {
  writeFileSync(path, lines[0] ?? '');
  await poll();
  appendFileSync(path, lines.slice(2).join(''));
  await expect(poll()).rejects.toThrow(/line 2: it says that it is line 3/u);
});
