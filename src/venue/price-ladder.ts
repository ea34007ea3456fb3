// The price levels of one book: a queue and its displayed lots for each tick of a window, the best prices, and the next level behind
// one. Hot code. The window is a ring over typed arrays, so it moves with the market without copying; it doubles when what rests no
// longer fits. Leaves out the orders themselves.

import { assert } from '../std/assert.ts';
import { BUY, type Side } from '../market/side.ts';
import { LevelSet, NO_PLACE } from './level-set.ts';
import { NO_SLOT } from './order-store.ts';

export const NO_PRICE = -1;

const INITIAL_TICKS = 1 << 12;
/** The widest window, in ticks: 50 MB of levels. */
const MAX_TICKS = 1 << 22;
/** Prices stay below this, so that differences of prices are 32-bit integers. */
export const PRICE_LIMIT = 1 << 30;

export class PriceLadder {
  /** First and last order and displayed lots of the level at `place(price)`. */
  head = new Int32Array(INITIAL_TICKS).fill(NO_SLOT);
  tail = new Int32Array(INITIAL_TICKS).fill(NO_SLOT);
  lots = new Int32Array(INITIAL_TICKS);
  /** Ticks, or `NO_PRICE` when the side is empty. */
  bestBid = NO_PRICE;
  bestAsk = NO_PRICE;
  #bids = new LevelSet(INITIAL_TICKS);
  #asks = new LevelSet(INITIAL_TICKS);
  #ticks = INITIAL_TICKS;
  #mask = INITIAL_TICKS - 1;
  /** The lowest price of the window, which holds every resting order. */
  #low = 1;

  /** Where the arrays keep a price of the window. */
  place(priceTicks: number): number {
    return priceTicks & this.#mask;
  }

  /** Whether a level may be opened at the price as the window stands. */
  covers(priceTicks: number): boolean {
    return priceTicks >= this.#low && priceTicks < this.#low + this.#ticks;
  }

  lotsAt(priceTicks: number): number {
    return this.covers(priceTicks) ? (this.lots[priceTicks & this.#mask] as number) : 0;
  }

  /** Whether a window can cover the price and everything that rests. */
  canCover(priceTicks: number): boolean {
    return (
      this.covers(priceTicks) ||
      (priceTicks > 0 &&
        priceTicks < PRICE_LIMIT &&
        Math.max(priceTicks, this.#highest(priceTicks)) - Math.min(priceTicks, this.#lowest(priceTicks)) < MAX_TICKS)
    );
  }

  /** Moves the window, and widens it if it must, until it covers the price and everything that rests. */
  makeRoom(priceTicks: number): void {
    assert(this.canCover(priceTicks), () => `no window covers ${priceTicks} ticks and every resting order`);
    const low = Math.min(priceTicks, this.#lowest(priceTicks));
    const high = Math.max(priceTicks, this.#highest(priceTicks));
    let ticks = this.#ticks;
    while (high - low >= ticks) ticks *= 2;
    if (ticks > this.#ticks) this.#widen(ticks);
    this.#low = Math.max(1, low - ((ticks - 1 - (high - low)) >> 1));
  }

  /** The first order came to rest at a price. */
  open(side: Side, priceTicks: number): void {
    if (side === BUY) {
      this.#bids.add(priceTicks & this.#mask);
      if (priceTicks > this.bestBid) this.bestBid = priceTicks;
    } else {
      this.#asks.add(priceTicks & this.#mask);
      if (this.bestAsk === NO_PRICE || priceTicks < this.bestAsk) this.bestAsk = priceTicks;
    }
  }

  /** The last order left a price. */
  close(side: Side, priceTicks: number): void {
    if (side === BUY) {
      this.#bids.remove(priceTicks & this.#mask);
      if (priceTicks === this.bestBid) this.bestBid = this.behind(side, priceTicks);
    } else {
      this.#asks.remove(priceTicks & this.#mask);
      if (priceTicks === this.bestAsk) this.bestAsk = this.behind(side, priceTicks);
    }
  }

  /** The next level of a side after its level at the best or any later price; `NO_PRICE` behind the last. */
  behind(side: Side, priceTicks: number): number {
    const place = priceTicks & this.#mask;
    const found = side === BUY ? this.#bids.below(place) : this.#asks.above(place);
    if (found === NO_PLACE) return NO_PRICE;
    // On a ring the search from the last level would come round to the best one; no level behind lies that way.
    const price =
      side === BUY ? priceTicks - ((place - found) & this.#mask) : priceTicks + ((found - place) & this.#mask);
    return this.covers(price) ? price : NO_PRICE;
  }

  /** Empties every level; the window keeps its width. */
  reset(): void {
    this.head.fill(NO_SLOT);
    this.tail.fill(NO_SLOT);
    this.lots.fill(0);
    this.#bids.clear();
    this.#asks.clear();
    this.bestBid = NO_PRICE;
    this.bestAsk = NO_PRICE;
  }

  /** The lowest occupied price, or the given one when nothing rests. Going up from the best bid, a ring comes round to the last. */
  #lowest(otherwise: number): number {
    if (this.bestBid === NO_PRICE) return this.bestAsk === NO_PRICE ? otherwise : this.bestAsk;
    const last = this.#bids.above(this.bestBid & this.#mask);
    return last === NO_PLACE ? this.bestBid : this.bestBid - ((this.bestBid - last) & this.#mask);
  }

  #highest(otherwise: number): number {
    if (this.bestAsk === NO_PRICE) return this.bestBid === NO_PRICE ? otherwise : this.bestBid;
    const last = this.#asks.below(this.bestAsk & this.#mask);
    return last === NO_PLACE ? this.bestAsk : this.bestAsk + ((last - this.bestAsk) & this.#mask);
  }

  #widen(ticks: number): void {
    const head = new Int32Array(ticks).fill(NO_SLOT);
    const tail = new Int32Array(ticks).fill(NO_SLOT);
    const lots = new Int32Array(ticks);
    const bids = new LevelSet(ticks);
    const asks = new LevelSet(ticks);
    for (let price = this.#low; price < this.#low + this.#ticks; price += 1) {
      const from = price & this.#mask;
      if (this.head[from] === NO_SLOT) continue;
      const to = price & (ticks - 1);
      head[to] = this.head[from] as number;
      tail[to] = this.tail[from] as number;
      lots[to] = this.lots[from] as number;
      if (this.#bids.has(from)) bids.add(to);
      else asks.add(to);
    }
    this.head = head;
    this.tail = tail;
    this.lots = lots;
    this.#bids = bids;
    this.#asks = asks;
    this.#ticks = ticks;
    this.#mask = ticks - 1;
  }
}
