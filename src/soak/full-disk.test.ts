import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { undisturbed } from '../artifacts/journal-record.ts';
import { ResumableRun } from '../artifacts/resumable-run.ts';
import { ROTATION_POLICY } from '../artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../artifacts/rotation/rotation-policy.ts';
import { RunRotation } from '../artifacts/rotation/run-rotation.ts';
import { faultyDisk } from '../files/faulty-disk.fixture.ts';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { Failure } from '../std/failure.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { resumeSoak, runSoak } from './runner.ts';
import type { SoakResult } from './soak-host.ts';
import { failureOf, filesOf, inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from './soak.fixture.ts';

const PLAN = quickPlan({ iteration_us: 12_000_000 });
const RESERVE_BYTES = 262_144;

function hostOn(disk: Disk, out: string, policy: Partial<RotationPolicy> = {}): TestHost {
  const host = Object.assign(new TestHost(out), { disk, reserveBytes: RESERVE_BYTES });
  const { pid } = host;
  const wallClock = (): string => '2026-01-01T00:00:00.000Z';
  const rotation = new RunRotation(
    { disk, pid, nowMs: () => Date.now(), wallClock, onRotated: () => undefined },
    { ...ROTATION_POLICY, keep_free_bytes: 0, ...policy },
  );
  return Object.assign(host, { housekeeping: rotation });
}

function begin(out: string, { disk = nodeDisk, policy = {}, plan = PLAN }: BeginOptions = {}): Promise<SoakResult> {
  return runSoak(plan, new FakeTarget(RISKY), hostOn(disk, out, policy));
}

interface BeginOptions {
  readonly disk?: Disk;
  readonly policy?: Partial<RotationPolicy>;
  readonly plan?: typeof PLAN;
}

function resume(out: string, { policy = {} }: BeginOptions = {}): Promise<SoakResult> {
  const host = hostOn(nodeDisk, out, policy);
  return resumeSoak(ResumableRun.open(host, join(out, 'runs/run')), new FakeTarget(RISKY), host, []);
}

/** All but what tells of the wall clock and of having stopped. */
function contentOf(out: string): ReadonlyMap<string, string> {
  const folder = join(out, 'runs/run');
  const content = new Map([...filesOf(folder)].filter(([name]) => !/^(?:journal\.jsonl.*|run\.json)$/u.test(name)));
  const records = [...undisturbed(readBack(folder).journal.lines())].map(({ record }) => record);
  return content.set('journal.jsonl', JSON.stringify(records));
}

describe('a soak whose disk fills up', () => {
  it('ends resumable whatever it was writing, with all that it had, and goes on to the undisturbed bytes', () =>
    inTemporaryFolder(async (folder) => {
      await begin(join(folder, 'whole'));
      const expected = contentOf(join(folder, 'whole'));
      let ends = 0;
      for (let at = 40; ; at += 13) {
        const out = join(folder, `full-${at}`);
        let reached = false;
        // Full from there on, and until the reserve is given back.
        const refuse = (operation: string, index: number): string | undefined => {
          reached ||= index >= at && hasReserve(out);
          return reached && hasReserve(out) && (operation === 'create' || operation === 'write') ? 'ENOSPC' : undefined;
        };
        const failure = await outcomeOf(begin(out, { disk: faultyDisk({ refuse }) }));
        if (!reached) break;
        if (failure !== undefined) {
          expect(failure.code, `full at ${at}`).toBe('disk');
          // Before its first record the run has nothing that could end.
          if (statSync(join(out, 'runs/run/journal.jsonl')).size > 0) {
            const { ended, completed } = readBack(join(out, 'runs/run'));
            expect(ended?.record.reason, `full at ${at}`).toBe('disk_full');
            expect(readdirSync(join(out, 'runs/run')).filter((name) => name.includes(`_${completed + 1}.`))).toEqual(
              [],
            );
            // No document tells of an iteration that does not count.
            expect(filesOf(join(out, 'runs/run')).get('TUNING_STATE.json')).toContain(`"iteration": ${completed},`);
            ends += 1;
          }
          await resume(out);
        }
        expect(contentOf(out), `full at ${at}`).toEqual(expected);
        rmSync(out, { recursive: true });
      }
      expect(ends).toBeGreaterThan(5);
    }));

  it('leaves no reserve behind where nothing was wrong', () =>
    inTemporaryFolder(async (folder) => {
      await begin(folder);
      expect(hasReserve(folder)).toBe(false);
    }));

  it('ends resumable where its budget is used up and nothing more may go', () =>
    inTemporaryFolder(async (folder) => {
      await begin(join(folder, 'whole'));
      const out = join(folder, 'small');
      const failure = await failureOf(begin(out, { policy: { budget_bytes: RESERVE_BYTES + 60_000 } }));
      expect(failure.message).toMatch(/more than their budget of \d+, and nothing more may go/u);
      expect(readBack(join(out, 'runs/run')).ended?.record.reason).toBe('disk_full');
      await resume(out);
      expect(contentOf(out)).toEqual(contentOf(join(folder, 'whole')));
    }));
});

async function outcomeOf(soak: Promise<SoakResult>): Promise<Failure | undefined> {
  try {
    await soak;
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function hasReserve(out: string): boolean {
  return existsSync(join(out, 'runs/run/journal.jsonl.reserve'));
}

describe('a soak at work', () => {
  it('keeps the files of its newest iterations alone, also across a resume, and is read as what it is', () =>
    inTemporaryFolder(async (folder) => {
      const plan = { ...PLAN, iterations: 20 };
      const policy = { keep_iterations: 9 };
      const host = hostOn(nodeDisk, folder, policy);
      host.stopAfter = (event) => event.kind === 'iteration_completed' && event.summary.iteration === 12;
      await runSoak(plan, new FakeTarget(RISKY), host);
      const summaries = (): readonly string[] =>
        readdirSync(join(folder, 'runs/run')).filter((name) => name.startsWith('ITER_SUMMARY'));
      expect(summaries()).toHaveLength(9);
      await resume(folder, { policy });
      expect(summaries()).toHaveLength(9);
      const stored = readBack(join(folder, 'runs/run'));
      expect(stored.summaries.map(({ iteration }) => iteration)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
      expect(stored).toMatchObject({ completed: 20, removed: { from: 1, through: 11 } });
    }));

  it('asks the disk the same number of things after each iteration, however many came before', () =>
    inTemporaryFolder(async (folder) => {
      const disk = faultyDisk();
      const counts: number[] = [];
      const host = hostOn(disk, folder, { keep_iterations: 9 });
      let before = 0;
      host.stopAfter = (event) => {
        if (event.kind === 'iteration_completed') {
          counts.push(disk.operations.length - before);
          before = disk.operations.length;
        }
        return false;
      };
      await runSoak({ ...PLAN, iterations: 40, tune: false }, new FakeTarget(RISKY), host);
      const late = counts.slice(15);
      expect(Math.max(...late) - Math.min(...late)).toBeLessThanOrEqual(12);
    }));
});

/** Why a disk of 4 MB cannot be made here; undefined where it can. */
function mountFault(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-mount-'));
  try {
    mount(folder);
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').join(' ') : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder], { stdio: 'pipe' });
}

const CANNOT_MOUNT = mountFault();
if (CANNOT_MOUNT !== undefined) process.stderr.write(`skipped, no small disk can be mounted: ${CANNOT_MOUNT}\n`);

it.skipIf(CANNOT_MOUNT !== undefined)(
  'a soak on a real disk that is too small for it ends resumable, and goes on once there is room',
  () =>
    inTemporaryFolder(async (folder) => {
      const plan = { ...PLAN, iterations: 40 };
      await begin(join(folder, 'whole'), { plan });
      const small = mkdtempSync(join(folder, 'small-'));
      mount(small);
      try {
        // What fills the disk is not Plimsoll's, and does not go by itself.
        const ballast = join(small, 'ballast');
        nodeDisk.close(nodeDisk.create(ballast));
        const file = nodeDisk.openToAppend(ballast);
        const { bavail, bsize } = statfsSync(small);
        nodeDisk.write(file, new Uint8Array(bavail * bsize - RESERVE_BYTES - 400_000));
        nodeDisk.close(file);
        const failure = await failureOf(begin(small, { plan }));
        expect(failure).toBeInstanceOf(Failure);
        expect(failure.message).toContain('ENOSPC');
        const stopped = readBack(join(small, 'runs/run'));
        expect(stopped.ended?.record.reason).toBe('disk_full');
        expect(stopped.completed).toBeGreaterThan(0);
        nodeDisk.remove(ballast);
        await resume(small);
        expect(contentOf(small)).toEqual(contentOf(join(folder, 'whole')));
      } finally {
        execFileSync('umount', [small], { stdio: 'pipe' });
      }
    }),
);
