// The order book of the venue, as an engine of the comparison. Its user keeps one handle for each reference.

import { BUY, SELL, type Side } from '../src/market/side.ts';
import { ANONYMOUS, OrderBook, type BookListener } from '../src/venue/order-book.ts';
import { NO_ORDER, type OrderHandle } from '../src/venue/order-store.ts';
import type { Engine, RestingOrder } from './engine.ts';
import { ADD, CANCEL, type MessageStream } from './message-stream.ts';

export class OrderBookEngine implements Engine, BookListener {
  readonly name = 'plimsoll';
  readonly book = new OrderBook(this);
  readonly #handles: Int32Array;
  #played: { stream: MessageStream; until: number } | undefined;
  #trades = 0;
  #volume = 0;

  constructor(references: number) {
    this.#handles = new Int32Array(references);
  }

  get trades(): number {
    return this.#trades;
  }

  get volume(): number {
    return this.#volume;
  }

  traded(_maker: number, _handle: OrderHandle, _left: number, _price: number, lots: number): void {
    this.#trades += 1;
    this.#volume += lots;
  }

  selfTradePrevented(): void {
    // Nobody owns the orders of the stream.
  }

  restart(): void {
    this.book.reset();
    this.#handles.fill(NO_ORDER);
    this.#trades = 0;
    this.#volume = 0;
  }

  play(stream: MessageStream, from: number, until: number): void {
    this.#played = { stream, until };
    const { kind, side, price, lots, reference } = stream;
    const book = this.book;
    const handles = this.#handles;
    for (let at = from; at < until; at += 1) {
      const what = kind[at];
      const of = side[at] as Side;
      if (what === ADD)
        handles[reference[at] as number] = book.limit(of, price[at] as number, lots[at] as number, ANONYMOUS);
      else if (what === CANCEL) book.cancel(handles[reference[at] as number] as OrderHandle);
      else book.market(of, lots[at] as number, ANONYMOUS);
    }
  }

  /** Of several messages that used a reference, the last one added what rests. */
  *orders(): Iterable<RestingOrder> {
    if (this.#played === undefined) return;
    const { stream, until } = this.#played;
    const seen = new Set<number>();
    for (let at = until - 1; at >= 0; at -= 1) {
      const reference = stream.reference[at] as number;
      if (stream.kind[at] !== ADD || seen.has(reference)) continue;
      seen.add(reference);
      const lots = this.book.lotsOf(this.#handles[reference] as OrderHandle);
      if (lots > 0) yield { side: stream.side[at] === BUY ? BUY : SELL, price: stream.price[at] as number, lots };
    }
  }
}
