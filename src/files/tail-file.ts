// A file that another process appends to, read piece by piece from where the last piece ended. It never writes, and keeps the file open,
// so that a name that is taken away takes nothing of what was written.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { diskFailure } from './disk-failure.ts';

const PIECE_BYTES = 1 << 16;

export class TailFile {
  readonly #path: string;
  readonly #file: number;
  readonly #piece = new Uint8Array(PIECE_BYTES);
  #offset: number;

  /** `offset`: how many bytes were read before. Throws `Failure('target')` where the file cannot be read. */
  constructor(path: string, offset = 0) {
    this.#path = path;
    this.#file = this.#tell(() => openSync(path, 'r'));
    this.#offset = offset;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes that wait to be read; negative where the file was cut short. */
  waiting(): number {
    return this.#tell(() => fstatSync(this.#file).size) - this.#offset;
  }

  /** What was appended since the last call, a piece at most; empty where nothing was. Valid until the next call. */
  read(): Uint8Array {
    const count = this.#tell(() => readSync(this.#file, this.#piece, 0, PIECE_BYTES, this.#offset));
    this.#offset += count;
    return this.#piece.subarray(0, count);
  }

  close(): void {
    closeSync(this.#file);
  }

  #tell<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      throw diskFailure(`read ${this.#path}`, error, undefined, 'target');
    }
  }
}
