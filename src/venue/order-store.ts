// The resting orders of one book as records in typed arrays, and the handles that name them. Hot code: a slot is reused after its
// order is gone, so nothing is allocated per order. Leaves out what a price level is and when orders trade.

import { assert } from '../std/assert.ts';
import type { Side } from '../market/side.ts';

/** Names one resting order for good: a slot, and how often the slot had been used before. `NO_ORDER` names none. */
export type OrderHandle = number;
export const NO_ORDER: OrderHandle = -1;
export const NO_SLOT = -1;

const INITIAL_CAPACITY = 1 << 10;
/** A handle is generation x SLOTS + slot: a million orders at once, and 2^31 uses of each slot. */
const SLOTS = 1 << 20;

export class OrderStore {
  price = new Int32Array(INITIAL_CAPACITY);
  lots = new Int32Array(INITIAL_CAPACITY);
  side = new Int8Array(INITIAL_CAPACITY);
  owner = new Int32Array(INITIAL_CAPACITY);
  /** The neighbours in the queue of a price level, towards its end and towards its front. */
  next = new Int32Array(INITIAL_CAPACITY);
  previous = new Int32Array(INITIAL_CAPACITY);
  #generation = new Int32Array(INITIAL_CAPACITY);
  #capacity = INITIAL_CAPACITY;
  #usedSlots = 0;
  #freeSlot = NO_SLOT;

  /** Makes a record that stands in no queue yet. */
  add(side: Side, priceTicks: number, lots: number, owner: number): number {
    let slot = this.#freeSlot;
    if (slot === NO_SLOT) {
      if (this.#usedSlots === this.#capacity) this.#grow();
      slot = this.#usedSlots;
      this.#usedSlots = slot + 1;
    } else {
      this.#freeSlot = this.next[slot] as number;
    }
    this.price[slot] = priceTicks;
    this.lots[slot] = lots;
    this.side[slot] = side;
    this.owner[slot] = owner;
    return slot;
  }

  /** Ends a record that stands in no queue any more, and with it every handle that named it. */
  release(slot: number): void {
    this.lots[slot] = 0;
    this.#generation[slot] = (this.#generation[slot] as number) + 1;
    this.next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
  }

  handleOf(slot: number): OrderHandle {
    return (this.#generation[slot] as number) * SLOTS + slot;
  }

  /** The slot of a resting order, or `NO_SLOT` when the handle names none any more. */
  slotOf(handle: OrderHandle): number {
    const slot = handle & (SLOTS - 1);
    return handle >= 0 && slot < this.#usedSlots && this.lots[slot] !== 0 && this.handleOf(slot) === handle
      ? slot
      : NO_SLOT;
  }

  /** Forgets every order and every handle: what follows is as in a new store. */
  reset(): void {
    this.#generation.fill(0, 0, this.#usedSlots);
    this.lots.fill(0, 0, this.#usedSlots);
    this.#usedSlots = 0;
    this.#freeSlot = NO_SLOT;
  }

  #grow(): void {
    assert(this.#capacity < SLOTS, 'the book holds more orders than a handle can name');
    this.#capacity *= 2;
    this.price = grown(this.price, this.#capacity);
    this.lots = grown(this.lots, this.#capacity);
    this.owner = grown(this.owner, this.#capacity);
    this.next = grown(this.next, this.#capacity);
    this.previous = grown(this.previous, this.#capacity);
    this.#generation = grown(this.#generation, this.#capacity);
    const side = new Int8Array(this.#capacity);
    side.set(this.side);
    this.side = side;
  }
}

function grown(array: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
}
