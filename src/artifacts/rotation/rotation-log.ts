// ROTATION_LOG.jsonl: one canonical line for each thing that rotation did or refused to do, and why. The same plan on the same folder gives the
// same lines but for their `at`. On a full disk a line waits until something was removed, so that removing never waits for a line.

import { dirname, join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { isFullDisk } from '../../files/full-disk.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import { verifySize, writeFully } from '../../files/write-fully.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { ROTATION_FOLDER, ROTATION_LOG_FILE } from '../layout.ts';

export interface RotationLogLine {
  readonly event: 'removed_run' | 'removed_iterations' | 'compressed' | 'refused' | 'failed';
  readonly run: string;
  readonly reason: string;
  /** The hash of the plan that asked for it; absent where a soak trimmed its own run. */
  readonly plan_sha256?: string;
  readonly files: number;
  /** Of the files as they were, and of what is there now in their place. */
  readonly bytes_before: number;
  readonly bytes_after: number;
}

export class RotationLog {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #wallClock: () => string;
  readonly #waiting: string[] = [];

  constructor(disk: Disk, out: string, wallClock: () => string) {
    this.#disk = disk;
    this.#path = join(out, ROTATION_FOLDER, ROTATION_LOG_FILE);
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

  #write(): void {
    const folder = dirname(this.#path);
    ensureFolder(this.#disk, folder);
    try {
      const isNew = this.#disk.entryAt(this.#path) === undefined;
      const file = isNew ? this.#disk.create(this.#path) : this.#disk.openToAppend(this.#path);
      try {
        // Behind a line that a crash cut off the next one begins anew.
        const begin = isNew || this.#endsWhole() ? '' : '\n';
        this.#append(file, Buffer.from(`${begin}${this.#waiting.join('')}`, 'utf8'));
      } finally {
        this.#disk.close(file);
      }
      if (isNew) this.#disk.syncFolder(folder);
    } catch (error) {
      throw diskFailure(`append to ${this.#path}`, error);
    }
    this.#waiting.length = 0;
  }

  #endsWhole(): boolean {
    const last = this.#disk.readFile(this.#path).at(-1);
    return last === undefined || last === 0x0a;
  }

  #append(file: number, bytes: Uint8Array): void {
    const size = this.#disk.size(file);
    try {
      writeFully(this.#disk, file, bytes);
      verifySize(this.#disk, file, size + bytes.length);
    } catch (error) {
      this.#disk.truncate(file, size);
      throw error;
    }
    this.#disk.sync(file);
  }
}
