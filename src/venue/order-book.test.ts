import { describe, expect, it } from 'vitest';
import { BUY, SELL, type Side } from '../market/side.ts';
import { ANONYMOUS, OrderBook } from './order-book.ts';
import { NO_ORDER, type OrderHandle } from './order-store.ts';

interface Trade {
  readonly makerOwner: number;
  readonly handle: OrderHandle;
  readonly left: number;
  readonly price: number;
  readonly lots: number;
  readonly takerOwner: number;
  readonly side: Side;
}

interface Withdrawal {
  readonly owner: number;
  readonly handle: OrderHandle;
  readonly lots: number;
}

function recordingBook(): { book: OrderBook; trades: Trade[]; withdrawals: Withdrawal[] } {
  const trades: Trade[] = [];
  const withdrawals: Withdrawal[] = [];
  const book = new OrderBook({
    traded(makerOwner, handle, left, price, lots, takerOwner, side) {
      trades.push({ makerOwner, handle, left, price, lots, takerOwner, side });
    },
    selfTradePrevented(owner, handle, lots) {
      withdrawals.push({ owner, handle, lots });
    },
  });
  return { book, trades, withdrawals };
}

describe('OrderBook', () => {
  it('trades the best price first and the oldest order first', () => {
    const { book, trades } = recordingBook();
    book.postOnly(SELL, 101, 5, 1);
    book.postOnly(SELL, 100, 5, 2);
    book.postOnly(SELL, 100, 5, 3);
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
    book.postOnly(BUY, 99, 4, 1);
    book.postOnly(BUY, 98, 4, 1);
    expect(book.take(SELL, 99, 10, 9)).toBe(6);
    expect(book.bestBid).toBe(98);
  });

  it('rests what a limit order does not trade, and nothing of one that trades whole', () => {
    const { book } = recordingBook();
    book.postOnly(SELL, 100, 5, 1);
    const rest = book.limit(BUY, 100, 7, 2);
    expect(book.lotsOf(rest)).toBe(2);
    expect([book.bestBid, book.bestAsk]).toEqual([100, -1]);
    expect(book.limit(SELL, 99, 2, 3)).toBe(NO_ORDER);
    expect(book.resting).toBe(0);
  });

  it('trades a market order at any price and never rests it', () => {
    const { book, trades } = recordingBook();
    book.postOnly(BUY, 99, 4, 1);
    book.postOnly(BUY, 1, 4, 1);
    expect(book.market(SELL, 10, 2)).toBe(2);
    expect(trades.map((trade) => trade.price)).toEqual([99, 1]);
    expect(book.bestAsk).toBe(-1);
  });

  it('refuses a post-only order that crosses, and does nothing', () => {
    const { book, trades } = recordingBook();
    book.postOnly(SELL, 100, 1, 1);
    expect(book.postOnly(BUY, 100, 1, 1)).toBe(NO_ORDER);
    expect(trades).toEqual([]);
    expect(book.resting).toBe(1);
  });

  it('fills a fill-or-kill order whole or not at all', () => {
    const { book, trades } = recordingBook();
    book.postOnly(SELL, 100, 3, 1);
    book.postOnly(SELL, 101, 3, 1);
    expect(book.fillOrKill(BUY, 101, 7, 2)).toBe(false);
    expect(book.fillOrKill(BUY, 100, 4, 2)).toBe(false);
    expect(trades).toEqual([]);
    expect(book.fillOrKill(BUY, 101, 6, 2)).toBe(true);
    expect(book.resting).toBe(0);
  });

  it('does not count an owner’s own orders when it asks whether a fill-or-kill order can be filled', () => {
    const { book, withdrawals } = recordingBook();
    book.postOnly(SELL, 100, 3, 1);
    book.postOnly(SELL, 100, 3, 2);
    expect(book.fillOrKill(BUY, 100, 4, 2)).toBe(false);
    expect(withdrawals).toEqual([]);
    expect(book.fillOrKill(BUY, 100, 3, 2)).toBe(true);
  });

  it('keeps the place of a reduced order in its queue', () => {
    const { book, trades } = recordingBook();
    const first = book.postOnly(BUY, 50, 10, 1);
    book.postOnly(BUY, 50, 10, 2);
    expect(book.reduce(first, 4)).toBe(4);
    expect([book.lotsOf(first), book.lotsAt(50)]).toEqual([6, 16]);
    book.take(SELL, 50, 7, 9);
    expect(trades.map((trade) => [trade.makerOwner, trade.lots])).toEqual([
      [1, 6],
      [2, 1],
    ]);
  });

  it('ends an order that is reduced by all it has or more, and says how much came off', () => {
    const { book } = recordingBook();
    const order = book.postOnly(BUY, 50, 10, 1);
    expect(book.reduce(order, 12)).toBe(10);
    expect(book.reduce(order, 1)).toBe(0);
    expect([book.resting, book.bestBid]).toEqual([0, -1]);
  });

  it('queues a replaced order last, even at its old price', () => {
    const { book, trades } = recordingBook();
    const first = book.postOnly(BUY, 50, 10, 1);
    book.postOnly(BUY, 50, 10, 2);
    const replaced = book.replace(first, 50, 10);
    expect(book.lotsOf(first)).toBe(0);
    expect(book.lotsOf(replaced ?? NO_ORDER)).toBe(10);
    book.take(SELL, 50, 12, 9);
    expect(trades.map((trade) => trade.makerOwner)).toEqual([2, 1]);
    expect(book.replace(first, 51, 10)).toBeUndefined();
  });

  it('cancels the resting order of an owner who would trade with himself, and goes on', () => {
    const { book, trades, withdrawals } = recordingBook();
    const own = book.postOnly(SELL, 100, 5, 7);
    book.postOnly(SELL, 100, 5, 8);
    expect(book.take(BUY, 100, 9, 7)).toBe(4);
    expect(withdrawals).toEqual([{ owner: 7, handle: own, lots: 5 }]);
    expect(trades.map((trade) => trade.makerOwner)).toEqual([8]);
    expect(book.cancel(own)).toBe(false);
  });

  it('lets orders that nobody claims trade with one another', () => {
    const { book, trades, withdrawals } = recordingBook();
    book.postOnly(SELL, 100, 5, ANONYMOUS);
    expect(book.take(BUY, 100, 5, ANONYMOUS)).toBe(0);
    expect([trades.length, withdrawals.length]).toEqual([1, 0]);
  });

  it('never lets a used handle name a later order', () => {
    const { book } = recordingBook();
    const first = book.postOnly(BUY, 50, 1, 1);
    expect(book.cancel(first)).toBe(true);
    const second = book.postOnly(BUY, 50, 1, 1);
    expect(second).not.toBe(first);
    expect(book.cancel(first)).toBe(false);
    expect(book.lotsOf(second)).toBe(1);
  });

  it('names an order even where its slot was used ten thousand times before', () => {
    const { book } = recordingBook();
    let handle = book.postOnly(BUY, 50, 1, 1);
    const older: OrderHandle[] = [];
    for (let use = 0; use < 10_000; use += 1) {
      expect(book.cancel(handle)).toBe(true);
      older.push(handle);
      handle = book.postOnly(BUY, 50, 1, 1);
    }
    expect(new Set(older).size).toBe(10_000);
    expect(Math.max(...older)).toBeLessThan(0x80000000);
    expect(older.some((old) => book.cancel(old))).toBe(false);
    expect(book.lotsOf(handle)).toBe(1);
  });

  it('holds and names more than 65,536 orders', () => {
    const { book } = recordingBook();
    const count = 200_000;
    const handles = Array.from({ length: count }, (_, index) => book.postOnly(BUY, 1 + (index % 9000), 1, index));
    expect([book.resting, book.bestBid]).toEqual([count, 9000]);
    expect(new Set(handles).size).toBe(count);
    expect(handles.every((handle) => book.cancel(handle))).toBe(true);
    expect([book.resting, book.bestBid, book.bookHash]).toEqual([0, -1, recordingBook().book.bookHash]);
  });

  it('keeps every order while its prices spread a million ticks apart', () => {
    const { book } = recordingBook();
    const prices = [500_000, 499_000, 480_000, 1_000_000, 300_000, 1_200_000, 200_001];
    const handles = prices.map((price, index) => book.postOnly(price > 500_000 ? SELL : BUY, price, 1 + index, 1));
    expect([book.bestBid, book.bestAsk]).toEqual([500_000, 1_000_000]);
    expect(handles.map((handle) => book.lotsOf(handle))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(prices.map((price) => book.lotsAt(price))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(book.depth(BUY, 20_000)).toBe(1 + 2 + 3);
    expect(book.market(SELL, 100, 2)).toBe(100 - (1 + 2 + 3 + 5 + 7));
  });

  it.each([4095, 4096, 4097, 8191, 8192])(
    'keeps two orders apart that lie exactly %i ticks from one another',
    (distance) => {
      const { book } = recordingBook();
      const bid = book.postOnly(BUY, 10_000, 1, 1);
      const ask = book.postOnly(SELL, 10_000 + distance, 2, 1);
      expect([book.lotsAt(10_000), book.lotsAt(10_000 + distance)]).toEqual([1, 2]);
      expect([book.bestBid, book.bestAsk]).toEqual([10_000, 10_000 + distance]);
      expect(book.cancel(ask)).toBe(true);
      expect([book.lotsOf(bid), book.lotsAt(10_000), book.bestAsk]).toEqual([1, 1, -1]);
    },
  );

  it('follows a market that walks away from where it began, without widening', () => {
    const { book } = recordingBook();
    let bid = book.postOnly(BUY, 1000, 1, 1);
    let ask = book.postOnly(SELL, 1003, 1, 1);
    for (let step = 1; step <= 3000; step += 1) {
      const price = 1000 + step * 1001;
      book.cancel(ask);
      ask = book.postOnly(SELL, price + 3, 1, 1);
      book.cancel(bid);
      bid = book.postOnly(BUY, price, 1, 1);
      expect([book.bestBid, book.bestAsk, book.resting]).toEqual([price, price + 3, 2]);
      expect(book.lotsAt(price - 1001)).toBe(0);
    }
  });

  it('says which prices it cannot reach, and refuses them rather than lose an order', () => {
    const { book } = recordingBook();
    book.postOnly(BUY, 1000, 1, 1);
    expect([0, -5, 1, 4_000_000].map((price) => book.canRestAt(price))).toEqual([false, false, true, true]);
    expect(book.canRestAt(1000 + 4_194_303)).toBe(true);
    expect(book.canRestAt(1000 + 4_194_304)).toBe(false);
    expect(() => book.limit(SELL, 6_000_000, 1, 1)).toThrow('no window covers 6000000 ticks');
    expect(book.lotsAt(1000)).toBe(1);
  });

  it('sums the displayed depth of a band behind the touch', () => {
    const { book } = recordingBook();
    for (const [price, lots] of [
      [100, 1],
      [98, 2],
      [95, 4],
      [94, 8],
    ] as const) {
      book.postOnly(BUY, price, lots, 1);
    }
    expect(book.depth(BUY, 5)).toBe(7);
    expect(book.depth(SELL, 5)).toBe(0);
  });

  it('tells what taking up to a limit gains a taker of a given value', () => {
    const { book } = recordingBook();
    book.postOnly(SELL, 100, 3, 1);
    book.postOnly(SELL, 102, 3, 1);
    book.postOnly(SELL, 110, 3, 1);
    expect(book.gainTo(BUY, 105, 106, 100)).toBe(6 * 3 + 4 * 3);
    expect(book.gainTo(BUY, 105, 106, 4)).toBe(6 * 3 + 4);
    expect(book.gainTo(SELL, 90, 80, 100)).toBe(0);
  });

  it('hashes trades by order, side, price and size', () => {
    const hashAfter = (makerSide: Side, price: number, sizes: readonly number[]): number => {
      const { book } = recordingBook();
      book.postOnly(makerSide, price, 100, 1);
      for (const lots of sizes) book.market(makerSide === BUY ? SELL : BUY, lots, 2);
      return book.tradeHash;
    };
    const hash = hashAfter(SELL, 100, [1, 2]);
    expect(hash).toBe(hashAfter(SELL, 100, [1, 2]));
    expect(hash).not.toBe(hashAfter(SELL, 100, [2, 1]));
    expect(hash).not.toBe(hashAfter(SELL, 101, [1, 2]));
    expect(hash).not.toBe(hashAfter(BUY, 100, [1, 2]));
  });

  it('hashes what rests: equal however it came to rest, other for another side, price or size', () => {
    const hashOf = (...orders: readonly (readonly [Side, number, number])[]): number => {
      const { book } = recordingBook();
      for (const [side, price, lots] of orders) book.postOnly(side, price, lots, 1);
      return book.bookHash;
    };
    const hash = hashOf([BUY, 99, 3], [SELL, 101, 5]);
    expect(hashOf([SELL, 101, 5], [BUY, 99, 3])).toBe(hash);
    expect(hashOf([BUY, 99, 3], [SELL, 101, 4])).not.toBe(hash);
    expect(hashOf([BUY, 98, 3], [SELL, 101, 5])).not.toBe(hash);
    expect(hashOf([BUY, 99, 2], [BUY, 99, 1], [SELL, 101, 5])).not.toBe(hash);
    expect(hashOf([BUY, 99, 3])).not.toBe(hashOf([SELL, 99, 3]));

    const { book } = recordingBook();
    const reduced = book.postOnly(BUY, 99, 7, 1);
    book.postOnly(SELL, 101, 9, 1);
    book.reduce(reduced, 4);
    book.take(BUY, 101, 4, 2);
    expect(book.bookHash).toBe(hash);
  });
});
