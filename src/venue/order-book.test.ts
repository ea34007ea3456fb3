import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../std/random.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import { OrderBook, type OrderHandle } from './order-book.ts';

interface Trade {
  readonly makerOwner: number;
  readonly handle: OrderHandle;
  readonly left: number;
  readonly price: number;
  readonly lots: number;
  readonly takerOwner: number;
  readonly side: Side;
}

function recordingBook(): { book: OrderBook; trades: Trade[] } {
  const trades: Trade[] = [];
  const book = new OrderBook({
    traded(makerOwner, handle, left, price, lots, takerOwner, side) {
      trades.push({ makerOwner, handle, left, price, lots, takerOwner, side });
    },
  });
  return { book, trades };
}

/** The same rules over a plain sorted list: slow, and obviously right. */
class NaiveBook {
  readonly orders: { id: number; side: Side; price: number; lots: number; owner: number; order: number }[] = [];
  readonly trades: string[] = [];
  #arrival = 0;

  best(side: Side): number {
    const prices = this.orders.filter((order) => order.side === side).map((order) => order.price);
    if (prices.length === 0) return -1;
    return side === BUY ? Math.max(...prices) : Math.min(...prices);
  }

  rest(id: number, side: Side, price: number, lots: number, owner: number): void {
    this.#arrival += 1;
    this.orders.push({ id, side, price, lots, owner, order: this.#arrival });
  }

  cancel(id: number): boolean {
    const index = this.orders.findIndex((order) => order.id === id);
    if (index < 0) return false;
    this.orders.splice(index, 1);
    return true;
  }

  take(side: Side, limit: number, lots: number): number {
    let left = lots;
    while (left > 0) {
      const queue = this.orders
        .filter((order) => order.side !== side && (order.price - limit) * side <= 0)
        .toSorted((a, b) => (a.price - b.price) * side || a.order - b.order);
      const first = queue[0];
      if (first === undefined) break;
      const traded = Math.min(first.lots, left);
      first.lots -= traded;
      left -= traded;
      this.trades.push(`${first.owner}@${first.price}x${traded}`);
      if (first.lots === 0) this.cancel(first.id);
    }
    return left;
  }

  lotsAt(price: number): number {
    return this.orders.filter((order) => order.price === price).reduce((sum, order) => sum + order.lots, 0);
  }
}

/** Drives both books with one random stream and compares them after every message; returns the conservation figures. */
function compareOnStream(
  seed: number,
  messages: number,
): { in: number; traded: number; cancelled: number; resting: number } {
  const random = new RandomStream(seed, 'order-book-oracle');
  const { book, trades } = recordingBook();
  const naive = new NaiveBook();
  const handles: OrderHandle[] = [];
  const sums = { in: 0, traded: 0, cancelled: 0, resting: 0 };
  for (let message = 0; message < messages; message += 1) {
    const side = random.below(2) === 0 ? BUY : SELL;
    const lots = 1 + random.below(20);
    const kind = random.below(10);
    if (kind < 5) {
      const price = 1000 + random.below(60) - side * 20;
      expect(book.wouldCross(side, price)).toBe(
        side === BUY ? naive.best(SELL) >= 0 && price >= naive.best(SELL) : price <= naive.best(BUY),
      );
      if (book.wouldCross(side, price)) continue;
      naive.rest(handles.length, side, price, lots, handles.length);
      handles.push(book.rest(side, price, lots, handles.length));
      sums.in += lots;
    } else if (kind < 8) {
      if (handles.length === 0) continue;
      const id = random.below(handles.length);
      const handle = handles[id] as OrderHandle;
      const left = book.lotsOf(handle);
      expect(book.cancel(handle)).toBe(naive.cancel(id));
      sums.cancelled += left;
    } else {
      const limit = 1000 + random.below(80) - 40;
      const left = book.take(side, limit, lots, -1);
      expect(left).toBe(naive.take(side, limit, lots));
      sums.traded += lots - left;
    }
    expect(book.bestBid).toBe(naive.best(BUY));
    expect(book.bestAsk).toBe(naive.best(SELL));
    expect(book.resting).toBe(naive.orders.length);
  }
  for (let price = 900; price < 1100; price += 1) expect(book.lotsAt(price)).toBe(naive.lotsAt(price));
  expect(trades.map((trade) => `${trade.makerOwner}@${trade.price}x${trade.lots}`)).toEqual(naive.trades);
  for (const handle of handles) sums.resting += book.lotsOf(handle);
  return sums;
}

describe('OrderBook', () => {
  it('trades the best price first and the oldest order first', () => {
    const { book, trades } = recordingBook();
    book.rest(SELL, 101, 5, 1);
    book.rest(SELL, 100, 5, 2);
    book.rest(SELL, 100, 5, 3);
    expect(book.take(BUY, 101, 12, 9)).toBe(0);
    expect(trades.map((trade) => [trade.makerOwner, trade.price, trade.lots])).toEqual([
      [2, 100, 5],
      [3, 100, 5],
      [1, 101, 2],
    ]);
    expect(book.bestAsk).toBe(101);
    expect(book.lotsAt(101)).toBe(3);
  });

  it('leaves what the limit price does not reach', () => {
    const { book } = recordingBook();
    book.rest(BUY, 99, 4, 1);
    book.rest(BUY, 98, 4, 1);
    expect(book.take(SELL, 99, 10, 9)).toBe(6);
    expect(book.bestBid).toBe(98);
  });

  it('never lets a used handle name a later order', () => {
    const { book } = recordingBook();
    const first = book.rest(BUY, 50, 1, 1);
    expect(book.cancel(first)).toBe(true);
    const second = book.rest(BUY, 50, 1, 1);
    expect(second).not.toBe(first);
    expect(book.cancel(first)).toBe(false);
    expect(book.lotsOf(second)).toBe(1);
  });

  it('refuses to rest an order that crosses', () => {
    const { book } = recordingBook();
    book.rest(SELL, 100, 1, 1);
    expect(() => book.rest(BUY, 100, 1, 1)).toThrow('must not cross');
  });

  it('sums the displayed depth of a band behind the touch', () => {
    const { book } = recordingBook();
    for (const [price, lots] of [
      [100, 1],
      [98, 2],
      [95, 4],
      [94, 8],
    ] as const) {
      book.rest(BUY, price, lots, 1);
    }
    expect(book.depth(BUY, 5)).toBe(7);
    expect(book.depth(SELL, 5)).toBe(0);
  });

  it('tells what taking up to a limit gains a taker of a given value', () => {
    const { book } = recordingBook();
    book.rest(SELL, 100, 3, 1);
    book.rest(SELL, 102, 3, 1);
    book.rest(SELL, 110, 3, 1);
    expect(book.gainTo(BUY, 105, 106, 100)).toBe(6 * 3 + 4 * 3);
    expect(book.gainTo(BUY, 105, 106, 4)).toBe(6 * 3 + 4);
    expect(book.gainTo(SELL, 90, 80, 100)).toBe(0);
  });

  it('agrees with a naive book on random streams, and every lot is accounted for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const sums = compareOnStream(seed, 300);
        // A trade takes its lots out of a resting order: in = traded + cancelled + still resting.
        expect(sums.in).toBe(sums.traded + sums.cancelled + sums.resting);
      }),
      { numRuns: 60 },
    );
  });

  it('grows beyond its first capacity without losing an order', () => {
    const { book } = recordingBook();
    const handles = Array.from({ length: 9000 }, (_, index) => book.rest(BUY, 1 + (index % 5000), 1, index));
    expect(book.resting).toBe(9000);
    expect(book.bestBid).toBe(5000);
    for (const handle of handles) expect(book.cancel(handle)).toBe(true);
    expect(book.resting).toBe(0);
    expect(book.bestBid).toBe(-1);
  });

  it('hashes trades by order, side, price and size', () => {
    const hashAfter = (sizes: readonly number[]): number => {
      const { book } = recordingBook();
      book.rest(SELL, 100, 100, 1);
      for (const lots of sizes) book.take(BUY, 100, lots, 2);
      return book.tradeHash;
    };
    expect(hashAfter([1, 2])).not.toBe(hashAfter([2, 1]));
    expect(hashAfter([1, 2])).toBe(hashAfter([1, 2]));
  });
});
