import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeDisk } from '../../files/node-disk.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { readRotationLog, RotationLog } from './rotation-log.ts';
import type { RotationLogLine } from './rotation-log.ts';

const inFolder = useTemporaryFolder();

function trimmed(through: number, reason = 'too many'): RotationLogLine {
  const removed = { from: through, through };
  return { event: 'removed_iterations', run: 'run', reason, removed, files: 2, bytes_before: 100, bytes_after: 0 };
}

function log(at = '2026-01-01T00:00:00.000Z'): RotationLog {
  return new RotationLog(nodeDisk, inFolder(), () => at);
}

const path = (): string => inFolder('rotation/ROTATION_LOG.jsonl');

it('gives way to a new one once it is full, and of those that were full keeps one', () => {
  const long = 'x'.repeat(100_000);
  const written = log();
  for (let through = 1; through <= 30; through += 1) written.note(trimmed(through, long));
  expect(readdirSync(inFolder('rotation')).toSorted()).toEqual(['ROTATION_LOG.jsonl', 'ROTATION_LOG.older.jsonl']);
  const sizes = readdirSync(inFolder('rotation')).map((name) => statSync(inFolder('rotation', name)).size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000);
  const newest = [inFolder('rotation/ROTATION_LOG.older.jsonl'), path()].flatMap((one) =>
    readRotationLog(nodeDisk, one),
  );
  expect(newest.at(-1)).toEqual(trimmed(30, long));
  expect(newest.map(({ removed }) => removed?.through)).toEqual(newest.map((_, index) => 31 - newest.length + index));
});

it('tells how far a run was trimmed, also where the line stands in the older one', () => {
  log().note(trimmed(7));
  log().note({ ...trimmed(9), run: 'other' });
  expect([log().removedThrough('run'), log().removedThrough('other'), log().removedThrough('none')]).toEqual([7, 9, 0]);
  for (let turn = 0; turn < 10; turn += 1) log().note({ ...trimmed(1, 'x'.repeat(100_000)), run: 'third' });
  expect(readRotationLog(nodeDisk, path()).filter(({ run }) => run === 'run')).toEqual([]);
  expect(log().removedThrough('run')).toBe(7);
});

it('leaves out a line that a crash damaged or cut off, and goes on behind it', () => {
  log().note(trimmed(1));
  appendFileSync(path(), readFileSync(path(), 'utf8').replace('"files":2', '"files":3'));
  appendFileSync(path(), '{"begun');
  log().note(trimmed(2));
  expect(readRotationLog(nodeDisk, path())).toEqual([trimmed(1), trimmed(2)]);
});

it('says the same at another time, but for the time', () => {
  log('2026-01-01T00:00:00.000Z').note(trimmed(1));
  log('2027-01-01T00:00:00.000Z').note(trimmed(1));
  const [one = '', other] = readFileSync(path(), 'utf8').split('\n');
  expect(other).toBe(one.replace('2026', '2027'));
});

it('takes lines of two writers', () => {
  const [one, other] = [log(), log()];
  for (const through of [1, 3, 5]) {
    one.note(trimmed(through));
    other.note(trimmed(through + 1));
  }
  expect(readRotationLog(nodeDisk, path()).map(({ removed }) => removed?.through)).toEqual([1, 2, 3, 4, 5, 6]);
});
