// A run that takes files away as it goes, on a disk on which others lie: it trims its own iterations, brings the folder under its budget by
// removing one run and compressing another, finds the disk full in its third iteration, gives back its reserve, ends, and goes on.

import { gunzipSync } from 'node:zlib';
import { readRunRecord } from '../../src/artifacts/read-run.ts';
import { ResumableRun } from '../../src/artifacts/resumable-run.ts';
import { rotateFolder } from '../../src/artifacts/rotation/rotate-folder.ts';
import { ROTATION_POLICY } from '../../src/artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../../src/artifacts/rotation/rotation-policy.ts';
import { readRotationLog } from '../../src/artifacts/rotation/rotation-log.ts';
import { RunRotation } from '../../src/artifacts/rotation/run-rotation.ts';
import { surveyFolder } from '../../src/artifacts/rotation/survey-folder.ts';
import { DiskError } from '../../src/files/disk.ts';
import type { Disk } from '../../src/files/disk.ts';
import { writeDurably } from '../../src/files/write-durably.ts';
import { canonicalJson } from '../../src/json/canonical.ts';
import { FakeTarget } from '../../src/soak/fake-target.fixture.ts';
import { resumeSoak, runSoak } from '../../src/soak/runner.ts';
import type { SoakEvent } from '../../src/soak/soak-host.ts';
import { RISKY, TestHost } from '../../src/soak/soak.fixture.ts';
import { Failure } from '../../src/std/failure.ts';
import type { CrashDisk } from './crash-disk.ts';
import { contentOf as contentOfRun, DEAD_PID, emptyDisk, isOver, PLAN } from './crash-run.ts';
import type { Content, CrashScenario } from './crash-scenario.ts';
import { methodsOf } from './wrapped-disk.ts';

const OUT = '/out';
const FOLDER = `${OUT}/runs/run`;
const LOG = `${OUT}/rotation/ROTATION_LOG.jsonl`;
const NOW_MS = Date.UTC(2026, 0, 2);

/** A verdict that rests on the last iteration alone, so that all before it may go. */
const ROTATING_PLAN = {
  ...PLAN,
  policy: { ...PLAN.policy, last_iterations: 1 },
};

const POLICY: RotationPolicy = {
  ...ROTATION_POLICY,
  keep_iterations: 1,
  // This run and those of before but the oldest, whose files are older than a week because on this disk no time passes.
  keep_runs: 3,
  keep_days: 0,
  keep_free_bytes: 0,
  // Held as it ends.
  pinned: ['run'],
};

/** What the run may add before the folder is over its budget: its first iteration is more, and the whole run less than that and the oldest run. */
const ROOM_BYTES = 20_000;

/** Of before, oldest first: one that goes, one that is compressed, one that no rotation touches. */
const BEFORE = ['old', 'packed', 'baseline'] as const;

const FOREIGN = [`${OUT}/mine.txt`, `${OUT}/runs/packed/notes.txt`] as const;

export const ROTATING_RUN: CrashScenario = {
  iterations: ROTATING_PLAN.iterations,
  firstDisk: async () => (await firstDisk()).afterKill(),
  live,
  contentOf,
  checkImage,
};

let made: Promise<CrashDisk> | undefined;

function firstDisk(): Promise<CrashDisk> {
  made ??= makeFirstDisk();
  return made;
}

let budgetBytes = 0;
let first: ReadonlyMap<string, Uint8Array> = new Map();

async function makeFirstDisk(): Promise<CrashDisk> {
  const disk = emptyDisk();
  for (const [index, runId] of BEFORE.entries()) {
    const at = new Date(NOW_MS - (BEFORE.length - index) * 86_400_000).toISOString();
    const host = Object.assign(new TestHost(OUT, runId, at), { disk, pid: DEAD_PID, wallClock: () => at });
    await runSoak({ ...ROTATING_PLAN, iterations: 1 }, new FakeTarget({ ...RISKY, seed: index }), host);
  }
  writeDurably(disk, `${OUT}/runs/baseline/BASELINE`, '');
  for (const path of FOREIGN) writeDurably(disk, path, 'mine');
  for (const folder of [OUT, `${OUT}/runs`, ...BEFORE.map((run) => `${OUT}/runs/${run}`)]) disk.syncFolder(folder);
  disk.changes = 0;
  budgetBytes = surveyFolder(disk, OUT).bytes + ROOM_BYTES;
  const paths = BEFORE.flatMap((run) => disk.list(`${OUT}/runs/${run}`).map((name) => `${OUT}/runs/${run}/${name}`));
  first = new Map([...paths, FOREIGN[0]].map((path) => [path, disk.readFile(path)]));
  return disk;
}

async function live(disk: Disk, onEvent: (event: SoakEvent) => void = () => undefined): Promise<void> {
  if (disk.entryAt(`${FOLDER}/run.json`) === undefined) await beginUntilFull(disk, onEvent);
  if (!isOver(disk, FOLDER)) {
    const host = hostOn(disk, onEvent);
    await resumeSoak(ResumableRun.open(host, FOLDER), new FakeTarget(RISKY), host, []);
  }
  rotateFolder(placeOf(disk), policy());
}

function policy(): RotationPolicy {
  return { ...POLICY, budget_bytes: budgetBytes };
}

function placeOf(disk: Disk): Parameters<typeof rotateFolder>[0] {
  return { disk, out: OUT, pid: DEAD_PID, nowMs: NOW_MS, wallClock };
}

function wallClock(): string {
  return '2026-01-01T00:00:00.000Z';
}

function hostOn(disk: Disk, onEvent: (event: SoakEvent) => void): TestHost {
  const rotationHost = { disk, pid: DEAD_PID, nowMs: () => NOW_MS, wallClock, onRotated: () => undefined };
  const housekeeping = new RunRotation(rotationHost, policy());
  const process = { disk, pid: DEAD_PID, onEvent, wallClock, housekeeping, reserveBytes: 1000 };
  return Object.assign(new TestHost(OUT), process);
}

/** The disk takes nothing new from the third iteration's summary on, until the reserve is given back. */
async function beginUntilFull(disk: Disk, onEvent: (event: SoakEvent) => void): Promise<void> {
  let isReached = false;
  const refuseWhenFull = (path: string): void => {
    isReached ||= path.includes('ITER_SUMMARY_3');
    if (isReached && disk.entryAt(`${FOLDER}/journal.jsonl.reserve`) !== undefined) throw new DiskError('ENOSPC', path);
  };
  const full: Disk = {
    ...methodsOf(disk),
    create(path) {
      refuseWhenFull(path);
      return disk.create(path);
    },
  };
  try {
    await runSoak(ROTATING_PLAN, new FakeTarget(RISKY), hostOn(full, onEvent));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'disk') throw error;
    return;
  }
  throw new Error('the disk was never full');
}

/**
 * The run as it would be without others, what rotation may not touch, the compressed run as what it was, and of the log each line that the run's
 * own trimming owes. Of a removed run nothing but its lock.
 */
function contentOf(disk: Disk): Content {
  const others = [...first].flatMap(([path, bytes]) => {
    if (path.startsWith(`${OUT}/runs/old/`)) return [];
    const isPacked = disk.entryAt(`${path}.gz`) !== undefined;
    const found = storedAt(disk, path) ?? new Uint8Array();
    const state = isPacked ? ' packed' : '';
    return [[path, `${Buffer.from(found).equals(bytes) ? 'as before' : 'another'}${state}`] as const];
  });
  const unknown = ['packed', 'baseline'].flatMap((run) => {
    const paths = namesIn(disk, `${OUT}/runs/${run}`).map((name) => `${OUT}/runs/${run}/${name}`);
    return paths.filter((path) => !first.has(path.replace(/\.gz$/u, ''))).map((path) => [path, 'unknown'] as const);
  });
  const old = disk.entryAt(`${OUT}/runs/old`) === undefined ? [] : namesIn(disk, `${OUT}/runs/old`);
  const trimmed = readRotationLog(disk, LOG).filter(({ run }) => run === 'run');
  return new Map([...contentOfRun(disk), ...others, ...unknown, ['old', old.join()], ['log', canonicalJson(trimmed)]]);
}

function namesIn(disk: Disk, folder: string): readonly string[] {
  return disk.list(folder).filter((name) => !/^\.?run\.lock/u.test(name));
}

/** As its reader gets it; undefined where it is lost. */
function storedAt(disk: Disk, path: string): Uint8Array | undefined {
  if (disk.entryAt(path) !== undefined) return disk.readFile(path);
  if (disk.entryAt(`${path}.gz`) === undefined) return undefined;
  try {
    return gunzipSync(disk.readFile(`${path}.gz`));
  } catch {
    return undefined;
  }
}

/** Every file of before is there with its content, or the log says that its run is being removed. */
function checkImage(disk: Disk): void {
  const announced = readRotationLog(disk, LOG).some(({ event, run }) => event === 'removing_run' && run === 'old');
  for (const [path, bytes] of first) {
    const found = storedAt(disk, path);
    if (found !== undefined && Buffer.from(found).equals(bytes)) continue;
    if (path.startsWith(`${OUT}/runs/old/`) && announced) continue;
    throw new Error(`${path} is lost, and nothing says why`);
  }
}

/** What the undisturbed run did, for a test to know that there was something to explore. */
export async function rotationsOfUndisturbedRun(): Promise<{
  readonly events: readonly string[];
  readonly endings: readonly string[];
  readonly removed: readonly string[];
}> {
  const disk = await ROTATING_RUN.firstDisk();
  const removed: string[] = [];
  const endings: string[] = [];
  const watching: Disk = {
    ...methodsOf(disk),
    remove(path) {
      removed.push(path);
      disk.remove(path);
    },
  };
  await live(watching, (event) => {
    if (event.kind === 'run_ended') endings.push(event.result.reason);
  });
  readRunRecord(disk, FOLDER);
  const events = readRotationLog(disk, LOG).map(({ event }) => event);
  return { events, endings, removed };
}
