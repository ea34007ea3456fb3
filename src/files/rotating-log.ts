// A log of limited size for what somebody else prints: where it is full it becomes `NAME.1`, in place of an older one, and begins again.
// Not durable, and never in the way: what the disk refuses is dropped, and counted.

import type { Disk, FileHandle } from './disk.ts';
import { errorCode } from './disk.ts';
import { quietly } from './quietly.ts';
import { writeFully } from './write-fully.ts';

export class RotatingLog {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #mostBytes: number;
  #file: FileHandle | undefined;
  #size = 0;
  #droppedBytes = 0;

  /** Goes on behind what is there already. At most twice `mostBytes` are kept. */
  constructor(disk: Disk, path: string, mostBytes: number) {
    this.#disk = disk;
    this.#path = path;
    this.#mostBytes = mostBytes;
  }

  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += this.#mostBytes)
      this.#appendPart(bytes.subarray(at, at + this.#mostBytes));
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) quietly(() => this.#disk.close(file));
  }

  #appendPart(bytes: Uint8Array): void {
    try {
      if (this.#size + bytes.length > this.#mostBytes) this.#rotate();
      const file = this.#open();
      this.#size += bytes.length;
      writeFully(this.#disk, file, bytes);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      this.#droppedBytes += bytes.length;
    }
  }

  #open(): FileHandle {
    if (this.#file !== undefined) return this.#file;
    const exists = this.#disk.entryAt(this.#path) !== undefined;
    const file = exists ? this.#disk.openToAppend(this.#path) : this.#disk.create(this.#path);
    this.#file = file;
    this.#size = this.#disk.size(file);
    return file;
  }

  #rotate(): void {
    this.#open();
    this.close();
    this.#disk.rename(this.#path, `${this.#path}.1`);
    this.#size = 0;
  }
}
