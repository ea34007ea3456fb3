// The matching engine against a naive one, over random streams of every kind of message. A failure prints the seed of its stream.

import { describe, expect, it } from 'vitest';
import { type BookListener, OrderBook } from '../src/venue/order-book.ts';
import { type Happened, OracleStream } from './support/oracle-stream.ts';

const STREAMS = 1000;
const MESSAGES = 120;

const EVERYTHING = [
  'limit',
  'limit in part',
  'limit traded whole',
  'post-only',
  'post-only refused',
  'take',
  'market',
  'filled',
  'killed',
  'cancel',
  'cancel of the gone',
  'reduce',
  'reduce to nothing',
  'reduce of the gone',
  'replace',
  'replace of the gone',
  'mass cancel',
  'flood',
  'leap',
  'leap beyond any window',
  'price out of reach',
  'self-trade of 1',
  'self-trade of 2',
  'self-trade of 3',
];

function newBook(listener: BookListener): OrderBook {
  return new OrderBook(listener);
}

/** The same resting orders, entered into a new book in the order that `arrange` makes. */
function hashOf(stream: OracleStream, arrange: 'as they came' | 'the last first'): number {
  const book = newBook(stream);
  const orders = stream.naive.orders;
  for (const { side, price, lots, owner } of arrange === 'as they came' ? orders : orders.toReversed()) {
    book.postOnly(side, price, lots, owner);
  }
  return book.bookHash;
}

describe('OrderBook', () => {
  it(`agrees with the naive engine on ${STREAMS} random streams, and accounts for every lot`, () => {
    const happened: Happened = new Map();
    for (let seed = 1; seed <= STREAMS; seed += 1) {
      const books: OrderBook[] = [];
      const stream = new OracleStream(seed, (listener) => {
        const book = newBook(listener);
        books.push(book);
        return book;
      });
      stream.run(MESSAGES);
      for (const [what, times] of stream.happened) happened.set(what, (happened.get(what) ?? 0) + times);
      const { lots } = stream;
      expect(lots.in, `lots of the stream of seed ${seed}`).toBe(2 * lots.traded + lots.cancelled + lots.resting);
      expect(books[0]?.bookHash, `seed ${seed}`).toBe(hashOf(stream, 'as they came'));
      expect(books[0]?.bookHash, `seed ${seed}`).toBe(hashOf(stream, 'the last first'));
    }
    // A kind of message that no stream sent would agree too.
    for (const what of EVERYTHING) expect(happened.get(what) ?? 0, what).toBeGreaterThan(10);
  });

  it('is after a reset as it was when new', () => {
    let listener: BookListener | undefined;
    const used = new OrderBook({
      traded: (...trade) => listener?.traded(...trade),
      selfTradePrevented: (...withdrawal) => listener?.selfTradePrevented(...withdrawal),
    });
    for (let seed = 1; seed <= 100; seed += 1) {
      const books: OrderBook[] = [];
      const fresh = new OracleStream(seed, (events) => {
        books.push(newBook(events));
        return books[0] ?? used;
      });
      const again = new OracleStream(seed, (events) => {
        listener = events;
        used.reset();
        return used;
      });
      fresh.run(MESSAGES);
      again.run(MESSAGES);
      expect(again.handles, `seed ${seed}`).toStrictEqual(fresh.handles);
      expect([used.tradeHash, used.bookHash, used.resting], `seed ${seed}`).toStrictEqual([
        books[0]?.tradeHash,
        books[0]?.bookHash,
        books[0]?.resting,
      ]);
    }
  });
});
