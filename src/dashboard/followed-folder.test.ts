import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { storeRun } from '../artifacts/stored-run.fixture.ts';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import { useTemporaryFolder } from '../files/temporary-folder.fixture.ts';
import { FollowedFolder } from './followed-folder.ts';
import type { RunRow } from './run-row.ts';

const inFolder = useTemporaryFolder();
let out = '';
let reads: string[] = [];
let folder: FollowedFolder;

beforeEach(() => {
  out = inFolder('soak');
  reads = [];
  const disk: Disk = {
    ...nodeDisk,
    readFile(path) {
      reads.push(path);
      return nodeDisk.readFile(path);
    },
    readPart(path, from, size) {
      reads.push(path);
      return nodeDisk.readPart(path, from, size);
    },
  };
  folder = new FollowedFolder({ disk, out });
});

async function rows(): Promise<readonly RunRow[]> {
  await folder.look();
  return folder.runs.map(({ row }) => row);
}

describe('a followed folder', () => {
  test('that is not there yet has no runs, and has them once it is', async () => {
    expect(await rows()).toEqual([]);
    storeRun(out, 'a');
    expect((await rows()).map(({ id }) => id)).toEqual(['a']);
  });

  test('tells of a finished run what its journal and documents say', async () => {
    storeRun(out, 'a', { iterations: 3, verdict: 'NO_DATA', at: '2026-01-02T00:00:00.000Z' });
    const [row] = await rows();
    expect(row).toMatchObject({
      id: 'a',
      state: 'completed',
      plan: { profile: 'steady_safe', iterations: 3, policy: 'soak' },
      course: { startedAt: '2026-01-02T00:00:00.000Z', completed: 3, resumes: 0 },
      verdict: { scope: 'run', verdict: 'NO_DATA' },
      verdicts: ['NO_DATA', 'NO_DATA', 'NO_DATA'],
    });
    expect(row?.kpis[0]).toMatchObject({ name: 'net_bps', absent: expect.stringContaining('') });
  });

  test('reads nothing of a run in which nothing moved', async () => {
    storeRun(out, 'a');
    await folder.look();
    expect(reads.length).toBeGreaterThan(0);
    reads = [];
    const before = folder.revision;
    await folder.look();
    await folder.look();
    expect(reads).toEqual([]);
    expect(folder.revision).toBe(before);
  });

  test('tells a run at work from one that was cut off by whether its lock is held', async () => {
    const run = storeRun(out, 'a', { iterations: 3 });
    const journal = join(run, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/u);
    writeFileSync(journal, lines.slice(0, 2).join(''));
    const lock = acquireRunLock(nodeDisk, run, { pid: process.pid });
    expect((await rows())[0]).toMatchObject({
      state: 'running',
      verdict: { scope: 'iteration' },
      course: { completed: 1 },
    });
    lock.release();
    expect((await rows())[0]).toMatchObject({ state: 'cut_off', course: { completed: 1 } });
    appendFileSync(journal, lines.slice(2).join(''));
    expect((await rows())[0]).toMatchObject({ state: 'completed', course: { completed: 3 } });
  });

  test('lets go of a run that was rotated away, and says since when', async () => {
    const run = storeRun(out, 'a');
    storeRun(out, 'b');
    await folder.look();
    const before = folder.revision;
    rmSync(run, { recursive: true });
    expect((await rows()).map(({ id }) => id)).toEqual(['b']);
    expect(folder.goneSince(before)).toEqual(['a']);
    expect(folder.goneSince(folder.revision)).toEqual([]);
  });

  test('shows a damaged run as unreadable, and the others as they are', async () => {
    const run = storeRun(out, 'a');
    storeRun(out, 'b');
    writeFileSync(join(run, 'KPI_GATE.json'), '{}\n');
    const shown = Object.fromEntries((await rows()).map(({ id, state, message }) => [id, { state, message }]));
    expect(shown['b']).toEqual({ state: 'completed', message: undefined });
    expect(shown['a']).toEqual({
      state: 'unreadable',
      message: expect.stringMatching(/KPI_GATE\.json does not match the journal/u),
    });
  });

  test('shows a run as unreadable whose journal holds what no version writes', async () => {
    const run = storeRun(out, 'a');
    writeFileSync(join(run, 'run.json'), '{\n  "format": 3\n}\n');
    expect((await rows())[0]).toMatchObject({
      state: 'unreadable',
      message: expect.stringContaining('no record of a run'),
    });
  });

  test('follows the newest runs where there are more than it may', async () => {
    for (const id of ['a', 'b', 'c']) storeRun(out, id);
    const few = new FollowedFolder({ disk: nodeDisk, out, mostRuns: 2 });
    await few.look();
    expect(few.runs).toHaveLength(2);
    expect(few.runsThere).toBe(3);
  });
});

describe('no path leaves the folder', () => {
  test('a link in place of a run is no run', async () => {
    storeRun(inFolder('elsewhere'), 'secret');
    mkdirSync(join(out, 'runs'), { recursive: true });
    symlinkSync(inFolder('elsewhere', 'runs', 'secret'), join(out, 'runs', 'linked'));
    expect(await rows()).toEqual([]);
  });

  test('a link in place of a document is not followed', async () => {
    const run = storeRun(out, 'a');
    renameSync(join(run, 'KPI_GATE.json'), inFolder('gate'));
    symlinkSync(inFolder('gate'), join(run, 'KPI_GATE.json'));
    expect((await rows())[0]).toMatchObject({ state: 'unreadable', message: expect.stringContaining('not followed') });
  });

  test.each(['../soak/runs/a', '..', '.', '', 'a/../a', 'a\0', '%2e%2e', '/etc/passwd'])('%j is no run', async (id) => {
    storeRun(out, 'a');
    await folder.look();
    expect(folder.run('a')).toBeDefined();
    expect(folder.run(id)).toBeUndefined();
  });
});
