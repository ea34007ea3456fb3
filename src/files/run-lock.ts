// One process at a time in a run's folder, by the file `run.lock` that names its owner. A lock whose owner died is taken over; pid, start
// time and boot tell a dead owner from a living one. Only cooperating processes are kept out, and only where the disk has hard links.

import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { Failure } from '../std/failure.ts';
import { diskFailure } from './disk-failure.ts';
import { errorCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { identifyProcess, vitalityOf } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { quietly } from './quietly.ts';
import { verifySize, writeFully } from './write-fully.ts';

export const LOCK_FILE = 'run.lock';
const DRAFT_START = `.${LOCK_FILE}.`;

export interface RunLock {
  /** Lets the next one in. A second call does nothing. */
  release(): void;
}

interface LockRecord extends ProcessIdentity {
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/**
 * Makes `owner` the one in `folder`, or throws: `Failure('usage')` while another living process has it, `Failure('disk')` where the
 * folder cannot be written. `owner` is a living process on this host, as a rule the caller's own.
 */
export function acquireRunLock(disk: Disk, folder: string, owner: { readonly pid: number }): RunLock {
  const path = join(folder, LOCK_FILE);
  const record: LockRecord = { ...identifyProcess(owner.pid), token: randomUUID() };
  const text = `${JSON.stringify(record)}\n`;
  const draft = join(folder, `${DRAFT_START}${record.token}.tmp`);
  let holder: LockRecord | undefined;
  try {
    try {
      writeDraft(disk, draft, text);
      holder = claim(disk, path, draft);
    } finally {
      quietly(() => disk.remove(draft));
    }
  } catch (error) {
    throw diskFailure(`lock the folder ${folder}`, error);
  }
  if (holder !== undefined) throw heldBy(holder, folder);
  return {
    release() {
      quietly(() => {
        // Somebody may have removed the lock by hand, and somebody else taken it since.
        if (readLockText(disk, path) === text) disk.remove(path);
      });
    },
  };
}

/** Whether a process is at work in `folder`, as far as can be known from here: one on another host counts as at work. */
export function isRunLocked(disk: Disk, folder: string): boolean {
  const text = readLockText(disk, join(folder, LOCK_FILE));
  if (text === undefined) return false;
  const holder = parseRecord(text);
  return holder === undefined || vitalityOf(holder) !== 'dead';
}

/** Whether a killed claimant left the file: its record names a process that is no more, or was never finished. */
export function isAbandonedDraft(disk: Disk, path: string): boolean {
  if (!basename(path).startsWith(DRAFT_START)) return false;
  const claimant = parseRecord(readLockText(disk, path) ?? '');
  return claimant === undefined || vitalityOf(claimant) === 'dead';
}

/** Synced before it gets its final name, so that not even a power cut leaves a lock without an owner in it. */
function writeDraft(disk: Disk, draft: string, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const file = disk.create(draft);
  try {
    writeFully(disk, file, bytes);
    verifySize(disk, file, bytes.length);
    disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/**
 * Makes the draft the lock at `path`, or answers who has it. Three facts keep two claimants apart. A free lock is taken by `link`, which
 * is exclusive and shows the whole record at once. A dead owner's lock is replaced only by who holds the lock `<path>.takeover` and sees,
 * holding it, that the owner is still a dead one: two who saw the same dead owner come one after the other, and the second meets the
 * first alive. And only a living owner removes its own lock. The takeover lock is claimed by this same function, so that a claimant
 * killed in the midst of a takeover is itself taken over.
 */
function claim(disk: Disk, path: string, draft: string): LockRecord | undefined {
  for (;;) {
    if (linked(disk, draft, path)) return undefined;
    const holder = readLock(disk, path);
    if (holder === undefined) continue;
    if (vitalityOf(holder) !== 'dead') return holder;

    const takeover = `${path}.takeover`;
    const rival = claim(disk, takeover, draft);
    if (rival !== undefined) return rival;
    try {
      const current = readLock(disk, path);
      if (current !== undefined && vitalityOf(current) === 'dead') {
        replace(disk, path, draft);
        return undefined;
      }
    } finally {
      quietly(() => disk.remove(takeover));
    }
  }
}

/** By a copy, because the draft is still the content of takeover locks, and a rename between two names of one file does nothing. */
function replace(disk: Disk, path: string, draft: string): void {
  const copy = `${draft}.copy`;
  disk.link(draft, copy);
  try {
    disk.rename(copy, path);
  } catch (error) {
    quietly(() => disk.remove(copy));
    throw error;
  }
}

function linked(disk: Disk, draft: string, path: string): boolean {
  try {
    disk.link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** `undefined` where nobody has the lock. */
function readLock(disk: Disk, path: string): LockRecord | undefined {
  const text = readLockText(disk, path);
  if (text === undefined) return undefined;
  const record = parseRecord(text);
  if (record !== undefined) return record;
  throw new Failure('usage', `the lock ${path} does not say who its owner is`, {
    hint: 'if no run is at work in that folder, remove the lock',
  });
}

function readLockText(disk: Disk, path: string): string | undefined {
  try {
    return Buffer.from(disk.readFile(path)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseRecord(text: string): LockRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is LockRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, start_ticks: startTicks, boot_id: bootId, host, token }: Partial<LockRecord> = value;
  return (
    typeof pid === 'number' &&
    Number.isSafeInteger(pid) &&
    pid > 0 &&
    (startTicks === null || Number.isSafeInteger(startTicks)) &&
    (bootId === null || typeof bootId === 'string') &&
    typeof host === 'string' &&
    typeof token === 'string'
  );
}

function heldBy(holder: LockRecord, folder: string): Failure {
  if (vitalityOf(holder) === 'on_another_host') {
    const message = `the folder ${folder} is locked by process ${holder.pid} on host ${holder.host}`;
    const hint = `if that process has ended, remove ${join(folder, LOCK_FILE)}; from here this cannot be known`;
    return new Failure('usage', message, { hint });
  }
  return new Failure('usage', `the folder ${folder} is locked by process ${holder.pid}, which is at work in it`, {
    hint: 'wait for it to end, stop it, or choose another folder',
  });
}
