// Disks that refuse instead of crashing: writes that take less than they are given, a full disk once and for good, a failing fsync, a folder
// that turns read-only, and two processes on one run. The run may end at any of them, and goes on to the same bytes once the disk is well.

import { faultyDisk } from '../../src/files/faulty-disk.fixture.ts';
import type { Faults, Operation } from '../../src/files/faulty-disk.fixture.ts';
import { Failure } from '../../src/std/failure.ts';
import type { CrashDisk } from './crash-disk.ts';
import { contentOf, emptyDisk, live } from './crash-run.ts';
import { firstDifference } from './crash-scenario.ts';

const CHANGING: ReadonlySet<Operation> = new Set([
  'create',
  'write',
  'truncate',
  'sync',
  'syncFolder',
  'rename',
  'link',
  'symlink',
  'remove',
  'makeFolder',
]);
const GROWING: ReadonlySet<Operation> = new Set(['create', 'write', 'link', 'symlink', 'makeFolder']);
const SYNCING: ReadonlySet<Operation> = new Set(['sync', 'syncFolder']);

/** By name: the fault that meets the `at`-th operation. */
export const FAULTS: { readonly [name: string]: (at: number) => Faults } = {
  'a disk that is full once': (at) => ({
    refuse: (operation, index) => errnoIf('ENOSPC', GROWING.has(operation) && index === at),
  }),
  'a disk that is full from then on': (at) => ({
    refuse: (operation, index) => errnoIf('ENOSPC', GROWING.has(operation) && index >= at),
  }),
  'an fsync that fails': (at) => ({
    refuse: (operation, index) => errnoIf('EIO', SYNCING.has(operation) && index === at),
  }),
  'a disk that turns read-only': (at) => ({
    refuse: (operation, index) => errnoIf('EROFS', CHANGING.has(operation) && index >= at),
  }),
};

function errnoIf(errno: string, meets: boolean): string | undefined {
  return meets ? errno : undefined;
}

export interface FaultPass {
  runs: number;
  /** Runs that the fault ended; the others never met it, or met it where nothing depends on it. */
  ended: number;
  readonly failures: string[];
}

/** Meets every `stride`-th operation of the run with the fault, then lets it go on with a disk that is well. */
export async function passOfFaults(faultAt: (at: number) => Faults, stride: number): Promise<FaultPass> {
  const sound = emptyDisk();
  const counting = faultyDisk({}, sound);
  await live(counting);
  const expected = contentOf(sound);
  const pass: FaultPass = { runs: 0, ended: 0, failures: [] };
  for (let at = 0; at < counting.operations.length; at += stride) {
    pass.runs += 1;
    const disk = emptyDisk();
    try {
      if (await endedBy(live(faultyDisk(faultAt(at), disk)))) pass.ended += 1;
      // What the machine still held in its memory is there, and what it had not synced may be gone with it.
      for (const after of [disk.afterKill(), lost(disk)]) {
        await live(after);
        const difference = firstDifference(contentOf(after), expected);
        if (difference !== undefined) throw new Error(difference);
      }
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      pass.failures.push(`operation ${at}, ${counting.operations[at]}: ${told}`);
    }
  }
  return pass;
}

function lost(disk: CrashDisk): CrashDisk {
  const [worst] = disk.afterCrash();
  if (worst === undefined) throw new Error('a crash leaves something');
  return worst;
}

/** True where a refusal of the disk ended the run; any other end of it is a mistake. */
async function endedBy(run: Promise<void>): Promise<boolean> {
  try {
    await run;
    return false;
  } catch (error) {
    // A run that never began says that its folder cannot be used.
    if (error instanceof Failure && (error.code === 'disk' || error.code === 'usage')) return true;
    throw error;
  }
}
