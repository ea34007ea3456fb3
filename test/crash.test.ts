// Nothing acknowledged is lost, at whatever operation a run dies. `npm run crash` explores second crashes, in the midst of the resume, too,
// and meets every operation with every fault; the ordinary tests take single crashes and every seventh operation.

import { describe, expect, it } from 'vitest';
import { faultyDisk } from '../src/files/faulty-disk.fixture.ts';
import { Failure } from '../src/std/failure.ts';
import { noteCrashFacts } from './crash-summary.ts';
import { contentOf, emptyDisk, live, PLAIN_RUN, PLAN } from './crash/crash-run.ts';
import { firstDifference } from './crash/crash-scenario.ts';
import { explore } from './crash/explore.ts';
import { FAULTS, passOfFaults } from './crash/faults.ts';
import { PLANTED_MISTAKES } from './crash/planted-mistakes.ts';
import { ROTATING_RUN, rotationsOfUndisturbedRun } from './crash/rotating-run.ts';
import { ROTATION_MISTAKES } from './crash/rotation-mistakes.ts';

const ALL = process.env['PLIMSOLL_CRASH'] === 'all';
/** With rotation two crashes leave some million disks, so of those that the first leaves one in so many is crashed upon again. */
const EVERY = 16;
const HOURS_MS = 5 * 3600 * 1000;

function told(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe(`a run of ${PLAN.iterations} iterations`, () => {
  it(
    `goes on to the same bytes from every disk that ${ALL ? 'two crashes' : 'a crash'} may leave`,
    async () => {
      const { operations, built, images, failures } = await explore(PLAIN_RUN, ALL ? 2 : 1);
      told(
        `crash explorer: ${operations} operations, ${built} disks, ${images} different ones taken up, ${failures.length} failures`,
      );
      noteCrashFacts({ built, images });
      expect(failures).toEqual([]);
      expect(images).toBeGreaterThan(300);
    },
    HOURS_MS,
  );

  it.each(Object.entries(PLANTED_MISTAKES))(
    'does not where a mistake is planted: %s',
    async (mistake, wrap) => {
      // It shows in a crash alone, except for bytes that were never written.
      const shows = mistake === 'one write call without a loop';
      expect((await explore(PLAIN_RUN, 0, { wrap })).failures).toHaveLength(shows ? 1 : 0);
      const { images, failures } = await explore(PLAIN_RUN, 1, { wrap });
      told(`planted mistake "${mistake}": caught among ${images} different disks`);
      expect(failures).toHaveLength(1);
      noteCrashFacts({ mistakes: 1 });
    },
    HOURS_MS,
  );

  it.each([64, 1000, 5000])('takes a disk that writes at most %i bytes at a time', async (mostBytes) => {
    const [sound, short] = [emptyDisk(), emptyDisk()];
    await live(sound);
    await live(faultyDisk({ mostBytes }, short));
    expect(firstDifference(contentOf(short), contentOf(sound))).toBeUndefined();
  });

  it.each(Object.entries(FAULTS))(
    'survives %s',
    async (fault, faultAt) => {
      const { runs, ended, failures } = await passOfFaults(faultAt, ALL ? 1 : 7);
      noteCrashFacts({ faultRuns: runs });
      told(`${fault}: ${runs} runs, ${ended} ended by it, ${failures.length} failures`);
      expect(failures).toEqual([]);
      expect(ended).toBeGreaterThan(0);
    },
    HOURS_MS,
  );

  it('lets no second process in, and ends as if nobody had tried', async () => {
    const [sound, disk] = [emptyDisk(), emptyDisk()];
    await live(sound);
    const refusals: unknown[] = [];
    const attempts: Promise<unknown>[] = [];
    await live(
      disk,
      (event) => {
        if (event.kind !== 'iteration_completed') return;
        attempts.push(live(disk, undefined, process.pid).catch((error: unknown) => refusals.push(error)));
      },
      process.pid,
    );
    await Promise.all(attempts);
    expect(refusals.length).toBeGreaterThanOrEqual(PLAN.iterations - 1);
    expect(refusals.every((error) => error instanceof Failure && error.code === 'usage')).toBe(true);
    expect(firstDifference(contentOf(disk), contentOf(sound))).toBeUndefined();
  });
});

describe('a run that trims itself, removes and compresses others, and finds the disk full', () => {
  it('does all of that when nobody disturbs it, and ends as one that never found the disk full', async () => {
    const { events, endings, removed } = await rotationsOfUndisturbedRun();
    expect(events).toEqual([
      'removing_run',
      'removed_run',
      'compressed',
      'compressed',
      'removed_iterations',
      'removed_iterations',
      'removed_iterations',
    ]);
    expect(endings).toEqual(['disk_full', 'completed']);
    // Given back once for want of room, and once at the end.
    expect(removed.filter((path) => path.endsWith('journal.jsonl.reserve'))).toHaveLength(2);
  });

  it(
    `loses nothing and goes on to the same bytes from every disk that ${ALL ? 'two crashes' : 'a crash'} may leave`,
    async () => {
      const { operations, built, images, failures } = await explore(ROTATING_RUN, ALL ? 2 : 1, { every: EVERY });
      told(
        `crash explorer with rotation: ${operations} operations, ${built} disks, ${images} different ones taken up, ${failures.length} failures`,
      );
      noteCrashFacts({ built, images });
      expect(failures).toEqual([]);
      expect(images).toBeGreaterThan(700);
    },
    HOURS_MS,
  );

  it.each(Object.entries(ROTATION_MISTAKES))(
    'does not where a mistake is planted: %s',
    async (mistake, wrap) => {
      // It shows without a crash where nobody looks at what was written.
      const shows = mistake === 'compressed copy not read back';
      expect((await explore(ROTATING_RUN, 0, { wrap })).failures).toHaveLength(shows ? 1 : 0);
      const { images, failures } = await explore(ROTATING_RUN, 1, { wrap });
      told(`planted mistake "${mistake}": caught among ${images} different disks`);
      expect(failures).toHaveLength(1);
      noteCrashFacts({ mistakes: 1 });
    },
    HOURS_MS,
  );
});
