// A file that only grows, each append on disk before the next line of code runs. What was appended and acknowledged is never touched
// again; what a crash left half written at the end is for the reader to judge.

import { dirname } from 'node:path';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { diskFailure } from './disk-failure.ts';
import type { Disk, FileHandle } from './disk.ts';
import { quietly } from './quietly.ts';
import { verifySize, writeFully } from './write-fully.ts';

export class AppendLog {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #file: FileHandle;
  /** Bytes that are known to be on disk. */
  #size: number;
  #state: 'open' | 'refused' | 'failed' | 'closed' = 'open';

  private constructor(disk: Disk, path: string, file: FileHandle, size: number) {
    this.#disk = disk;
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Starts an empty log whose name is durable. `Failure('disk')` where something has that name already, or the disk refuses. */
  static create(disk: Disk, path: string): AppendLog {
    try {
      const file = disk.create(path);
      try {
        disk.syncFolder(dirname(path));
      } catch (error) {
        quietly(() => disk.close(file));
        quietly(() => disk.remove(path));
        throw error;
      }
      return new AppendLog(disk, path, file, 0);
    } catch (error) {
      throw diskFailure(`start the log ${path}`, error);
    }
  }

  /**
   * Goes on behind the first `size` bytes of a log that exists. The caller has read it, trusts each of those, and has no use for the rest,
   * which is cut off for good before this returns.
   */
  static open(disk: Disk, path: string, size: number): AppendLog {
    try {
      const file = disk.openToAppend(path);
      try {
        if (disk.size(file) > size) disk.truncate(file, size);
        verifySize(disk, file, size);
        // Also of a log that ends where it should: a writer that was killed may not have come to sync its last bytes.
        disk.sync(file);
        return new AppendLog(disk, path, file, size);
      } catch (error) {
        quietly(() => disk.close(file));
        throw error;
      }
    } catch (error) {
      throw diskFailure(`go on with the log ${path}`, error);
    }
  }

  /**
   * On return the text (as UTF-8) survives a power cut. On a refusal, `Failure('disk')`, it is not acknowledged and the log refuses
   * every further append: behind a gap, or after a failed fsync, nothing more could be promised.
   */
  append(text: string): void {
    assert(this.#state !== 'closed', `An append to the closed log ${this.#path}.`);
    if (this.#state !== 'open') {
      throw new Failure('disk', `cannot append to ${this.#path}: an earlier append failed, so the log takes no more`);
    }
    const bytes = Buffer.from(text, 'utf8');
    try {
      this.#write(bytes);
      verifySize(this.#disk, this.#file, this.#size + bytes.length);
      this.#disk.sync(this.#file);
      this.#size += bytes.length;
    } catch (error) {
      if (!this.#isIntact()) this.#state = 'failed';
      throw diskFailure(`append to ${this.#path}`, error, 'what was appended before is whole');
    }
  }

  /** Whether the log can be appended to, again after a write was refused and all that it left is cut off; never after a failed fsync. */
  reopen(): boolean {
    if (this.#state === 'refused') this.#state = 'open';
    return this.#state === 'open';
  }

  #isIntact(): boolean {
    return this.#state === 'refused';
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    // Every acknowledged byte is synced already, so a refusal to close loses nothing.
    quietly(() => this.#disk.close(this.#file));
  }

  /** Cuts off what a failed write left, so that readers on a full disk find whole lines. Only unacknowledged bytes go. */
  #write(bytes: Uint8Array): void {
    try {
      writeFully(this.#disk, this.#file, bytes);
    } catch (error) {
      quietly(() => {
        this.#disk.truncate(this.#file, this.#size);
        this.#state = 'refused';
      });
      throw error;
    }
  }
}
