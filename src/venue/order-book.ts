// A price-time-priority limit order book over integer ticks and lots. Hot code: orders and levels live in typed arrays, cancels go
// by handle, nothing is allocated per message. Leaves out: who may trade, fees, latency, and what a feed shows of it.

import { assert } from '../std/assert.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import { LevelSet } from './level-set.ts';

const NONE = -1;
const TICK_RANGE = 1 << 16;
const INITIAL_CAPACITY = 1 << 12;

/** Names one resting order for good: a slot and the generation in which it was used. `NO_ORDER` names none. */
export type OrderHandle = number;
export const NO_ORDER: OrderHandle = -1;

/** Called once per match, best price first and oldest order first. `makerHandle` is still valid, `makerLotsLeft` is what remains of it. */
export interface TradeListener {
  traded(
    makerOwner: number,
    makerHandle: OrderHandle,
    makerLotsLeft: number,
    priceTicks: number,
    lots: number,
    takerOwner: number,
    takerSide: Side,
  ): void;
}

export class OrderBook {
  readonly #bids = new LevelSet(TICK_RANGE);
  readonly #asks = new LevelSet(TICK_RANGE);
  readonly #levelHead = new Int32Array(TICK_RANGE).fill(NONE);
  readonly #levelTail = new Int32Array(TICK_RANGE).fill(NONE);
  readonly #levelLots = new Int32Array(TICK_RANGE);

  #price = new Int32Array(INITIAL_CAPACITY);
  #lots = new Int32Array(INITIAL_CAPACITY);
  #side = new Int8Array(INITIAL_CAPACITY);
  #owner = new Int32Array(INITIAL_CAPACITY);
  #generation = new Int32Array(INITIAL_CAPACITY);
  #next = new Int32Array(INITIAL_CAPACITY);
  #previous = new Int32Array(INITIAL_CAPACITY);
  #capacity = INITIAL_CAPACITY;
  #freeSlot = NONE;
  #usedSlots = 0;
  #resting = 0;

  #bestBid = NONE;
  #bestAsk = NONE;
  #tradeHash = 0x811c9dc5 | 0;
  readonly #listener: TradeListener;

  constructor(listener: TradeListener) {
    this.#listener = listener;
  }

  /** Ticks, or -1 when the side is empty. */
  get bestBid(): number {
    return this.#bestBid;
  }

  get bestAsk(): number {
    return this.#bestAsk;
  }

  /** How many orders rest. */
  get resting(): number {
    return this.#resting;
  }

  /** Order-sensitive hash over every trade so far: side, price, lots. */
  get tradeHash(): number {
    return this.#tradeHash >>> 0;
  }

  /** Displayed lots at one price. */
  lotsAt(priceTicks: number): number {
    return this.#levelLots[priceTicks] ?? 0;
  }

  /** Displayed lots from the touch of a side to `bandTicks` behind it, both ends included. */
  depth(side: Side, bandTicks: number): number {
    let sum = 0;
    if (side === BUY) {
      if (this.#bestBid === NONE) return 0;
      const last = Math.max(0, this.#bestBid - bandTicks);
      for (let tick = this.#bestBid; tick >= last; tick -= 1) sum += this.#levelLots[tick] as number;
    } else {
      if (this.#bestAsk === NONE) return 0;
      const last = Math.min(TICK_RANGE - 1, this.#bestAsk + bandTicks);
      for (let tick = this.#bestAsk; tick <= last; tick += 1) sum += this.#levelLots[tick] as number;
    }
    return sum;
  }

  /**
   * What a taker who values the asset at `fairTicks` would gain by taking everything up to the limit price, at most `maxLots`:
   * the sum of (value - price) x lots over the displayed orders, in ticks x lots. Negative terms do not occur below the value.
   */
  gainTo(side: Side, limitTicks: number, fairTicks: number, maxLots: number): number {
    let left = maxLots;
    let gain = 0;
    let price = side === BUY ? this.#bestAsk : this.#bestBid;
    while (price !== NONE && left > 0 && (side === BUY ? price <= limitTicks : price >= limitTicks)) {
      const lots = Math.min(left, this.#levelLots[price] as number);
      gain += (fairTicks - price) * side * lots;
      left -= lots;
      price = side === BUY ? this.#asks.above(price) : this.#bids.below(price);
    }
    return gain;
  }

  /** Whether a limit order at this price would trade on arrival. */
  wouldCross(side: Side, priceTicks: number): boolean {
    return side === BUY ? this.#bestAsk !== NONE && priceTicks >= this.#bestAsk : priceTicks <= this.#bestBid;
  }

  /** Rests a limit order that must not cross (`wouldCross` is false). It queues last at its price. */
  rest(side: Side, priceTicks: number, lots: number, owner: number): OrderHandle {
    assert(priceTicks > 0 && priceTicks < TICK_RANGE, () => `price of ${priceTicks} ticks is outside the book's range`);
    assert(lots > 0, 'an order needs at least one lot');
    assert(!this.wouldCross(side, priceTicks), 'a resting order must not cross the book');
    const slot = this.#takeSlot();
    this.#price[slot] = priceTicks;
    this.#lots[slot] = lots;
    this.#side[slot] = side;
    this.#owner[slot] = owner;
    const tail = this.#levelTail[priceTicks] as number;
    this.#next[slot] = NONE;
    this.#previous[slot] = tail;
    if (tail === NONE) {
      this.#levelHead[priceTicks] = slot;
      if (side === BUY) {
        this.#bids.add(priceTicks);
        if (priceTicks > this.#bestBid) this.#bestBid = priceTicks;
      } else {
        this.#asks.add(priceTicks);
        if (this.#bestAsk === NONE || priceTicks < this.#bestAsk) this.#bestAsk = priceTicks;
      }
    } else {
      this.#next[tail] = slot;
    }
    this.#levelTail[priceTicks] = slot;
    this.#levelLots[priceTicks] = (this.#levelLots[priceTicks] as number) + lots;
    this.#resting += 1;
    return (this.#generation[slot] as number) * TICK_RANGE + slot;
  }

  /** Takes a resting order out. False when the handle names none any more: it traded or was cancelled before. */
  cancel(handle: OrderHandle): boolean {
    const slot = this.#slotOf(handle);
    if (slot === NONE) return false;
    const price = this.#price[slot] as number;
    this.#levelLots[price] = (this.#levelLots[price] as number) - (this.#lots[slot] as number);
    this.#unlink(slot, price);
    return true;
  }

  /** Lots left of a resting order; 0 when the handle names none any more. */
  lotsOf(handle: OrderHandle): number {
    const slot = this.#slotOf(handle);
    return slot === NONE ? 0 : (this.#lots[slot] as number);
  }

  /** Trades against the other side up to the limit price; returns the lots that found no counterpart. */
  take(side: Side, limitTicks: number, lots: number, owner: number): number {
    let left = lots;
    while (left > 0) {
      const price = side === BUY ? this.#bestAsk : this.#bestBid;
      if (price === NONE || (side === BUY ? price > limitTicks : price < limitTicks)) break;
      const slot = this.#levelHead[price] as number;
      const available = this.#lots[slot] as number;
      const traded = available < left ? available : left;
      const makerLeft = available - traded;
      left -= traded;
      this.#lots[slot] = makerLeft;
      this.#levelLots[price] = (this.#levelLots[price] as number) - traded;
      this.#tradeHash = Math.imul(Math.imul(this.#tradeHash ^ price, 0x01000193) ^ (traded * side), 0x01000193);
      const makerOwner = this.#owner[slot] as number;
      const handle = (this.#generation[slot] as number) * TICK_RANGE + slot;
      if (makerLeft === 0) this.#unlink(slot, price);
      this.#listener.traded(makerOwner, handle, makerLeft, price, traded, owner, side);
    }
    return left;
  }

  #slotOf(handle: OrderHandle): number {
    if (handle < 0) return NONE;
    const slot = handle % TICK_RANGE;
    return slot < this.#usedSlots && this.#lots[slot] !== 0 && this.#generation[slot] === (handle - slot) / TICK_RANGE
      ? slot
      : NONE;
  }

  #takeSlot(): number {
    if (this.#freeSlot !== NONE) {
      const slot = this.#freeSlot;
      this.#freeSlot = this.#next[slot] as number;
      return slot;
    }
    if (this.#usedSlots === this.#capacity) this.#grow();
    this.#usedSlots += 1;
    return this.#usedSlots - 1;
  }

  #grow(): void {
    assert(this.#capacity < TICK_RANGE, 'the book holds more orders than a handle can name');
    this.#capacity *= 2;
    this.#price = grown(this.#price, this.#capacity);
    this.#lots = grown(this.#lots, this.#capacity);
    this.#owner = grown(this.#owner, this.#capacity);
    this.#generation = grown(this.#generation, this.#capacity);
    this.#next = grown(this.#next, this.#capacity);
    this.#previous = grown(this.#previous, this.#capacity);
    const side = new Int8Array(this.#capacity);
    side.set(this.#side);
    this.#side = side;
  }

  #unlink(slot: number, price: number): void {
    const next = this.#next[slot] as number;
    const previous = this.#previous[slot] as number;
    if (previous === NONE) this.#levelHead[price] = next;
    else this.#next[previous] = next;
    if (next === NONE) this.#levelTail[price] = previous;
    else this.#previous[next] = previous;
    if (previous === NONE && next === NONE) this.#removeLevel(this.#side[slot] === BUY ? BUY : SELL, price);
    this.#lots[slot] = 0;
    this.#generation[slot] = (this.#generation[slot] as number) + 1;
    this.#next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
    this.#resting -= 1;
  }

  #removeLevel(side: Side, price: number): void {
    if (side === BUY) {
      this.#bids.remove(price);
      if (price === this.#bestBid) this.#bestBid = this.#bids.below(price);
    } else {
      this.#asks.remove(price);
      if (price === this.#bestAsk) this.#bestAsk = this.#asks.above(price);
    }
  }
}

function grown(array: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
}
