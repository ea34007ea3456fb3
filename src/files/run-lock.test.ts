import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure } from '../std/failure.ts';
import type { Disk } from './disk.ts';
import { failureOf } from './failure-of.fixture.ts';
import { faultyDisk } from './faulty-disk.fixture.ts';
import type { Operation } from './faulty-disk.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { identifyProcess } from './process-identity.ts';
import { acquireRunLock } from './run-lock.ts';
import type { RunLock } from './run-lock.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';

const inFolder = useTemporaryFolder();

/** Three processes that live as long as the test, and three that have ended. */
const [ALIVE, RIVAL, THIRD] = [process.pid, process.ppid, 1];
const [DEAD, DEAD_TOO, ALSO_DEAD] = [endedProcess(), endedProcess(), endedProcess()];

function endedProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

function ownerOf(folder: string): unknown {
  return JSON.parse(readFileSync(`${folder}/run.lock`, 'utf8')).pid;
}

/** Of the operations only their order is tested here, not a power cut, so that hundreds of cases need not wait for the disk. */
const unsyncedDisk: Disk = { ...nodeDisk, sync() {} };

/** `undefined` where another one has the lock; anything but that refusal is thrown. */
function attempt(folder: string, pid: number, disk: Disk = unsyncedDisk): RunLock | undefined {
  try {
    return acquireRunLock(disk, folder, { pid });
  } catch (error) {
    if (error instanceof Failure && error.code === 'usage') return undefined;
    throw error;
  }
}

describe('the lock of a folder', () => {
  it('is one file that names its owner, and is gone after release', () => {
    const lock = acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE });
    expect(readdirSync(inFolder())).toEqual(['run.lock']);
    const { token, ...owner } = JSON.parse(readFileSync(inFolder('run.lock'), 'utf8'));
    expect(owner).toEqual(identifyProcess(ALIVE));
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    lock.release();
    expect(readdirSync(inFolder())).toEqual([]);
    lock.release();
  });

  it('keeps out everybody else while its owner lives, this process included, and names folder and pid', () => {
    const lock = acquireRunLock(nodeDisk, inFolder(), { pid: RIVAL });
    for (const pid of [ALIVE, RIVAL]) {
      const failure = failureOf(() => acquireRunLock(nodeDisk, inFolder(), { pid }));
      expect(failure.code).toBe('usage');
      expect(failure.message).toBe(`the folder ${inFolder()} is locked by process ${RIVAL}, which is at work in it`);
      expect(failure.hint).toBe('wait for it to end, stop it, or choose another folder');
    }
    expect(readdirSync(inFolder())).toEqual(['run.lock']);
    lock.release();
    acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE }).release();
  });

  it('is taken over from an owner that died', () => {
    acquireRunLock(nodeDisk, inFolder(), { pid: DEAD });
    const lock = acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE });
    expect(ownerOf(inFolder())).toBe(ALIVE);
    expect(readdirSync(inFolder())).toEqual(['run.lock']);
    expect(attempt(inFolder(), RIVAL)).toBeUndefined();
    lock.release();
    expect(readdirSync(inFolder())).toEqual([]);
  });

  it('is not taken from an owner on another host, where only a person can know', () => {
    const record = { ...identifyProcess(DEAD), host: 'elsewhere.example', token: 'x' };
    writeFileSync(inFolder('run.lock'), JSON.stringify(record));
    const failure = failureOf(() => acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE }));
    expect(failure.code).toBe('usage');
    expect(failure.message).toBe(`the folder ${inFolder()} is locked by process ${DEAD} on host elsewhere.example`);
    expect(failure.hint).toContain(`remove ${inFolder('run.lock')}`);
  });

  it.each(['', '{', 'null', '12', '{}', '{"pid":0,"start_ticks":null,"boot_id":null,"host":"h","token":"t"}'])(
    "that reads %j is nobody's to judge but a person's",
    (text) => {
      writeFileSync(inFolder('run.lock'), text);
      const failure = failureOf(() => acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE }));
      expect(failure.code).toBe('usage');
      expect(failure.message).toContain(inFolder('run.lock'));
      expect(failure.hint).toMatch(/remove the lock/);
      expect(readdirSync(inFolder())).toEqual(['run.lock']);
    },
  );

  it("that was removed by hand and taken by another is not the first owner's to release", () => {
    const first = acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE });
    nodeDisk.remove(inFolder('run.lock'));
    acquireRunLock(nodeDisk, inFolder(), { pid: ALIVE });
    first.release();
    expect(readdirSync(inFolder())).toEqual(['run.lock']);
  });

  it("cannot be had in a folder that is missing or refuses, which is the disk's failure", () => {
    expect(failureOf(() => acquireRunLock(nodeDisk, inFolder('none'), { pid: ALIVE })).code).toBe('disk');
    const disk = faultyDisk({ refuse: (operation) => (operation === 'link' ? 'EPERM' : undefined) });
    const failure = failureOf(() => acquireRunLock(disk, inFolder(), { pid: ALIVE }));
    expect(failure.code).toBe('disk');
    expect(failure.message).toMatch(/cannot lock the folder .*: the operation is not permitted there/);
    expect(readdirSync(inFolder())).toEqual([]);
  });
});

/** Runs `interruption` before the operation with that number; answers a disk and whether it came so far. */
function interruptedDisk(at: number, interruption: () => void) {
  let happened = false;
  const refuse = (_operation: Operation, index: number): undefined => {
    if (index !== at) return;
    happened = true;
    interruption();
  };
  return { disk: faultyDisk({ refuse }, unsyncedDisk), happened: () => happened };
}

/** A process that is killed before the operation with that number: nothing from there on is done. */
function runUntilKilled(folder: string, pid: number, at: number): 'killed' | 'done' {
  const disk = faultyDisk({ refuse: (_operation, index) => (index >= at ? 'EIO' : undefined) }, unsyncedDisk);
  try {
    acquireRunLock(disk, folder, { pid });
  } catch {
    // What a dead process would have said is not heard.
  }
  return disk.operations.length > at ? 'killed' : 'done';
}

function freshFolder(name: string, lockedByTheDead: boolean): string {
  const folder = inFolder(name);
  mkdirSync(folder);
  if (lockedByTheDead) acquireRunLock(unsyncedDisk, folder, { pid: DEAD });
  return folder;
}

describe.each([
  ['a free lock', false],
  ['the lock of a dead owner', true],
])('two who want %s', (_name, lockedByTheDead) => {
  it('never both get it and never both miss it, at whichever operation the second comes between', () => {
    let at = 0;
    for (let between = true; between; at += 1) {
      const folder = freshFolder(`at-${at}`, lockedByTheDead);
      let second: RunLock | undefined;
      const { disk, happened } = interruptedDisk(at, () => {
        second = attempt(folder, RIVAL);
      });
      const first = attempt(folder, ALIVE, disk);
      between = happened();
      if (!between) second = attempt(folder, RIVAL);
      expect([first, second].filter((lock) => lock !== undefined)).toHaveLength(1);
      expect(ownerOf(folder)).toBe(first === undefined ? RIVAL : ALIVE);
      (first ?? second)?.release();
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(at).toBeGreaterThan(lockedByTheDead ? 12 : 6);
  });

  it("and a third that comes between the second's operations: one of three gets it", () => {
    let cases = 0;
    for (let outer = 0; outer < 20; outer += 1) {
      for (let inner = 0; inner < 20; inner += 1) {
        const folder = freshFolder(`at-${outer}-${inner}`, lockedByTheDead);
        const locks: (RunLock | undefined)[] = [];
        const second = interruptedDisk(inner, () => locks.push(attempt(folder, THIRD)));
        const first = interruptedDisk(outer, () => locks.push(attempt(folder, RIVAL, second.disk)));
        locks.push(attempt(folder, ALIVE, first.disk));
        expect(locks.filter((lock) => lock !== undefined)).toHaveLength(1);
        if (second.happened()) cases += 1;
        else break;
      }
    }
    expect(cases).toBeGreaterThan(20);
  });
});

describe('whoever is killed while taking the lock', () => {
  it('at any operation, leaves it to the next one, and so does the next', () => {
    let outcome: 'killed' | 'done' = 'killed';
    let cases = 0;
    for (let first = 0; outcome === 'killed'; first += 1) {
      for (let second = 0; second < 40; second += 1) {
        const folder = freshFolder(`at-${first}-${second}`, true);
        outcome = runUntilKilled(folder, DEAD_TOO, first);
        const next = runUntilKilled(folder, ALSO_DEAD, second);
        acquireRunLock(unsyncedDisk, folder, { pid: ALIVE }).release();
        expect(readdirSync(folder).filter((name) => !name.endsWith('.tmp') && !name.endsWith('.copy'))).toEqual([]);
        cases += 1;
        if (next === 'done') break;
      }
    }
    expect(cases).toBeGreaterThan(150);
  });
});
