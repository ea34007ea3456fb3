// Follows one journal as it grows: every poll verifies the lines that are new and hands them on, and no line is read twice. A last line that is
// only begun counts for nothing; a journal that was replaced, or cut back behind what was read, is read again from its start.

import { setImmediate as breathe } from 'node:timers/promises';
import { CHAIN_START, readIntactPart } from '../artifacts/journal-chain.ts';
import type { ChainEnd } from '../artifacts/journal-chain.ts';
import type { JournalLine } from '../artifacts/journal-record.ts';
import type { Disk } from '../files/disk.ts';
import { fileLines } from '../files/file-lines.ts';

export interface JournalVisitor {
  /** What was told before counts no more. */
  restart(): void;
  line(line: JournalLine): void;
}

/** How much is read at a time, so that a long journal keeps nobody waiting. */
const PIECE_BYTES = 524_288;

export class JournalFollower {
  readonly #disk: Disk;
  readonly #path: string;
  #end: ChainEnd = CHAIN_START;
  /** Verified so far. */
  #bytes = 0;
  #seen = '';
  #inode: number | undefined;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  /** Answers whether anything was told. Throws `Failure('artifact')` for damage that no crash explains, again at each poll. */
  async poll(visitor: JournalVisitor): Promise<boolean> {
    const entry = this.#disk.entryAt(this.#path);
    const isReplaced = entry?.inode !== this.#inode || (entry !== undefined && entry.size < this.#bytes);
    const wasThere = this.#bytes > 0;
    if (isReplaced) {
      this.#end = CHAIN_START;
      this.#bytes = 0;
      this.#seen = '';
      this.#inode = entry?.inode;
      if (wasThere) visitor.restart();
    }
    if (entry?.kind !== 'file') return isReplaced && wasThere;
    const look = `${entry.size} ${entry.modifiedMs}`;
    if (look === this.#seen) return isReplaced && wasThere;
    const before = this.#bytes;
    await this.#readOn(entry.size, visitor);
    this.#seen = look;
    return this.#bytes > before || (isReplaced && wasThere);
  }

  async #readOn(size: number, visitor: JournalVisitor): Promise<void> {
    let piece = PIECE_BYTES;
    while (this.#bytes < size) {
      const bytes = this.#disk.readPart(this.#path, this.#bytes, Math.min(piece, size - this.#bytes));
      const lines = fileLines({ readPart: (_, from, most) => bytes.subarray(from, from + most) }, this.#path);
      const intact = readIntactPart(lines, this.#path, (line) => visitor.line(line), this.#end);
      this.#end = intact.end;
      this.#bytes += intact.bytes;
      if (intact.bytes > 0) piece = PIECE_BYTES;
      // A line may be longer than a piece; what is left when all was looked at is only begun.
      else if (piece < size - this.#bytes) piece *= 2;
      else return;
      await breathe();
    }
  }
}
