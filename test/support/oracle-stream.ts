// One random stream of messages for the order book and the naive engine at once, compared after every message. A stream wanders and
// leaps in price, cancels in masses, floods the book from both sides, and lets owners meet themselves.

import { BUY, opposite, SELL, type Side } from '../../src/market/side.ts';
import { RandomStream } from '../../src/std/random.ts';
import type { BookListener, OrderBook } from '../../src/venue/order-book.ts';
import { NO_ORDER, type OrderHandle } from '../../src/venue/order-store.ts';
import { NaiveEngine } from './naive-engine.ts';

const OWNERS = 4;

/** Where lots went, told by the book alone: in = 2 x traded + cancelled + resting, as a trade ends lots of two orders. */
export interface LotCount {
  in: number;
  traded: number;
  cancelled: number;
  resting: number;
}

/** What the streams did, so that a test can see that nothing of it was missing. */
export type Happened = Map<string, number>;

export class OracleStream implements BookListener {
  readonly lots: LotCount = { in: 0, traded: 0, cancelled: 0, resting: 0 };
  readonly happened: Happened = new Map();
  readonly naive = new NaiveEngine();
  readonly #random: RandomStream;
  readonly #seed: number;
  readonly #book: OrderBook;
  /** By the ids of the naive engine. */
  readonly handles: OrderHandle[] = [];
  readonly #ids = new Map<OrderHandle, number>();
  readonly #events: string[] = [];
  #center: number;

  constructor(seed: number, book: (listener: BookListener) => OrderBook) {
    this.#seed = seed;
    this.#random = new RandomStream(seed, 'order-book-oracle');
    this.#center = 1000 + this.#random.below(1_000_000);
    this.#book = book(this);
  }

  traded(
    owner: number,
    maker: OrderHandle,
    left: number,
    price: number,
    lots: number,
    taker: number,
    side: Side,
  ): void {
    this.lots.traded += lots;
    this.#events.push(`trade ${this.#ids.get(maker)} of ${owner} ${lots}@${price} left ${left} by ${taker} ${side}`);
  }

  selfTradePrevented(owner: number, handle: OrderHandle, lots: number): void {
    this.lots.cancelled += lots;
    this.#count(`self-trade of ${owner}`);
    this.#events.push(`own ${this.#ids.get(handle)} x${lots}`);
  }

  /** Sends the messages, and throws at the first difference. */
  run(messages: number): void {
    for (let message = 0; message < messages; message += 1) {
      this.#happen(this.#random.below(100));
      this.#compare();
    }
    for (const handle of this.handles) this.lots.resting += this.#book.lotsOf(handle);
  }

  #happen(kind: number): void {
    const side = this.#random.below(2) === 0 ? BUY : SELL;
    if (kind < 30) this.#limit(side, this.#price(side, 12), 1 + this.#random.below(20));
    else if (kind < 42) this.#postOnly(side, this.#price(side, 6));
    else if (kind < 52) this.#take(side);
    else if (kind < 57) this.#market(side);
    else if (kind < 67) this.#fillOrKill(side);
    else if (kind < 76) this.#cancel(this.#someId());
    else if (kind < 84) this.#reduce(this.#someId());
    else if (kind < 92) this.#replace(this.#someId());
    else if (kind < 94) this.#massCancel();
    else if (kind < 97) this.#flood();
    else this.#leap();
  }

  #limit(side: Side, price: number, lots: number): void {
    if (!this.#mayRest(price)) return;
    const owner = this.#owner();
    const traded = this.lots.traded;
    this.lots.in += lots;
    const handle = this.#book.limit(side, price, lots, owner);
    this.#same('limit', handle !== NO_ORDER, this.naive.limit(this.handles.length, side, price, lots, owner));
    this.#count(handle === NO_ORDER ? 'limit traded whole' : this.lots.traded > traded ? 'limit in part' : 'limit');
    this.#keep(handle);
  }

  #postOnly(side: Side, price: number): void {
    if (!this.#mayRest(price)) return;
    const [owner, lots] = [this.#owner(), 1 + this.#random.below(20)];
    const handle = this.#book.postOnly(side, price, lots, owner);
    this.#same('post', handle !== NO_ORDER, this.naive.postOnly(this.handles.length, side, price, lots, owner));
    this.#count(handle === NO_ORDER ? 'post-only refused' : 'post-only');
    if (handle !== NO_ORDER) this.lots.in += lots;
    this.#keep(handle);
  }

  #take(side: Side): void {
    const [owner, lots, limit] = [this.#owner(), 1 + this.#random.below(60), this.#price(side, -5)];
    const left = this.#book.take(side, limit, lots, owner);
    this.#same('take', left, this.naive.take(side, limit, lots, owner));
    this.#entered(lots, left);
    this.#count('take');
  }

  #market(side: Side): void {
    const [owner, lots] = [this.#owner(), 1 + this.#random.below(100)];
    const left = this.#book.market(side, lots, owner);
    this.#same('market', left, this.naive.take(side, side * Number.MAX_SAFE_INTEGER, lots, owner));
    this.#entered(lots, left);
    this.#count('market');
  }

  #fillOrKill(side: Side): void {
    const [owner, lots, limit] = [this.#owner(), 1 + this.#random.below(50), this.#price(side, -8)];
    const filled = this.#book.fillOrKill(side, limit, lots, owner);
    this.#same('fill or kill', filled, this.naive.fillOrKill(side, limit, lots, owner));
    this.#entered(lots, filled ? 0 : lots);
    this.#count(filled ? 'filled' : 'killed');
  }

  #cancel(id: number): void {
    const left = this.#book.lotsOf(this.#handle(id));
    const gone = this.#book.cancel(this.#handle(id));
    this.#same('cancel', gone, this.naive.cancel(id));
    this.lots.cancelled += left;
    this.#count(gone ? 'cancel' : 'cancel of the gone');
  }

  #reduce(id: number): void {
    const lots = 1 + this.#random.below(15);
    const off = this.#book.reduce(this.#handle(id), lots);
    this.#same('reduce', off, this.naive.reduce(id, lots));
    this.lots.cancelled += off;
    this.#count(off === 0 ? 'reduce of the gone' : off < lots ? 'reduce to nothing' : 'reduce');
  }

  #replace(id: number): void {
    const [price, lots] = [this.#price(this.#random.below(2) === 0 ? BUY : SELL, 4), 1 + this.#random.below(20)];
    if (!this.#mayRest(price)) return;
    const left = this.#book.lotsOf(this.#handle(id));
    const handle = this.#book.replace(this.#handle(id), price, lots);
    const rests = this.naive.replace(id, this.handles.length, price, lots);
    this.#same('replace', handle === undefined ? undefined : handle !== NO_ORDER, rests);
    this.#count(handle === undefined ? 'replace of the gone' : 'replace');
    if (handle === undefined) return;
    this.lots.cancelled += left;
    this.lots.in += lots;
    this.#keep(handle);
  }

  #massCancel(): void {
    const owner = this.#random.below(OWNERS + 1);
    this.#count('mass cancel');
    for (const order of this.naive.orders) if (owner === OWNERS || order.owner === owner) this.#cancel(order.id);
  }

  /** Orders of one side deep into the other, each of which would clear it. */
  #flood(): void {
    const side = this.#random.below(2) === 0 ? BUY : SELL;
    this.#count('flood');
    for (let order = 0; order < 6; order += 1) {
      const toward = order % 3 === 2 ? opposite(side) : side;
      this.#limit(toward, this.#price(toward, -30), 40 + this.#random.below(40));
    }
  }

  /** The market moves away from what rests: mostly a little, sometimes by more than a window, rarely by more than any window. */
  #leap(): void {
    const far = this.#random.below(40);
    const reach = far === 0 ? 5_000_000 : far < 12 ? 20_000 : 300;
    this.#center = Math.max(1000, this.#center + this.#random.below(2 * reach) - reach);
    this.#count(reach > 20_000 ? 'leap beyond any window' : 'leap');
  }

  #mayRest(price: number): boolean {
    const may = this.#book.canRestAt(price);
    this.#same('reach', may, this.naive.canRestAt(price));
    if (!may) this.#count('price out of reach');
    return may;
  }

  #entered(lots: number, left: number): void {
    this.lots.in += lots;
    this.lots.cancelled += left;
  }

  /** A price of a side: `inside` ticks or less beyond the center for a positive number, that many through it for a negative. */
  #price(side: Side, inside: number): number {
    return this.#center + side * (this.#random.below(8) - inside);
  }

  #owner(): number {
    return this.#random.below(OWNERS);
  }

  #someId(): number {
    const live = this.naive.orders;
    const old = live.length === 0 || this.#random.below(4) === 0;
    return old
      ? this.#random.below(Math.max(1, this.handles.length))
      : (live[this.#random.below(live.length)]?.id ?? 0);
  }

  #handle(id: number): OrderHandle {
    return this.handles[id] ?? NO_ORDER;
  }

  #keep(handle: OrderHandle): void {
    if (handle !== NO_ORDER && this.#ids.has(handle)) this.#fail('a handle named two orders', handle, 'a new handle');
    this.#ids.set(handle, this.handles.length);
    this.handles.push(handle);
  }

  #compare(): void {
    const [book, naive] = [this.#book, this.naive];
    this.#same('events', this.#events.splice(0).join('\n'), naive.events.splice(0).join('\n'));
    this.#same('number of orders', book.resting, naive.orders.length);
    for (const side of [BUY, SELL]) {
      this.#same('best price', side === BUY ? book.bestBid : book.bestAsk, naive.best(side));
      this.#same('depth', book.depth(side, 7), naive.depth(side, 7));
    }
    for (const order of naive.orders) {
      this.#same('lots of an order', book.lotsOf(this.#handle(order.id)), order.lots);
      this.#same('lots of a level', book.lotsAt(order.price), naive.lotsAt(order.price));
    }
  }

  #count(what: string): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
  }

  #same(what: string, actual: unknown, expected: unknown): void {
    if (actual !== expected) this.#fail(what, actual, expected);
  }

  #fail(what: string, actual: unknown, expected: unknown): never {
    throw new Error(`stream of seed ${this.#seed}, ${what}: ${String(actual)} in place of ${String(expected)}`);
  }
}
