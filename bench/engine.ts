// What every engine of the comparison can do: play a part of the stream, and say what its book holds then.

import type { Side } from '../src/market/side.ts';
import { BookHash } from '../src/venue/book-hash.ts';
import type { MessageStream } from './message-stream.ts';

export interface Engine {
  readonly name: string;
  /** Empties the book, or takes a new one. */
  restart(): void;
  play(stream: MessageStream, from: number, until: number): void;
  orders(): Iterable<RestingOrder>;
}

export interface RestingOrder {
  readonly side: Side;
  readonly price: number;
  readonly lots: number;
}

/** One number over all resting orders, computed alike for every engine: its book hash. */
export function hashOrders(engine: Engine): number {
  const hash = new BookHash();
  for (const { side, price, lots } of engine.orders()) hash.enter(side, price, lots);
  return hash.book;
}
