// A price-time-priority limit order book over integer ticks and lots: the rules of matching. Hot code: orders and levels live in typed
// arrays, an order is named by its handle, nothing is allocated per message. Leaves out: accounts, fees, latency, what a feed shows.

import { assert } from '../std/assert.ts';
import { BUY, opposite, SELL, type Side } from '../market/side.ts';
import { BookHash } from './book-hash.ts';
import { NO_ORDER, NO_SLOT, OrderStore, type OrderHandle } from './order-store.ts';
import { NO_PRICE, PRICE_LIMIT, PriceLadder } from './price-ladder.ts';

/** The owner of orders that nobody claims. Every other owner is protected from trading with itself. */
export const ANONYMOUS = 0;
/** Displayed lots of one level stay below this. */
const LOTS_LIMIT = 0x80000000;

/** What becomes of resting orders when others arrive. It must not change the book while it is told. */
export interface BookListener {
  /** A match, best price first and oldest order first. `makerHandle` named the order until now; `makerLotsLeft` is what remains of it. */
  traded(
    makerOwner: number,
    makerHandle: OrderHandle,
    makerLotsLeft: number,
    priceTicks: number,
    lots: number,
    takerOwner: number,
    takerSide: Side,
  ): void;
  /** A resting order of the taker's own owner stood in its way and was cancelled with the lots that it had left. */
  selfTradePrevented(owner: number, handle: OrderHandle, lots: number): void;
}

/** Owners are 32-bit integers, prices positive integers below 2^30, lots positive integers. */
export class OrderBook {
  readonly #ladder = new PriceLadder();
  readonly #orders = new OrderStore();
  readonly #hash = new BookHash();
  readonly #listener: BookListener;
  #resting = 0;

  constructor(listener: BookListener) {
    this.#listener = listener;
  }

  /** Ticks, or -1 when the side is empty. */
  get bestBid(): number {
    return this.#ladder.best(BUY);
  }

  get bestAsk(): number {
    return this.#ladder.best(SELL);
  }

  /** How many orders rest. */
  get resting(): number {
    return this.#resting;
  }

  /** Hash over the sequence of all trades so far: price, lots and the taker's side. */
  get tradeHash(): number {
    return this.#hash.trades;
  }

  /** Hash over the set of resting orders: side, price and lots left of each. How the book came to hold them does not show. */
  get bookHash(): number {
    return this.#hash.book;
  }

  /** Displayed lots at one price. */
  lotsAt(priceTicks: number): number {
    return this.#ladder.lotsAt(priceTicks);
  }

  /** Displayed lots from the touch of a side to `bandTicks` behind it, both ends included. */
  depth(side: Side, bandTicks: number): number {
    const best = this.#ladder.best(side);
    if (best === NO_PRICE) return 0;
    return side === BUY
      ? this.#ladder.lotsBetween(best - bandTicks, best)
      : this.#ladder.lotsBetween(best, best + bandTicks);
  }

  /**
   * What a taker who values the asset at `fairTicks` would gain by taking everything up to the limit price, at most `maxLots`:
   * the sum of (value - price) x lots over the displayed orders, in ticks x lots. Negative terms do not occur below the value.
   */
  gainTo(side: Side, limitTicks: number, fairTicks: number, maxLots: number): number {
    const ladder = this.#ladder;
    let left = maxLots;
    let gain = 0;
    for (let price = this.#touchFor(side); left > 0 && reaches(side, limitTicks, price);) {
      const lots = Math.min(left, ladder.lots[ladder.place(price)] as number);
      gain += (fairTicks - price) * side * lots;
      left -= lots;
      price = ladder.behind(opposite(side), price);
    }
    return gain;
  }

  /** Whether a limit order at this price would trade on arrival. */
  wouldCross(side: Side, priceTicks: number): boolean {
    return reaches(side, priceTicks, this.#touchFor(side));
  }

  /** Whether an order may rest at this price: false for one that lies millions of ticks from another resting order. */
  canRestAt(priceTicks: number): boolean {
    return this.#ladder.canCover(priceTicks);
  }

  /** Lots left of a resting order; 0 when the handle names none any more. */
  lotsOf(handle: OrderHandle): number {
    const slot = this.#orders.slotOf(handle);
    return slot === NO_SLOT ? 0 : (this.#orders.lots[slot] as number);
  }

  /** A limit order: trades what its price reaches and rests the remainder, last in its queue; `NO_ORDER` when nothing is left to rest. */
  limit(side: Side, priceTicks: number, lots: number, owner: number): OrderHandle {
    if (!this.#ladder.covers(priceTicks)) this.#ladder.makeRoom(priceTicks);
    const left = this.wouldCross(side, priceTicks) ? this.take(side, priceTicks, lots, owner) : lots;
    return left === 0 ? NO_ORDER : this.#rest(side, priceTicks, left, owner);
  }

  /** A limit order that only ever rests, last in its queue; `NO_ORDER`, and nothing happens, when it would trade on arrival. */
  postOnly(side: Side, priceTicks: number, lots: number, owner: number): OrderHandle {
    if (this.wouldCross(side, priceTicks)) return NO_ORDER;
    if (!this.#ladder.covers(priceTicks)) this.#ladder.makeRoom(priceTicks);
    return this.#rest(side, priceTicks, lots, owner);
  }

  /** Trades at whatever price is there; returns the lots that found no counterpart. */
  market(side: Side, lots: number, owner: number): number {
    return this.take(side, side === BUY ? PRICE_LIMIT : 0, lots, owner);
  }

  /** Immediate or cancel: trades up to the limit price; returns the lots that found no counterpart. */
  take(side: Side, limitTicks: number, lots: number, owner: number): number {
    const ladder = this.#ladder;
    const orders = this.#orders;
    let left = lots;
    while (left > 0) {
      const price = this.#touchFor(side);
      if (!reaches(side, limitTicks, price)) break;
      const slot = ladder.head[ladder.place(price)] as number;
      if (owner !== ANONYMOUS && orders.owner[slot] === owner) this.#preventSelfTrade(slot);
      else left -= this.#trade(slot, price, left, owner, side);
    }
    return left;
  }

  /** Fill or kill: trades all its lots up to the limit price, or false and nothing happens. Orders of its own owner do not count. */
  fillOrKill(side: Side, limitTicks: number, lots: number, owner: number): boolean {
    if (this.#fillable(side, limitTicks, lots, owner) < lots) return false;
    this.take(side, limitTicks, lots, owner);
    return true;
  }

  /** Takes lots off a resting order, which keeps its place in the queue; all of them end it. Returns how many came off; 0 when it is gone. */
  reduce(handle: OrderHandle, lots: number): number {
    assert(lots > 0, 'an order is reduced by at least one lot');
    const slot = this.#orders.slotOf(handle);
    if (slot === NO_SLOT) return 0;
    const before = this.#orders.lots[slot] as number;
    if (lots >= before) {
      this.#withdraw(slot);
      return before;
    }
    this.#shrink(slot, before, before - lots);
    return lots;
  }

  /** Takes a resting order out. False when the handle names none any more: it traded or was cancelled before. */
  cancel(handle: OrderHandle): boolean {
    const slot = this.#orders.slotOf(handle);
    if (slot === NO_SLOT) return false;
    this.#withdraw(slot);
    return true;
  }

  /** Cancels a resting order and enters a limit order of its side and owner, which queues last. `undefined` when it is gone. */
  replace(handle: OrderHandle, priceTicks: number, lots: number): OrderHandle | undefined {
    const slot = this.#orders.slotOf(handle);
    if (slot === NO_SLOT) return undefined;
    const side = this.#sideOf(slot);
    const owner = this.#orders.owner[slot] as number;
    this.#withdraw(slot);
    return this.limit(side, priceTicks, lots, owner);
  }

  /** Empties the book and forgets every handle and trade: what follows is as in a new book, without its cost. */
  reset(): void {
    this.#ladder.reset();
    this.#orders.reset();
    this.#hash.reset();
    this.#resting = 0;
  }

  /** The best price that an order of this side can trade at; `NO_PRICE` when there is none. */
  #touchFor(side: Side): number {
    return this.#ladder.best(-side as Side);
  }

  #sideOf(slot: number): Side {
    return this.#orders.side[slot] as Side;
  }

  /** Appends an order to the queue of its price, which the ladder covers and nothing crosses. */
  #rest(side: Side, priceTicks: number, lots: number, owner: number): OrderHandle {
    const ladder = this.#ladder;
    const orders = this.#orders;
    const place = ladder.place(priceTicks);
    const levelLots = (ladder.lots[place] as number) + lots;
    assert(lots > 0 && levelLots < LOTS_LIMIT, 'an order has at least one lot, and a level less than 2^31');
    const slot = orders.add(side, priceTicks, lots, owner);
    const tail = ladder.tail[place] as number;
    orders.next[slot] = NO_SLOT;
    orders.previous[slot] = tail;
    if (tail === NO_SLOT) {
      ladder.head[place] = slot;
      ladder.open(side, priceTicks);
    } else {
      orders.next[tail] = slot;
    }
    ladder.tail[place] = slot;
    ladder.lots[place] = levelLots;
    this.#hash.enter(side, priceTicks, lots);
    this.#resting += 1;
    return orders.handleOf(slot);
  }

  /** One match against the first order of the best level; returns its lots. */
  #trade(slot: number, price: number, wanted: number, takerOwner: number, takerSide: Side): number {
    const orders = this.#orders;
    const available = orders.lots[slot] as number;
    const lots = available < wanted ? available : wanted;
    const makerOwner = orders.owner[slot] as number;
    const handle = orders.handleOf(slot);
    this.#hash.trade(takerSide, price, lots);
    if (lots === available) this.#withdraw(slot);
    else this.#shrink(slot, available, available - lots);
    this.#listener.traded(makerOwner, handle, available - lots, price, lots, takerOwner, takerSide);
    return lots;
  }

  #preventSelfTrade(slot: number): void {
    const owner = this.#orders.owner[slot] as number;
    const lots = this.#orders.lots[slot] as number;
    const handle = this.#orders.handleOf(slot);
    this.#withdraw(slot);
    this.#listener.selfTradePrevented(owner, handle, lots);
  }

  /** Lots that an order would trade, as far as it wants any: what is displayed up to its limit, without its owner's own. */
  #fillable(side: Side, limitTicks: number, wanted: number, owner: number): number {
    const ladder = this.#ladder;
    const orders = this.#orders;
    let found = 0;
    for (let price = this.#touchFor(side); found < wanted && reaches(side, limitTicks, price);) {
      const place = ladder.place(price);
      found += ladder.lots[place] as number;
      if (owner !== ANONYMOUS) {
        for (let slot = ladder.head[place] as number; slot !== NO_SLOT; slot = orders.next[slot] as number) {
          if (orders.owner[slot] === owner) found -= orders.lots[slot] as number;
        }
      }
      price = ladder.behind(opposite(side), price);
    }
    return found;
  }

  #shrink(slot: number, before: number, after: number): void {
    const price = this.#orders.price[slot] as number;
    const place = this.#ladder.place(price);
    this.#orders.lots[slot] = after;
    this.#ladder.lots[place] = (this.#ladder.lots[place] as number) + after - before;
    const side = this.#sideOf(slot);
    this.#hash.leave(side, price, before);
    this.#hash.enter(side, price, after);
  }

  /** Takes an order out of its queue and ends it. */
  #withdraw(slot: number): void {
    const ladder = this.#ladder;
    const orders = this.#orders;
    const price = orders.price[slot] as number;
    const lots = orders.lots[slot] as number;
    const side = this.#sideOf(slot);
    const place = ladder.place(price);
    const next = orders.next[slot] as number;
    const previous = orders.previous[slot] as number;
    ladder.lots[place] = (ladder.lots[place] as number) - lots;
    if (previous === NO_SLOT) ladder.head[place] = next;
    else orders.next[previous] = next;
    if (next === NO_SLOT) ladder.tail[place] = previous;
    else orders.previous[next] = previous;
    if (previous === NO_SLOT && next === NO_SLOT) ladder.close(side, price);
    this.#hash.leave(side, price, lots);
    orders.release(slot);
    this.#resting -= 1;
  }
}

/** Whether a limit price reaches a price of the other side; `NO_PRICE` is reached by none. */
function reaches(side: Side, limitTicks: number, price: number): boolean {
  return price !== NO_PRICE && (price - limitTicks) * side <= 0;
}
