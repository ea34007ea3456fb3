// A seeded stream of order messages, made once and played to every engine: 55 % add, of which 3 % cross, 40 % cancel, of which 2 % of
// the gone, and 5 % market, around 8,000 live orders on some 400 prices. It names an order in two ways, and each engine takes the one
// that suits it: by the number of the message that added it, and by a small reference that the next order may have after it.

import { BUY, SELL, type Side } from '../src/market/side.ts';
import { RandomStream } from '../src/std/random.ts';
import { ANONYMOUS, type BookListener, OrderBook } from '../src/venue/order-book.ts';
import { NO_ORDER, type OrderHandle } from '../src/venue/order-store.ts';

export const ADD = 0;
export const CANCEL = 1;
export const MARKET = 2;

const SEED = 12_345;
const LIVE = 8000;
/** Orders lie this far behind the touch on average, exponentially: most are near it, some 400 prices are in use. */
const MEAN_DISTANCE_TICKS = 40;
const MOST_LOTS = 20;
/** Resting orders that a market message has to end, on average, for adds and removals to balance. */
const ORDERS_PER_MARKET = 2.6;
/** So many references stay unused, so that there are orders to cancel that are gone. */
const KEPT_GONE = 500;

export interface MessageStream {
  readonly length: number;
  /** The first messages only fill the book. */
  readonly opening: number;
  readonly kind: Int8Array;
  readonly side: Int8Array;
  readonly price: Int32Array;
  readonly lots: Int32Array;
  /** For a cancel, the number of the message that added the order. */
  readonly target: Int32Array;
  /** For an add and a cancel, the reference of the order; below `references`. */
  readonly reference: Int32Array;
  readonly references: number;
}

export function makeStream(messages: number): MessageStream {
  return new StreamMaker(messages).make();
}

class StreamMaker implements BookListener {
  readonly #random = new RandomStream(SEED, 'bench/messages');
  readonly #book = new OrderBook(this);
  readonly #stream;
  /** By reference: the handle of its order, and the number of the message that added it. */
  readonly #handles: OrderHandle[] = [];
  readonly #added: number[] = [];
  readonly #referenceOf = new Map<OrderHandle, number>();
  /** References of live orders, and where each stands in that list. */
  readonly #live: number[] = [];
  readonly #indexOf: number[] = [];
  /** References of orders that are gone, the longest gone first. */
  readonly #gone: number[] = [];
  #center = 100_000;

  constructor(messages: number) {
    const opening = Math.min(LIVE, messages);
    const length = opening + messages;
    this.#stream = {
      length,
      opening,
      kind: new Int8Array(length),
      side: new Int8Array(length),
      price: new Int32Array(length),
      lots: new Int32Array(length),
      target: new Int32Array(length),
      reference: new Int32Array(length),
    };
  }

  traded(_owner: number, handle: OrderHandle, left: number): void {
    if (left === 0) this.#end(this.#referenceOf.get(handle) as number);
  }

  selfTradePrevented(): void {
    // Nobody owns the orders of the stream.
  }

  make(): MessageStream {
    const { length, opening } = this.#stream;
    for (let at = 0; at < length; at += 1) {
      if (at % 1000 === 0) this.#center += this.#random.below(21) - 10;
      const draw = at < opening ? 0 : this.#random.below(100);
      if (draw < 55) this.#add(at, at >= opening && this.#random.below(100) < 3);
      else if (draw < 95) this.#cancel(at);
      else this.#market(at);
    }
    return { ...this.#stream, references: this.#handles.length };
  }

  #add(at: number, crossing: boolean): void {
    const side = this.#someSide();
    const touch = side === BUY ? this.#book.bestAsk : this.#book.bestBid;
    let price = this.#center - side * (1 + Math.floor(this.#random.exponential() * MEAN_DISTANCE_TICKS));
    if (touch >= 0 && crossing) price = touch + side * this.#random.below(3);
    else if (this.#book.wouldCross(side, price)) price = touch - side;
    const lots = 1 + this.#random.below(MOST_LOTS);
    const reference = this.#gone.length > KEPT_GONE ? (this.#gone.shift() as number) : this.#handles.length;
    this.#write(at, ADD, side, price, lots, at, reference);
    const handle = this.#book.limit(side, price, lots, ANONYMOUS);
    this.#handles[reference] = handle;
    this.#added[reference] = at;
    if (handle === NO_ORDER) {
      this.#gone.push(reference);
      return;
    }
    this.#referenceOf.set(handle, reference);
    this.#indexOf[reference] = this.#live.length;
    this.#live.push(reference);
  }

  #cancel(at: number): void {
    const from = this.#random.below(100) < 2 && this.#gone.length > 0 ? this.#gone : this.#live;
    const reference = from[this.#random.below(from.length)] as number;
    this.#write(at, CANCEL, BUY, 0, 0, this.#added[reference] as number, reference);
    if (this.#book.cancel(this.#handles[reference] as OrderHandle)) this.#end(reference);
  }

  #market(at: number): void {
    const side = this.#someSide();
    const pull = this.#book.resting / this.#stream.opening;
    const lots = 1 + this.#random.below(Math.round(ORDERS_PER_MARKET * MOST_LOTS * pull * pull));
    this.#write(at, MARKET, side, 0, lots, 0, 0);
    this.#book.market(side, lots, ANONYMOUS);
  }

  #end(reference: number): void {
    this.#referenceOf.delete(this.#handles[reference] as OrderHandle);
    const index = this.#indexOf[reference] as number;
    const last = this.#live.pop() as number;
    if (last !== reference) {
      this.#live[index] = last;
      this.#indexOf[last] = index;
    }
    this.#gone.push(reference);
  }

  #someSide(): Side {
    return this.#random.below(2) === 0 ? BUY : SELL;
  }

  #write(at: number, kind: number, side: Side, price: number, lots: number, target: number, reference: number): void {
    const stream = this.#stream;
    stream.kind[at] = kind;
    stream.side[at] = side;
    stream.price[at] = price;
    stream.lots[at] = lots;
    stream.target[at] = target;
    stream.reference[at] = reference;
  }
}
