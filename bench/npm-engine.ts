// The package `nodejs-order-book`, as an engine of the comparison. The ids that it wants are made outside the time that is measured.

import { OrderBook, Side as Direction } from 'nodejs-order-book';
import { BUY, SELL } from '../src/market/side.ts';
import type { Engine, RestingOrder } from './engine.ts';
import { ADD, CANCEL, type MessageStream } from './message-stream.ts';

export class NpmEngine implements Engine {
  readonly name = 'nodejs-order-book';
  readonly #ids: readonly string[];
  #book = new OrderBook();

  constructor(messages: number) {
    this.#ids = Array.from({ length: messages }, (_, at) => `order-${at}`);
  }

  restart(): void {
    this.#book = new OrderBook();
  }

  play(stream: MessageStream, from: number, until: number): void {
    const { kind, side, price, lots, target } = stream;
    for (let at = from; at < until; at += 1) {
      const what = kind[at];
      const of = side[at] === BUY ? Direction.BUY : Direction.SELL;
      const size = lots[at] as number;
      if (what === ADD) this.#book.limit({ id: this.#ids[at] as string, side: of, price: price[at] as number, size });
      else if (what === CANCEL) this.#book.cancel(this.#ids[target[at] as number] as string);
      else this.#book.market({ side: of, size });
    }
  }

  *orders(): Iterable<RestingOrder> {
    const { bids, asks } = this.#book.snapshot();
    for (const { price, orders } of bids) for (const { size } of orders) yield { side: BUY, price, lots: size };
    for (const { price, orders } of asks) for (const { size } of orders) yield { side: SELL, price, lots: size };
  }
}
