// ROTATION_LOG.jsonl: one canonical line for each thing that rotation does or refuses to do, and why. The same plan on the same folder gives the
// same lines but for their `at`, which alone their `sha256` leaves out. On a full disk a line waits until something was removed, so that removing never waits for a line. The log is
// bounded: one that is full becomes the older one, in whose place it goes, so that two are the most that lie there.

import { dirname, join } from 'node:path';
import type { Disk, FileHandle } from '../../files/disk.ts';
import { DiskError } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { isFullDisk } from '../../files/full-disk.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import { writeFully } from '../../files/write-fully.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { hashJson } from '../../json/hash.ts';
import { JsonError } from '../../json/json-error.ts';
import { parseJson } from '../../json/parse.ts';
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
    this.#waiting.push(`${canonicalJson({ ...line, at: this.#wallClock(), sha256: hashJson(line) })}\n`);
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
    const lines = [this.#olderPath, this.#path].flatMap((path) => readRotationLog(this.#disk, path));
    return Math.max(0, ...lines.map((line) => (line.run === run ? (line.removed?.through ?? 0) : 0)));
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

/** Lines that a crash cut off or damaged are left out: their `sha256` does not fit. None where there is no such file. */
export function readRotationLog(disk: Disk, path: string): readonly RotationLogLine[] {
  if (disk.entryAt(path) === undefined) return [];
  try {
    return Buffer.from(disk.readFile(path)).toString('utf8').split('\n').flatMap(wholeLine);
  } catch (error) {
    throw diskFailure(`read ${path}`, error);
  }
}

function wholeLine(text: string): readonly RotationLogLine[] {
  const value = parsed(text);
  if (!isLine(value)) return [];
  const { at: _at, sha256, ...line } = value;
  return hashJson(line) === sha256 ? [line] : [];
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function isLine(value: unknown): value is RotationLogLine & { readonly at: string; readonly sha256: string } {
  return typeof value === 'object' && value !== null && 'sha256' in value && 'run' in value && 'event' in value;
}
