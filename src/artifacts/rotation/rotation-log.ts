// ROTATION_LOG.jsonl: one canonical line for each thing that rotation does or refuses to do, and why. The same plan on the same folder gives the
// same lines but for their `at`. On a full disk a line waits until something was removed, so that removing never waits for a line. The log is
// bounded: one that is full becomes the older one, in whose place it goes, so that two are the most that lie there.

import { dirname, join } from 'node:path';
import type { Disk, FileHandle } from '../../files/disk.ts';
import { DiskError } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { isFullDisk } from '../../files/full-disk.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import { writeFully } from '../../files/write-fully.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { OLDER_ROTATION_LOG_FILE, ROTATION_FOLDER, ROTATION_LOG_FILE } from '../layout.ts';
import type { RemovedIterations } from '../removed-iterations.ts';

export interface RotationLogLine {
  /** `removing_run` and the `removed_iterations` of a soak's own run are on the disk before the first file goes, all others are told afterwards. */
  readonly event: 'removing_run' | 'removed_run' | 'removed_iterations' | 'compressed' | 'refused' | 'failed';
  readonly run: string;
  readonly reason: string;
  /** The hash of the plan that asked for it; absent where a soak trimmed its own run. */
  readonly plan_sha256?: string;
  /** Of `removed_iterations`: the iterations whose files are gone since. */
  readonly removed?: RemovedIterations;
  readonly files: number;
  /** Of the files as they were, and of what is there now in their place. */
  readonly bytes_before: number;
  readonly bytes_after: number;
}

/** A log that would grow beyond this becomes the older one. Some 3,000 lines. */
const MOST_BYTES = 1_000_000;

export class RotationLog {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #olderPath: string;
  readonly #wallClock: () => string;
  readonly #waiting: string[] = [];
  /** Of the log as this writer left it, which is with a whole line. */
  #wholeAt: number | undefined;

  constructor(disk: Disk, out: string, wallClock: () => string) {
    this.#disk = disk;
    this.#path = join(out, ROTATION_FOLDER, ROTATION_LOG_FILE);
    this.#olderPath = join(out, ROTATION_FOLDER, OLDER_ROTATION_LOG_FILE);
    this.#wallClock = wallClock;
  }

  /** Durable on return, unless the disk is full. */
  note(line: RotationLogLine): void {
    this.#waiting.push(`${canonicalJson({ ...line, at: this.#wallClock() })}\n`);
    try {
      this.#write();
    } catch (error) {
      if (!isFullDisk(error)) throw error;
    }
  }

  /** Writes what still waits. `Failure('disk')` where even now there is no room for it. */
  settle(): void {
    if (this.#waiting.length > 0) this.#write();
  }

  /** Up to which iteration of a run the log tells that files of it were removed; 0 where it tells of none. */
  removedThrough(run: string): number {
    const lines = [this.#olderPath, this.#path].flatMap((path) => this.#read(path).split('\n'));
    const own = lines.filter((line) => line.includes('"removed_iterations"')).map(trimmedBy);
    return Math.max(0, ...own.flatMap((one) => (one?.run === run ? [one.through] : [])));
  }

  #read(path: string): string {
    if (this.#disk.entryAt(path) === undefined) return '';
    try {
      return Buffer.from(this.#disk.readFile(path)).toString('utf8');
    } catch (error) {
      throw diskFailure(`read ${path}`, error);
    }
  }

  #write(): void {
    const folder = dirname(this.#path);
    ensureFolder(this.#disk, folder);
    const text = this.#waiting.join('');
    try {
      const size = this.#disk.entryAt(this.#path)?.size;
      const isFull = size !== undefined && size + text.length > MOST_BYTES;
      if (isFull) this.#disk.rename(this.#path, this.#olderPath);
      const isNew = size === undefined || isFull;
      const file = isNew ? this.#disk.create(this.#path) : this.#disk.openToAppend(this.#path);
      try {
        // Behind a line that a crash cut off the next one begins anew.
        const begin = isNew || this.#endsWhole(size) ? '' : '\n';
        this.#append(file, Buffer.from(`${begin}${text}`, 'utf8'));
      } finally {
        this.#disk.close(file);
      }
      if (isNew) this.#disk.syncFolder(folder);
    } catch (error) {
      throw diskFailure(`append to ${this.#path}`, error);
    }
    this.#waiting.length = 0;
  }

  #endsWhole(size: number): boolean {
    if (size === this.#wholeAt) return true;
    const last = this.#disk.readFile(this.#path).at(-1);
    return last === undefined || last === 0x0a;
  }

  /** Two soaks in one folder write one log, so it may have grown by more than this. */
  #append(file: FileHandle, bytes: Uint8Array): void {
    const size = this.#disk.size(file);
    try {
      writeFully(this.#disk, file, bytes);
    } catch (error) {
      if (this.#disk.size(file) < size + bytes.length) this.#disk.truncate(file, size);
      throw error;
    }
    const grown = this.#disk.size(file);
    if (grown < size + bytes.length)
      throw new DiskError('EIO', `the file holds ${grown} bytes, fewer than were written`);
    this.#disk.sync(file);
    this.#wholeAt = grown;
  }
}

/** Undefined for a line that was cut off or damaged in a crash. */
function trimmedBy(line: string): { readonly run: string; readonly through: number } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isTrimming(value) ? { run: value.run, through: value.removed.through } : undefined;
  } catch {
    return undefined;
  }
}

function isTrimming(value: unknown): value is { readonly run: string; readonly removed: RemovedIterations } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'run' in value &&
    typeof value.run === 'string' &&
    'removed' in value &&
    typeof value.removed === 'object' &&
    value.removed !== null &&
    'through' in value.removed &&
    Number.isSafeInteger(value.removed.through)
  );
}
