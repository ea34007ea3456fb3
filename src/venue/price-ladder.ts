// The price levels of one book: a queue and its displayed lots for each tick of a window, the best prices, and the next level behind
// one. Hot code. The window is a ring over typed arrays, so it moves with the market without copying; it doubles when what rests no
// longer fits. Leaves out the orders themselves.

import { assert } from '../std/assert.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
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
  /** What differs by side stands at `indexOf(side)`, so that the hot path need not branch on a side that is as good as random. */
  readonly #best = new Int32Array(2).fill(NO_PRICE);
  #sets: readonly [LevelSet, LevelSet] = [new LevelSet(INITIAL_TICKS), new LevelSet(INITIAL_TICKS)];
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

  /** Displayed lots of all levels from one price to another, both included. */
  lotsBetween(lowTicks: number, highTicks: number): number {
    const lots = this.lots;
    const mask = this.#mask;
    const last = Math.min(highTicks, this.#low + this.#ticks - 1);
    let sum = 0;
    // What is asked for is narrow and its levels dense: reading every tick is cheaper than looking for the next level.
    for (let price = Math.max(lowTicks, this.#low); price <= last; price += 1) sum += lots[price & mask] as number;
    return sum;
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

  /** Ticks, or `NO_PRICE` when the side is empty. */
  best(side: Side): number {
    return this.#best[indexOf(side)] as number;
  }

  /** The first order came to rest at a price. */
  open(side: Side, priceTicks: number): void {
    this.#set(side).add(priceTicks & this.#mask);
    const best = this.best(side);
    if (best === NO_PRICE || (priceTicks - best) * side > 0) this.#best[indexOf(side)] = priceTicks;
  }

  /** The last order left a price. */
  close(side: Side, priceTicks: number): void {
    this.#set(side).remove(priceTicks & this.#mask);
    if (priceTicks === this.best(side)) this.#best[indexOf(side)] = this.behind(side, priceTicks);
  }

  /** The next level of a side after its level at the best or any later price; `NO_PRICE` behind the last. */
  behind(side: Side, priceTicks: number): number {
    const place = priceTicks & this.#mask;
    const set = this.#set(side);
    const found = side === BUY ? set.below(place) : set.above(place);
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
    for (const set of this.#sets) set.clear();
    this.#best.fill(NO_PRICE);
  }

  #set(side: Side): LevelSet {
    return side === BUY ? this.#sets[1] : this.#sets[0];
  }

  /** The lowest occupied price, or the given one when nothing rests. Going up from the best bid, a ring comes round to the last. */
  #lowest(otherwise: number): number {
    const bid = this.best(BUY);
    const ask = this.best(SELL);
    if (bid === NO_PRICE) return ask === NO_PRICE ? otherwise : ask;
    const last = this.#set(BUY).above(bid & this.#mask);
    return last === NO_PLACE ? bid : bid - ((bid - last) & this.#mask);
  }

  #highest(otherwise: number): number {
    const bid = this.best(BUY);
    const ask = this.best(SELL);
    if (ask === NO_PRICE) return bid === NO_PRICE ? otherwise : bid;
    const last = this.#set(SELL).below(ask & this.#mask);
    return last === NO_PLACE ? ask : ask + ((last - ask) & this.#mask);
  }

  #widen(ticks: number): void {
    const head = new Int32Array(ticks).fill(NO_SLOT);
    const tail = new Int32Array(ticks).fill(NO_SLOT);
    const lots = new Int32Array(ticks);
    const sets = [new LevelSet(ticks), new LevelSet(ticks)] as const;
    for (let price = this.#low; price < this.#low + this.#ticks; price += 1) {
      const from = price & this.#mask;
      if (this.head[from] === NO_SLOT) continue;
      const to = price & (ticks - 1);
      head[to] = this.head[from] as number;
      tail[to] = this.tail[from] as number;
      lots[to] = this.lots[from] as number;
      sets[this.#set(BUY).has(from) ? 1 : 0].add(to);
    }
    this.head = head;
    this.tail = tail;
    this.lots = lots;
    this.#sets = sets;
    this.#ticks = ticks;
    this.#mask = ticks - 1;
  }
}

/** 1 for buying, 0 for selling. */
function indexOf(side: Side): number {
  return (side + 1) >> 1;
}
