// Rebuilds the displayed book from diffs and a snapshot by the exchange's rule for its spot market: diffs wait for a snapshot, those that
// it contains are dropped, the first that counts must straddle it, and from there on none may be missing. After a gap nothing is believed
// until a later snapshot. Levels outside the snapshot's range are known only once they change.

import { createHash } from 'node:crypto';
import { BUY, SELL } from '../../market/side.ts';
import { BookSide } from './book-side.ts';
import type { DepthDiff, DepthSnapshot } from './collector-message.ts';

/** A hole in the sequence of update ids. */
export interface Gap {
  /** The diff behind the hole. */
  readonly file: string;
  readonly line: number;
  readonly receivedUs: number;
  readonly expectedId: number;
  readonly foundId: number;
}

/** What a message did: nothing new, a change of a valid book, the book's loss, or its (re)birth from a snapshot. */
export type BookChange = 'none' | 'updated' | 'lost' | 'synced';

export interface BookCounts {
  gaps: number;
  /** States of a valid book in which the best bid was not below the best ask. */
  crossed: number;
  /** Diffs applied to a valid book. */
  applied: number;
}

export class RecordedBook {
  readonly bids = new BookSide(BUY);
  readonly asks = new BookSide(SELL);
  readonly counts: BookCounts = { gaps: 0, crossed: 0, applied: 0 };
  #valid = false;
  #lastId = 0;
  #waiting: DepthDiff[] = [];
  #gap: Gap | undefined;

  /** False before the first snapshot and between a gap and the next one. */
  get valid(): boolean {
    return this.#valid;
  }

  /** The newest update that the book contains. */
  get lastId(): number {
    return this.#lastId;
  }

  /** The latest gap, whether or not a snapshot has mended it. */
  get latestGap(): Gap | undefined {
    return this.#gap;
  }

  applyDiff(diff: DepthDiff): BookChange {
    if (!this.#valid) {
      this.#waiting.push(diff);
      return 'none';
    }
    if (diff.lastId <= this.#lastId) return 'none';
    if (diff.firstId > this.#lastId + 1) {
      this.#lose(diff);
      this.#waiting = [diff];
      return 'lost';
    }
    this.#change(diff);
    return 'updated';
  }

  /** A snapshot mends a book that is not valid; a valid book proves itself by its diffs and needs none. */
  applySnapshot(snapshot: DepthSnapshot): BookChange {
    if (this.#valid) return 'none';
    const first = this.#waiting.findIndex((diff) => diff.lastId > snapshot.lastId);
    const pending = first < 0 ? [] : this.#waiting.slice(first);
    if (pending[0] !== undefined && pending[0].firstId > snapshot.lastId + 1) return 'none';
    this.bids.clear();
    this.asks.clear();
    this.bids.apply(snapshot.bids);
    this.asks.apply(snapshot.asks);
    this.#lastId = snapshot.lastId;
    this.#valid = true;
    this.#waiting = [];
    for (const [index, diff] of pending.entries()) {
      if (diff.lastId <= this.#lastId) continue;
      if (diff.firstId > this.#lastId + 1) {
        this.#lose(diff);
        this.#waiting = pending.slice(index);
        return 'none';
      }
      this.#change(diff);
    }
    return 'synced';
  }

  /** A fingerprint of every level and the update id, for comparing runs. */
  hash(): string {
    const hash = createHash('sha256').update(`${this.#lastId}`);
    for (const side of [this.bids, this.asks]) {
      hash.update('|');
      side.walk((priceTicks, lots) => {
        hash.update(`${priceTicks}:${lots};`);
        return true;
      });
    }
    return hash.digest('hex').slice(0, 16);
  }

  #change(diff: DepthDiff): void {
    this.bids.apply(diff.bids);
    this.asks.apply(diff.asks);
    this.#lastId = diff.lastId;
    this.counts.applied += 1;
    if (this.bids.levelCount > 0 && this.asks.levelCount > 0 && this.bids.bestTicks >= this.asks.bestTicks)
      this.counts.crossed += 1;
  }

  #lose(diff: DepthDiff): void {
    this.#valid = false;
    this.counts.gaps += 1;
    this.#gap = {
      file: diff.file,
      line: diff.line,
      receivedUs: diff.receivedUs,
      expectedId: this.#lastId + 1,
      foundId: diff.firstId,
    };
  }
}
