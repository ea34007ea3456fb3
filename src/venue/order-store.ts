// The resting orders of one book as records in typed arrays, and the handles that name them. Hot code: a slot is reused after its
// order is gone, so nothing is allocated per order. Leaves out what a price level is and when orders trade.

import { assert } from '../std/assert.ts';
import type { Side } from '../market/side.ts';

/** Names one resting order for good, as a non-negative 32-bit integer: a slot and a use of it. `NO_ORDER` names none. */
export type OrderHandle = number;
export const NO_ORDER: OrderHandle = -1;
export const NO_SLOT = -1;

const INITIAL_CAPACITY = 1 << 10;
/** A handle is use x SLOTS + slot: a million orders at once. A slot retires after 2,048 uses, so that no handle comes twice. */
const SLOTS = 1 << 20;
const LAST_USE = 0x80000000 - SLOTS;

export class OrderStore {
  price = new Int32Array(INITIAL_CAPACITY);
  lots = new Int32Array(INITIAL_CAPACITY);
  side = new Int8Array(INITIAL_CAPACITY);
  owner = new Int32Array(INITIAL_CAPACITY);
  /** The neighbours in the queue of a price level, towards its end and towards its front. */
  next = new Int32Array(INITIAL_CAPACITY);
  previous = new Int32Array(INITIAL_CAPACITY);
  /** The handle of the order in each slot, or of the next one there. */
  #handle = new Int32Array(INITIAL_CAPACITY);
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
      this.#handle[slot] = slot;
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
    const handle = this.#handle[slot] as number;
    if (handle >= LAST_USE) return;
    this.#handle[slot] = handle + SLOTS;
    this.next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
  }

  handleOf(slot: number): OrderHandle {
    return this.#handle[slot] as number;
  }

  /** The slot of a resting order, or `NO_SLOT` when the handle names none any more. */
  slotOf(handle: OrderHandle): number {
    const slot = handle & (SLOTS - 1);
    return slot < this.#usedSlots && this.#handle[slot] === handle && this.lots[slot] !== 0 ? slot : NO_SLOT;
  }

  /** Forgets every order and every handle: what follows is as in a new store. */
  reset(): void {
    this.#usedSlots = 0;
    this.#freeSlot = NO_SLOT;
  }

  #grow(): void {
    assert(this.#capacity < SLOTS, 'the book holds, or has held, more orders than handles can name');
    this.#capacity *= 2;
    this.price = grown(this.price, this.#capacity);
    this.lots = grown(this.lots, this.#capacity);
    this.owner = grown(this.owner, this.#capacity);
    this.next = grown(this.next, this.#capacity);
    this.previous = grown(this.previous, this.#capacity);
    this.#handle = grown(this.#handle, this.#capacity);
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
