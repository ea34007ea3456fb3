// Two running hashes of a book, for comparing engines and runs by one number: one over the sequence of trades, one over the set of
// resting orders. Not for secrets.

import type { Side } from '../market/side.ts';

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

export class BookHash {
  #trades = FNV_OFFSET;
  #book = 0;

  get trades(): number {
    return this.#trades >>> 0;
  }

  get book(): number {
    return this.#book >>> 0;
  }

  trade(takerSide: Side, priceTicks: number, lots: number): void {
    this.#trades = Math.imul(Math.imul(this.#trades ^ priceTicks, FNV_PRIME) ^ (lots * takerSide), FNV_PRIME);
  }

  /** The book's hash is a sum over its orders, so that entering and leaving in any order meet the same number. */
  enter(side: Side, priceTicks: number, lots: number): void {
    this.#book = (this.#book + orderHash(side, priceTicks, lots)) | 0;
  }

  leave(side: Side, priceTicks: number, lots: number): void {
    this.#book = (this.#book - orderHash(side, priceTicks, lots)) | 0;
  }

  reset(): void {
    this.#trades = FNV_OFFSET;
    this.#book = 0;
  }
}

/** Two rounds of multiply and shift, as in MurmurHash3's finaliser, so that sums of it do not add up by price and lots alone. */
function orderHash(side: Side, priceTicks: number, lots: number): number {
  let hash = Math.imul(priceTicks * side, 0x9e3779b1) ^ lots;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
