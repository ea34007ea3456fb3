// The engine that one writes first, for comparison: an object for each order and level, a Map from id to order, a Map from price to level
// and a sorted array of prices for each side. Orders of a level are a linked list, so that a cancel need not search.

import { BUY, type Side } from '../src/market/side.ts';
import type { Engine, RestingOrder } from './engine.ts';
import { ADD, CANCEL, type MessageStream } from './message-stream.ts';

interface Order {
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  lots: number;
  previous: Order | undefined;
  next: Order | undefined;
}

interface Level {
  readonly price: number;
  lots: number;
  first: Order | undefined;
  last: Order | undefined;
}

interface BookSide {
  readonly levels: Map<number, Level>;
  /** Sorted so that the best price stands last. */
  readonly prices: number[];
}

export class MapEngine implements Engine {
  readonly name = 'Map and objects';
  #orders = new Map<number, Order>();
  #bids = emptySide();
  #asks = emptySide();
  #trades = 0;
  #volume = 0;

  get trades(): number {
    return this.#trades;
  }

  get volume(): number {
    return this.#volume;
  }

  restart(): void {
    this.#orders = new Map();
    this.#bids = emptySide();
    this.#asks = emptySide();
    this.#trades = 0;
    this.#volume = 0;
  }

  play(stream: MessageStream, from: number, until: number): void {
    const { kind, side, price, lots, target } = stream;
    for (let at = from; at < until; at += 1) {
      const what = kind[at];
      const of = side[at] as Side;
      if (what === ADD) this.#limit(at, of, price[at] as number, lots[at] as number);
      else if (what === CANCEL) this.#cancel(target[at] as number);
      else this.#match(of, of * Number.POSITIVE_INFINITY, lots[at] as number);
    }
  }

  orders(): Iterable<RestingOrder> {
    return this.#orders.values();
  }

  #limit(id: number, side: Side, price: number, lots: number): void {
    const left = this.#match(side, price, lots);
    if (left === 0) return;
    const book = side === BUY ? this.#bids : this.#asks;
    let level = book.levels.get(price);
    if (level === undefined) {
      level = { price, lots: 0, first: undefined, last: undefined };
      book.levels.set(price, level);
      book.prices.splice(placeOf(book.prices, price, side), 0, price);
    }
    const order: Order = { id, side, price, lots: left, previous: level.last, next: undefined };
    if (level.last === undefined) level.first = order;
    else level.last.next = order;
    level.last = order;
    level.lots += left;
    this.#orders.set(id, order);
  }

  #cancel(id: number): void {
    const order = this.#orders.get(id);
    if (order !== undefined) this.#remove(order);
  }

  #match(side: Side, limit: number, lots: number): number {
    const book = side === BUY ? this.#asks : this.#bids;
    let left = lots;
    while (left > 0) {
      const best = book.prices.at(-1);
      if (best === undefined || (best - limit) * side > 0) break;
      const maker = book.levels.get(best)?.first;
      if (maker === undefined) break;
      const traded = Math.min(left, maker.lots);
      left -= traded;
      this.#trades += 1;
      this.#volume += traded;
      if (traded === maker.lots) {
        this.#remove(maker);
      } else {
        maker.lots -= traded;
        const level = book.levels.get(best);
        if (level !== undefined) level.lots -= traded;
      }
    }
    return left;
  }

  #remove(order: Order): void {
    const book = order.side === BUY ? this.#bids : this.#asks;
    const level = book.levels.get(order.price);
    if (level === undefined) return;
    this.#orders.delete(order.id);
    level.lots -= order.lots;
    if (order.previous === undefined) level.first = order.next;
    else order.previous.next = order.next;
    if (order.next === undefined) level.last = order.previous;
    else order.next.previous = order.previous;
    if (level.first !== undefined) return;
    book.levels.delete(order.price);
    book.prices.splice(placeOf(book.prices, order.price, order.side), 1);
  }
}

function emptySide(): BookSide {
  return { levels: new Map(), prices: [] };
}

/** Where a price stands, or belongs, in prices sorted towards the best. */
function placeOf(prices: readonly number[], price: number, side: Side): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (((prices[middle] as number) - price) * side < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
