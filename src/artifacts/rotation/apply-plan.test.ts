import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultyDisk } from '../../files/faulty-disk.fixture.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { acquireRunLock } from '../../files/run-lock.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import type { Disk } from '../../files/disk.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { readRun, verifyArtifacts } from '../read-run.ts';
import type { StoredRun } from '../read-run.ts';
import { storeRun } from '../stored-run.fixture.ts';
import { applyPlan } from './apply-plan.ts';
import type { AppliedStep } from './apply-plan.ts';
import { planPath, readPlan, sealPlan, writePlan } from './plan-file.ts';
import { planRotation } from './plan-rotation.ts';
import { rotateFolder } from './rotate-folder.ts';
import type { RotationPlan } from './rotation-plan.ts';
import { ROTATION_POLICY } from './rotation-policy.ts';
import type { RotationPolicy } from './rotation-policy.ts';
import { surveyFolder } from './survey-folder.ts';

const inFolder = useTemporaryFolder();
/** After everything that the tests make. */
const NOW_MS = Date.UTC(2100, 0, 1);
const DAY_MS = 86_400_000;
const AT = '2099-12-30T00:00:00.000Z';

function planOf(changes: Partial<RotationPolicy> = {}, disk: Disk = nodeDisk): RotationPlan {
  const policy = { ...ROTATION_POLICY, compress_after_days: 100_000, keep_free_bytes: 0, ...changes };
  const decision = planRotation(surveyFolder(disk, inFolder()), policy, NOW_MS);
  return sealPlan(disk, inFolder(), decision, { policy, nowMs: NOW_MS });
}

function place(disk: Disk = nodeDisk): Parameters<typeof applyPlan>[0] {
  return { disk, out: inFolder(), pid: process.pid, nowMs: NOW_MS, wallClock: () => '2100-01-01T00:00:00.000Z' };
}

function apply(plan: RotationPlan, disk: Disk = nodeDisk): readonly AppliedStep[] {
  return applyPlan(place(disk), plan);
}

function verified(folder: string): StoredRun {
  const stored = readRun(nodeDisk, folder);
  verifyArtifacts(nodeDisk, stored);
  return stored;
}

function summariesIn(folder: string): readonly number[] {
  const numbers = readdirSync(folder).flatMap((name) => /^ITER_SUMMARY_(\d+)\.json/u.exec(name)?.[1] ?? []);
  return numbers.map(Number).toSorted((one, other) => one - other);
}

function log(): readonly string[] {
  return readFileSync(inFolder('rotation/ROTATION_LOG.jsonl'), 'utf8').trimEnd().split('\n');
}

describe('a run of 150 iterations', () => {
  it('keeps exactly the newest 100 by number, and is read as what it is', () => {
    const folder = storeRun(inFolder(), 'long', { iterations: 150, at: AT });
    expect(apply(planOf()).map(({ outcome }) => outcome)).toEqual(['done']);
    expect(summariesIn(folder)).toEqual(Array.from({ length: 100 }, (_, index) => index + 51));
    const stored = verified(folder);
    expect(stored.completed).toBe(150);
    expect(stored.removed).toEqual({ from: 1, through: 50 });
    expect(stored.summaries.map(({ iteration }) => iteration)).toEqual(summariesIn(folder));
    expect(planOf().steps).toEqual([]);
  });

  it('hides nothing behind what rotation removed', () => {
    const folder = storeRun(inFolder(), 'long', { iterations: 12, at: AT });
    apply(planOf({ keep_iterations: 9 }));
    expect(verified(folder).removed).toEqual({ from: 1, through: 3 });
    const kept = join(folder, 'ITER_SUMMARY_4.json');
    renameSync(kept, inFolder('taken'));
    expect(() => verified(folder)).toThrow('ITER_SUMMARY_4.json');
    renameSync(inFolder('taken'), kept);
    const explained = join(folder, 'ROTATION.json');
    writeFileSync(explained, canonicalDocument({ format: 1, from: 1, through: 11 }));
    expect(() => verified(folder)).toThrow(/never does/u);
    writeFileSync(explained, canonicalDocument({ format: 1, from: 2, through: 3 }));
    expect(() => verified(folder)).toThrow(/never does/u);
    rmSync(explained);
    expect(() => verified(folder)).toThrow('ITER_SUMMARY_1.json');
  });

  it('is explained before the first file goes, and the rest goes the next time', () => {
    const folder = storeRun(inFolder(), 'long', { iterations: 12, at: AT });
    const plan = planOf({ keep_iterations: 9 });
    let removals = 0;
    const refuse = (operation: string): string | undefined => {
      if (operation === 'remove') removals += 1;
      // The lock's draft goes first, then two files of iterations.
      return operation === 'remove' && removals === 4 ? 'EIO' : undefined;
    };
    const [one] = apply(plan, faultyDisk({ refuse }));
    expect(one?.outcome).toBe('failed');
    expect(summariesIn(folder)).not.toHaveLength(9);
    expect(verified(folder).summaries).toHaveLength(9);
    apply(planOf({ keep_iterations: 9 }));
    expect(summariesIn(folder)).toHaveLength(9);
  });
});

describe('files of 8 days', () => {
  function aged(days: number): string {
    const folder = storeRun(inFolder(), `old-${days}`, { at: AT });
    const time = new Date(NOW_MS - days * DAY_MS);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), time, time);
    return folder;
  }

  it('are compressed, read back before the original goes, and readable as before', () => {
    const [old, young] = [aged(8), aged(6)];
    const before = verified(old);
    const applied = apply(planOf({ compress_after_days: 7 }));
    expect(applied.map(({ step, outcome }) => `${step.action} ${step.run} ${outcome}`)).toEqual(
      Array.from({ length: 4 }, () => 'compress old-8 done'),
    );
    expect(readdirSync(old).filter((name) => /ITER|FILLS/u.test(name))).toEqual([
      'FILLS_1.jsonl.gz',
      'FILLS_2.jsonl.gz',
      'ITER_SUMMARY_1.json.gz',
      'ITER_SUMMARY_2.json.gz',
    ]);
    expect(verified(old).summaries).toEqual(before.summaries);
    expect(readdirSync(young).filter((name) => name.endsWith('.gz'))).toEqual([]);
  });

  it('whose compressed copy is not what it should be keep their original', () => {
    const folder = aged(8);
    const plan = planOf({ compress_after_days: 7 });
    const damaging: Disk = {
      ...nodeDisk,
      readFile: (path) =>
        path.endsWith('.gz') ? nodeDisk.readFile(join(folder, 'run.json')) : nodeDisk.readFile(path),
    };
    expect(apply(plan, damaging).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => 'failed'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.gz'))).toEqual([]);
    expect(verified(folder).summaries).toHaveLength(2);
  });

  it('lose nothing wherever the compression is cut off', () => {
    const folder = aged(8);
    const plan = planOf({ compress_after_days: 7 });
    const content = verified(folder).summaries.map((one) => JSON.stringify(one));
    for (let at = 0; ; at += 1) {
      let reached = false;
      const refuse = (_: string, index: number): string | undefined => {
        reached ||= index === at;
        return index >= at ? 'EIO' : undefined;
      };
      try {
        apply(plan, faultyDisk({ refuse }));
      } catch {
        // A disk that refuses everything from some point on is what this is about.
      }
      expect(
        verified(folder).summaries.map((one) => JSON.stringify(one)),
        `cut off at ${at}`,
      ).toEqual(content);
      // What a killed process leaves for the next one to clear away.
      for (const name of readdirSync(folder).filter((one) => one.startsWith('.') || one === 'run.lock')) {
        rmSync(join(folder, name));
      }
      expect(at).toBeLessThan(500);
      if (!reached) break;
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.gz'))).toHaveLength(4);
  });

  it('that are damaged once they are compressed are refused by name', () => {
    const folder = aged(8);
    apply(planOf({ compress_after_days: 7 }));
    const path = join(folder, 'FILLS_1.jsonl.gz');
    writeFileSync(path, readFileSync(path).subarray(0, 20));
    expect(() => verified(folder)).toThrow('FILLS_1.jsonl.gz cannot be decompressed');
  });
});

describe('a folder over its budget', () => {
  const day = (number: number): string => `2099-12-${String(number).padStart(2, '0')}T00:00:00.000Z`;

  it('comes under it and touches no byte of what it may not', () => {
    storeRun(inFolder(), 'passed-before', { verdict: 'PASS', at: day(1) });
    storeRun(inFolder(), 'baseline', { verdict: 'INCONCLUSIVE', at: day(2) });
    storeRun(inFolder(), 'passed', { verdict: 'PASS', at: day(3) });
    storeRun(inFolder(), 'failed', { verdict: 'FAIL', at: day(4) });
    const running = storeRun(inFolder(), 'running', { at: day(5) });
    for (let number = 6; number <= 15; number += 1) storeRun(inFolder(), `other-${number}`, { at: day(number) });
    mkdirSync(inFolder('runs/no-run'));
    writeFileSync(inFolder('runs/no-run/data.bin'), 'x'.repeat(5000));
    writeFileSync(inFolder('runs/passed-before/notes.txt'), 'mine');
    writeFileSync(inFolder('elsewhere.txt'), 'mine too');
    symlinkSync(inFolder('elsewhere.txt'), inFolder('runs/other-6/ITER_SUMMARY_9.json'));
    const lock = acquireRunLock(nodeDisk, running, { pid: process.pid });
    const untouched = ['baseline', 'passed', 'failed', 'running', 'no-run'];
    const contentOf = (run: string): readonly string[] =>
      readdirSync(inFolder('runs', run)).map(
        (name) => `${name} ${readFileSync(inFolder('runs', run, name), 'latin1')}`,
      );
    const before = untouched.map(contentOf);
    const { bytes } = planOf();
    // Half of the folder is more than may not go: 4 of 15 runs.
    const budget = Math.round(bytes.now / 2);
    const rotated = rotateFolder(place(), {
      ...ROTATION_POLICY,
      baselines: ['baseline'],
      compress_after_days: 100_000,
      keep_free_bytes: 0,
      budget_bytes: budget,
    });
    expect(rotated.isOver).toBe(false);
    expect(rotated.bytes.now).toBeLessThanOrEqual(budget);
    expect(rotated.applied.length).toBeGreaterThan(0);
    expect(rotated.applied.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    expect(untouched.map(contentOf)).toEqual(before);
    lock.release();
    expect(readFileSync(inFolder('runs/passed-before/notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(inFolder('elsewhere.txt'), 'utf8')).toBe('mine too');
    expect(existsSync(inFolder('runs/other-15/run.json'))).toBe(true);
    for (const run of readdirSync(inFolder('runs'))) {
      if (existsSync(inFolder('runs', run, 'run.json'))) verified(inFolder('runs', run));
    }
  });

  it('says that it stays over it where nothing more may go', () => {
    storeRun(inFolder(), 'passed', { verdict: 'PASS', at: AT });
    expect(planOf({ budget_bytes: 100 })).toMatchObject({ over_budget: true, steps: [] });
  });

  it('takes the folder of a bot with its run', () => {
    const old = storeRun(inFolder(), 'old', { at: day(1) });
    storeRun(inFolder(), 'new', { at: day(2) });
    mkdirSync(join(old, 'bot/work/deep'), { recursive: true });
    writeFileSync(join(old, 'bot/events-1.jsonl'), '{}\n');
    writeFileSync(join(old, 'bot/work/deep/state.json'), '{}\n');
    expect(surveyFolder(nodeDisk, inFolder()).foreign).toEqual([]);
    apply(planOf({ keep_runs: 1, keep_days: 0 }));
    expect(readdirSync(inFolder('runs'))).toEqual(['new']);
  });

  it('loses runs even on a disk too full for a lock or a line of the log', () => {
    storeRun(inFolder(), 'old', { at: day(1) });
    storeRun(inFolder(), 'new', { at: day(2) });
    const plan = planOf({ keep_runs: 1, keep_days: 0 });
    let removed = false;
    const full = faultyDisk({
      refuse(operation) {
        removed ||= operation === 'removeFolder';
        return !removed && (operation === 'create' || operation === 'write') ? 'ENOSPC' : undefined;
      },
    });
    expect(apply(plan, full).map(({ outcome, why }) => [outcome, why])).toEqual([['done', undefined]]);
    expect(readdirSync(inFolder('runs')).filter((name) => name !== 'new')).toEqual([]);
    expect(log().map((line) => /"event":"(\w+)"/u.exec(line)?.[1])).toEqual(['removing_run', 'removed_run']);
  });
});

describe('a plan', () => {
  const GO = { keep_runs: 1, keep_days: 0 };

  function twoOld(): RotationPlan {
    storeRun(inFolder(), 'a', { at: '2099-12-01T00:00:00.000Z' });
    storeRun(inFolder(), 'b', { at: '2099-12-02T00:00:00.000Z' });
    storeRun(inFolder(), 'c', { at: '2099-12-03T00:00:00.000Z' });
    return planOf(GO);
  }

  it.each<[string, (file: string) => void, RegExp]>([
    ['changed', (file) => writeFileSync(file, 'x'.repeat(readFileSync(file).length)), /another content/u],
    ['longer', (file) => appendFileSync(file, ' '), /bytes by now/u],
    ['gone', (file) => rmSync(file), /not there any more/u],
    [
      'replaced',
      (file) => {
        writeFileSync(`${file}.new`, readFileSync(file));
        renameSync(`${file}.new`, file);
      },
      /another file by now/u,
    ],
    ['joined by another', (file) => writeFileSync(file.replace('_1', '_7'), 'x'), /was added/u],
  ])('that a file %s made stale is refused there, and goes on with the others', (_, change, why) => {
    const plan = twoOld();
    change(inFolder('runs/a/ITER_SUMMARY_1.json'));
    const [first, second] = apply(plan);
    expect(first).toMatchObject({ outcome: 'refused', step: { run: 'a' } });
    expect(first?.why).toMatch(why);
    expect(second).toMatchObject({ outcome: 'done', step: { run: 'b' } });
    expect(existsSync(inFolder('runs/a/run.json'))).toBe(true);
    expect(existsSync(inFolder('runs/b'))).toBe(false);
  });

  it('does not touch a run that is at work, pinned, or the last to pass by now', () => {
    const plan = twoOld();
    const lock = acquireRunLock(nodeDisk, inFolder('runs/a'), { pid: process.pid });
    writeFileSync(inFolder('runs/b/PINNED'), '');
    const why = apply(plan).map((one) => one.why);
    lock.release();
    expect(why).toEqual([
      'by now no plan touches the run: a process is at work in it',
      'by now no plan touches the run: pinned',
    ]);
    expect(existsSync(inFolder('runs/a/run.json'))).toBe(true);
  });

  it('leaves files of others, and so the folder that holds them, where they are', () => {
    storeRun(inFolder(), 'a', { at: '2099-12-01T00:00:00.000Z' });
    storeRun(inFolder(), 'b', { at: '2099-12-02T00:00:00.000Z' });
    writeFileSync(inFolder('runs/a/notes.txt'), 'mine');
    apply(planOf(GO));
    expect(readdirSync(inFolder('runs/a'))).toEqual(['notes.txt']);
  });

  it('comes back from its file as it was, and not where a byte of it was changed', () => {
    const plan = twoOld();
    const path = planPath(inFolder());
    writePlan(nodeDisk, inFolder(), path, plan);
    expect(readPlan(nodeDisk, path)).toEqual(plan);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"run": "a"', '"run": "c"'));
    expect(() => readPlan(nodeDisk, path)).toThrow('was changed after it was made');
  });

  it('of another folder, or of more than a day ago, is refused as a whole', () => {
    const plan = twoOld();
    expect(() => applyPlan({ ...place(), out: inFolder('runs') }, plan)).toThrow('the plan was made for');
    const late = { ...place(), nowMs: NOW_MS + DAY_MS + 1 };
    expect(() => applyPlan(late, plan)).toThrow('more than a day ago');
    expect(existsSync(inFolder('runs/a/run.json'))).toBe(true);
    expect(applyPlan({ ...place(), nowMs: NOW_MS + DAY_MS }, plan).map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
    ]);
  });

  it('writes the same log for the same folder, but for its time', () => {
    const plan = twoOld();
    apply(plan);
    expect(log().map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'removing_run', run: 'a' },
      { at: '2100-01-01T00:00:00.000Z', event: 'removed_run', plan_sha256: plan.plan_sha256, run: 'a', bytes_after: 0 },
      { event: 'removing_run', run: 'b' },
      { event: 'removed_run', run: 'b' },
    ]);
    appendFileSync(inFolder('rotation/ROTATION_LOG.jsonl'), '{"begun');
    apply(plan);
    expect(log()).toHaveLength(7);
    expect(log().at(-1)).toContain('the run is gone');
  });
});
