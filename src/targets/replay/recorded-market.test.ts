import { describe, expect, it } from 'vitest';
import { BUY, SELL } from '../../market/side.ts';
import { RecordedMarket } from './recorded-market.ts';
import { diff, snapshot, ticker, trade } from './recorded-messages.fixture.ts';

function opened(): RecordedMarket {
  const market = new RecordedMarket(5);
  market.apply(snapshot({ lastId: 10, bids: [100, 5, 99, 7, 90, 1], asks: [101, 4, 102, 6, 110, 2] }));
  return market;
}

function taken(market: RecordedMarket, side: 1 | -1, limit: number, lots: number): readonly (readonly number[])[] {
  const levels: [number, number][] = [];
  market.take(side, limit, lots, (price, part) => levels.push([price, part]));
  return levels;
}

describe('the touch of a recorded market', () => {
  it('is the one of the newer update, whichever message brought it', () => {
    const market = opened();
    expect(market.midHalfTicks).toBe(201);
    market.apply(ticker({ updateId: 12, bidTicks: 98, askTicks: 103 }));
    market.apply(diff({ firstId: 11, lastId: 11, asks: [101, 0] }));
    expect(market.midHalfTicks).toBe(201);
    market.apply(diff({ firstId: 12, lastId: 13, bids: [100, 0], asks: [102, 0] }));
    expect(market.touch).toMatchObject({ bidTicks: 99, bidLots: 7, askTicks: 110, askLots: 2 });
    market.apply(ticker({ updateId: 12, bidTicks: 98, askTicks: 103 }));
    expect(market.midHalfTicks).toBe(209);
  });

  it('is unknown while a side is empty', () => {
    const market = new RecordedMarket(5);
    expect(market.midHalfTicks).toBe(0);
    market.apply(snapshot({ lastId: 1, bids: [100, 1] }));
    expect(market.midHalfTicks).toBe(0);
  });

  it('is held against the newest ticker of the book’s own update or before, and a difference is counted', () => {
    const market = opened();
    market.apply(ticker({ updateId: 11, bidTicks: 100, bidLots: 9, askTicks: 101, askLots: 4 }));
    market.apply(ticker({ updateId: 15, bidTicks: 99, bidLots: 9, askTicks: 101, askLots: 4 }));
    market.apply(diff({ firstId: 11, lastId: 12, bids: [100, 9] }));
    expect(market.checks).toMatchObject({ compared: 1, different: 0, equal: true });
    market.apply(diff({ firstId: 13, lastId: 16, bids: [100, 8] }));
    expect(market.checks).toMatchObject({ compared: 2, different: 1, equal: false });
  });
});

describe('the queue that a new order joins', () => {
  it('is what is displayed at its price: by the touch there, by the book behind it, nothing in front', () => {
    const market = opened();
    market.apply(ticker({ updateId: 11, bidTicks: 100, bidLots: 3, askTicks: 102, askLots: 8 }));
    expect([101, 100, 99, 98].map((price) => market.lotsAhead(BUY, price))).toStrictEqual([0, 3, 7, 0]);
    expect([101, 102, 110].map((price) => market.lotsAhead(SELL, price))).toStrictEqual([0, 8, 2]);
  });

  it('is closed to orders that would trade', () => {
    const market = opened();
    expect([100, 101, 102].map((price) => market.crosses(BUY, price))).toStrictEqual([false, true, true]);
    expect([99, 100, 101].map((price) => market.crosses(SELL, price))).toStrictEqual([true, true, false]);
  });
});

describe('taking what a recorded market displays', () => {
  it('goes level by level to the limit and no further', () => {
    expect(taken(opened(), BUY, 102, 100)).toStrictEqual([
      [101, 4],
      [102, 6],
    ]);
    expect(taken(opened(), SELL, 99, 8)).toStrictEqual([
      [100, 5],
      [99, 3],
    ]);
    expect(taken(opened(), BUY, 100, 5)).toStrictEqual([]);
  });

  it('does not give the same lots twice until a message changes the level', () => {
    const market = opened();
    expect(taken(market, BUY, 101, 3)).toStrictEqual([[101, 3]]);
    expect(taken(market, BUY, 101, 3)).toStrictEqual([[101, 1]]);
    expect(taken(market, BUY, 102, 3)).toStrictEqual([[102, 3]]);
    market.apply(diff({ firstId: 11, lastId: 11, bids: [99, 1] }));
    expect(taken(market, BUY, 101, 3)).toStrictEqual([]);
    market.apply(diff({ firstId: 12, lastId: 12, asks: [101, 2] }));
    expect(taken(market, BUY, 101, 3)).toStrictEqual([[101, 2]]);
  });

  it('is renewed by a ticker only where the ticker tells something new', () => {
    const market = opened();
    const same = { bidTicks: 100, bidLots: 5, askTicks: 101, askLots: 4 };
    market.apply(ticker({ updateId: 11, ...same }));
    taken(market, BUY, 101, 4);
    market.apply(ticker({ updateId: 12, ...same, bidLots: 6 }));
    expect(taken(market, BUY, 101, 4)).toStrictEqual([]);
    market.apply(ticker({ updateId: 13, ...same, askLots: 5 }));
    expect(taken(market, BUY, 101, 9)).toStrictEqual([[101, 5]]);
  });

  it('believes the newer touch over the older levels in front of it', () => {
    const market = opened();
    market.apply(ticker({ updateId: 11, bidTicks: 100, bidLots: 5, askTicks: 102, askLots: 1 }));
    expect(taken(market, BUY, 110, 100)).toStrictEqual([
      [102, 1],
      [110, 2],
    ]);
  });
});

describe('the mid before a trade', () => {
  it('has the first price of the taker on the side hit, even if the touch has moved past it already', () => {
    const market = opened();
    market.apply(ticker({ updateId: 11, bidTicks: 103, askTicks: 104 }));
    expect(market.midBefore(trade({ side: BUY, priceTicks: 101, eventUs: 1 }))).toBe(201);
    expect(market.midBefore(trade({ side: SELL, priceTicks: 103, eventUs: 2 }))).toBe(207);
  });

  it('keeps the last known price of the other side, at least a tick away', () => {
    const market = opened();
    market.apply(ticker({ updateId: 11, bidTicks: 95, askTicks: 101 }));
    expect(market.midBefore(trade({ side: BUY, priceTicks: 101, eventUs: 1 }))).toBe(196);
    market.apply(ticker({ updateId: 12, bidTicks: 95, askTicks: 96 }));
    expect(market.midBefore(trade({ side: SELL, priceTicks: 98, eventUs: 2 }))).toBe(197);
  });

  it('is shared by all trades of one side and matching time, however far the taker reached', () => {
    const market = opened();
    expect(market.midBefore(trade({ side: BUY, priceTicks: 101, eventUs: 5 }))).toBe(201);
    expect(market.midBefore(trade({ side: BUY, priceTicks: 110, eventUs: 5 }))).toBe(201);
    expect(market.midBefore(trade({ side: SELL, priceTicks: 100, eventUs: 5 }))).toBe(201);
    expect(market.midBefore(trade({ side: BUY, priceTicks: 110, eventUs: 6 }))).toBe(210);
  });
});
