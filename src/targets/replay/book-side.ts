// One side of a price-level book: levels sorted by price with the best last, because most changes are near the touch and then move few
// entries. Typed for speed as two parallel arrays.

import { BUY, type Side } from '../../market/side.ts';
import type { Levels } from './collector-message.ts';

export class BookSide {
  /** +1 for bids, -1 for asks: a key is price x side, so that the best level always has the largest key. */
  readonly #side: Side;
  readonly #keys: number[] = [];
  readonly #lots: number[] = [];

  constructor(side: Side) {
    this.#side = side;
  }

  get levelCount(): number {
    return this.#keys.length;
  }

  /** 0 for an empty side. */
  get bestTicks(): number {
    const key = this.#keys[this.#keys.length - 1];
    return key === undefined ? 0 : key * this.#side;
  }

  /** 0 for an empty side. */
  get bestLots(): number {
    return this.#lots[this.#lots.length - 1] ?? 0;
  }

  /** Displayed lots at a price; 0 where nothing is displayed. */
  lotsAt(priceTicks: number): number {
    const key = priceTicks * this.#side;
    const index = this.#indexOf(key);
    return this.#keys[index] === key ? (this.#lots[index] ?? 0) : 0;
  }

  /** Displayed lots from the best price to `bandTicks` behind it. */
  depth(bandTicks: number): number {
    const keys = this.#keys;
    const lots = this.#lots;
    const worst = (keys[keys.length - 1] ?? 0) - bandTicks;
    let sum = 0;
    for (let index = keys.length - 1; index >= 0; index -= 1) {
      if ((keys[index] ?? 0) < worst) break;
      sum += lots[index] ?? 0;
    }
    return sum;
  }

  /** Visits levels from the best one until `visit` answers false. */
  walk(visit: (priceTicks: number, lots: number) => boolean): void {
    for (let index = this.#keys.length - 1; index >= 0; index -= 1) {
      if (!visit((this.#keys[index] ?? 0) * this.#side, this.#lots[index] ?? 0)) return;
    }
  }

  /** Sets absolute quantities; 0 removes a level. */
  apply(levels: Levels): void {
    for (let index = 0; index < levels.length; index += 2) this.#set(levels[index] ?? 0, levels[index + 1] ?? 0);
  }

  clear(): void {
    this.#keys.length = 0;
    this.#lots.length = 0;
  }

  #set(priceTicks: number, lots: number): void {
    const key = priceTicks * this.#side;
    const index = this.#indexOf(key);
    const found = this.#keys[index] === key;
    if (lots === 0) {
      if (!found) return;
      this.#keys.splice(index, 1);
      this.#lots.splice(index, 1);
    } else if (found) {
      this.#lots[index] = lots;
    } else {
      this.#keys.splice(index, 0, key);
      this.#lots.splice(index, 0, lots);
    }
  }

  /** The first index whose key is not below `key`. */
  #indexOf(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether price `a` is better than `b` for an order resting on `side`. */
export function isBetter(side: Side, a: number, b: number): boolean {
  return side === BUY ? a > b : a < b;
}
