import { describe, expect, it } from 'vitest';
import { BUY, SELL } from '../../market/side.ts';
import type { OrderRequest } from '../../market/trader.ts';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { RecordingTrader } from '../../../test/support/recording-trader.ts';
import type { MarketMessage } from './collector-message.ts';
import { diff, snapshot, ticker, trade } from './recorded-messages.fixture.ts';
import { ReplayVenue, type ReplayModel } from './replay-venue.ts';

const BTC = { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.001 };
const MODEL: ReplayModel = {
  fees: { makerBps: 1, takerBps: 3 },
  latency: {
    feed: { kind: 'constant', ms: 1 },
    entry: { kind: 'constant', ms: 10 },
    response: { kind: 'constant', ms: 5 },
  },
  orderLimit: { orders: 100, perMs: 10_000 },
  depthBandBps: 500,
};
const BOOK = snapshot({ lastId: 1, bids: [100, 5, 99, 7], asks: [102, 4, 103, 6] });

class Floor {
  readonly sink = new RecordingSink();
  readonly trader = new RecordingTrader();
  readonly venue: ReplayVenue;
  #tradeId = 0;

  constructor(model: Partial<ReplayModel> = {}) {
    this.venue = new ReplayVenue(BTC, { ...MODEL, ...model }, 1, this.sink);
    this.venue.connect(this.trader);
    this.venue.read(BOOK);
  }

  read(...messages: readonly MarketMessage[]): this {
    for (const message of messages) this.venue.read(message);
    return this;
  }

  /** Somebody trades; the exchange's clock is the recorder's here. */
  trade(ms: number, side: 1 | -1, priceTicks: number, lots: number): this {
    this.#tradeId += 1;
    return this.read(trade({ receivedUs: ms * 1000, tradeId: this.#tradeId, side, priceTicks, lots }));
  }

  /** Runs to this time, then sends a request there. */
  submit(ms: number, request: OrderRequest): this {
    this.venue.wakeAt(ms * 1000);
    this.venue.run(ms * 1000 + 1);
    this.venue.submit(request);
    return this;
  }

  run(ms: number): this {
    this.venue.run(ms * 1000);
    return this;
  }
}

const bid = (orderId: number, priceTicks: number, lots: number): OrderRequest => ({
  kind: 'place',
  orderId,
  side: BUY,
  priceTicks,
  lots,
  timeInForce: 'post_only',
});
const ask = (orderId: number, priceTicks: number, lots: number): OrderRequest => ({
  kind: 'place',
  orderId,
  side: SELL,
  priceTicks,
  lots,
  timeInForce: 'post_only',
});
const ioc = (orderId: number, side: 1 | -1, priceTicks: number, lots: number): OrderRequest => ({
  kind: 'place',
  orderId,
  side,
  priceTicks,
  lots,
  timeInForce: 'ioc',
});

describe('an order in a replay', () => {
  it('rests after the entry latency, is answered after the response latency, and fills behind the displayed queue', () => {
    const floor = new Floor().trade(20, SELL, 100, 3).trade(29, SELL, 100, 4).trade(60, SELL, 100, 9);
    floor.submit(18, bid(1, 100, 2)).run(1000);
    // The trade at 20 ms came before the order arrived at 28 ms, the one at 29 ms is taken by those in front: 5 - 4 = 1 is left.
    expect(floor.trader.heard).toStrictEqual([
      { kind: 'accepted', atUs: 33_000, orderId: 1 },
      { kind: 'filled', atUs: 65_000, orderId: 1, side: BUY, priceTicks: 100, lots: 2, role: 'maker' },
    ]);
    expect(floor.sink.lives).toStrictEqual([{ orderId: 1, openedUs: 28_000, closedUs: 60_000 }]);
    expect(floor.sink.latenciesUs).toStrictEqual([15_000]);
    expect(floor.sink.sentMessages).toStrictEqual([{ timeUs: 18_000, kind: 'place' }]);
  });

  it('fills with its fee and the mid just before the taker', () => {
    const floor = new Floor().trade(30, SELL, 100, 6);
    floor.submit(1, bid(1, 100, 2)).run(1000);
    expect(floor.sink.fills).toHaveLength(1);
    const [fill] = floor.sink.fills;
    expect(fill).toMatchObject({ timeUs: 30_000, orderId: 1, lots: 1, role: 'maker', midBeforeHalfTicks: 202 });
    // 1.00 quote currency x 0.001 x 1 bps.
    expect(fill?.fee).toBeCloseTo(1e-7, 15);
    expect(floor.sink.openOrders).toBe(1);
  });

  it('is filled whole, at the mid before, where the recorded touch runs over it without a trade', () => {
    const floor = new Floor().read(ticker({ updateId: 2, receivedUs: 50_000, bidTicks: 103, askTicks: 104 }));
    floor.submit(1, ask(1, 103, 8)).run(1000);
    expect(floor.sink.fills).toMatchObject([
      { timeUs: 50_000, side: SELL, priceTicks: 103, lots: 8, role: 'maker', midBeforeHalfTicks: 202 },
    ]);
  });

  it('is not cancelled in time to escape a trade that was matched before the cancel, though its message came later', () => {
    const floor = new Floor();
    floor.read(diff({ firstId: 2, lastId: 2, receivedUs: 1000, eventUs: 1000 }));
    floor.read(trade({ receivedUs: 90_000, eventUs: 40_000, side: SELL, priceTicks: 99, lots: 50 }));
    floor
      .submit(2, bid(1, 100, 2))
      .submit(60, { kind: 'cancel', orderId: 1 })
      .run(1000);
    expect(floor.sink.fills).toMatchObject([{ timeUs: 40_000, orderId: 1, lots: 2 }]);
    expect(floor.trader.heard.at(-1)).toStrictEqual({
      kind: 'rejected',
      atUs: 75_000,
      orderId: 1,
      reason: 'unknown_order',
    });
    expect(floor.trader.trades).toMatchObject([{ atUs: 91_000, venueUs: 40_000 }]);
  });

  it.each([
    ['the recorded ask', bid(1, 102, 1)],
    ['the recorded bid', ask(1, 100, 1)],
  ])('is refused where it would cross %s', (_, request) => {
    const floor = new Floor().submit(1, request).run(1000);
    expect(floor.trader.heard).toMatchObject([{ kind: 'rejected', orderId: 1, reason: 'would_cross' }]);
    expect(floor.sink.latenciesUs).toStrictEqual([15_000]);
    expect(floor.sink.openOrders).toBe(0);
  });

  it('is refused where it would cross our own quote', () => {
    const floor = new Floor()
      .submit(1, ask(1, 101, 1))
      .submit(2, bid(2, 101, 1))
      .run(1000);
    expect(floor.trader.heard.at(-1)).toMatchObject({ kind: 'rejected', orderId: 2, reason: 'would_cross' });
  });

  it('is judged by the book on arrival, not by the one when it was sent', () => {
    const floor = new Floor().read(ticker({ updateId: 2, receivedUs: 5000, bidTicks: 98, askTicks: 100 }));
    floor.submit(1, bid(1, 100, 1)).run(1000);
    expect(floor.trader.heard).toMatchObject([{ kind: 'rejected', reason: 'would_cross' }]);
  });

  it('is cancelled: gone, then answered', () => {
    const floor = new Floor()
      .submit(1, bid(1, 100, 1))
      .submit(40, { kind: 'cancel', orderId: 1 })
      .run(1000);
    expect(floor.trader.heard.slice(1)).toStrictEqual([
      { kind: 'closed', atUs: 55_000, orderId: 1 },
      { kind: 'accepted', atUs: 55_000, orderId: 1 },
    ]);
    expect(floor.sink.lives).toStrictEqual([{ orderId: 1, openedUs: 11_000, closedUs: 50_000 }]);
  });

  it('is replaced by one that queues last, also where the new one is refused', () => {
    const replace = (newOrderId: number, orderId: number, priceTicks: number): OrderRequest => ({
      kind: 'replace',
      orderId,
      newOrderId,
      side: BUY,
      priceTicks,
      lots: 2,
    });
    const floor = new Floor().trade(20, SELL, 100, 5).trade(40, SELL, 100, 5);
    floor
      .submit(1, bid(1, 100, 2))
      .submit(25, replace(2, 1, 100))
      .submit(60, replace(3, 2, 102))
      .run(1000);
    expect(floor.sink.fills).toStrictEqual([]);
    expect(floor.trader.heard.map(({ kind, orderId }) => [kind, orderId])).toStrictEqual([
      ['accepted', 1],
      ['closed', 1],
      ['accepted', 2],
      ['closed', 2],
      ['rejected', 3],
    ]);
    floor.submit(1001, replace(4, 3, 100)).run(2000);
    expect(floor.trader.heard.at(-1)).toMatchObject({ kind: 'rejected', orderId: 4, reason: 'unknown_order' });
  });

  it('takes what is displayed up to its limit, and its rest is gone', () => {
    const floor = new Floor()
      .submit(1, ioc(1, BUY, 102, 9))
      .submit(2, ioc(2, BUY, 103, 9))
      .run(1000);
    expect(
      floor.sink.fills.map(({ orderId, priceTicks, lots, role }) => [orderId, priceTicks, lots, role]),
    ).toStrictEqual([
      [1, 102, 4, 'taker'],
      [2, 103, 6, 'taker'],
    ]);
    expect(floor.sink.fills[0]?.midBeforeHalfTicks).toBe(202);
    expect(floor.sink.fills[0]?.fee).toBeCloseTo(1.02 * 0.004 * 3e-4, 15);
    expect(floor.trader.heard.filter(({ orderId }) => orderId === 1).map(({ kind }) => kind)).toStrictEqual([
      'accepted',
      'filled',
      'closed',
    ]);
  });

  it('cancels our own quote in its way before it takes', () => {
    const floor = new Floor()
      .submit(1, ask(1, 101, 3))
      .submit(2, ask(2, 105, 3))
      .submit(3, ioc(3, BUY, 102, 1))
      .run(1000);
    expect(floor.sink.lives.map(({ orderId }) => orderId)).toStrictEqual([1]);
    expect(floor.sink.fills).toMatchObject([{ orderId: 3, priceTicks: 102 }]);
  });

  it('is refused beyond the limit of new orders in the span, which cancels do not count towards', () => {
    const floor = new Floor({ orderLimit: { orders: 2, perMs: 100 } });
    floor
      .submit(1, bid(1, 100, 1))
      .submit(2, { kind: 'cancel', orderId: 1 })
      .submit(3, bid(2, 100, 1));
    floor
      .submit(4, bid(3, 100, 1))
      .submit(101, bid(4, 100, 1))
      .run(1000);
    const refused = floor.trader.heard.filter(({ kind }) => kind === 'rejected');
    expect(refused).toMatchObject([{ orderId: 3, reason: 'rate_limit' }]);
  });
});

describe('the feed of a replay', () => {
  it('shows the touch by the newer update, with our orders in it, after its latency', () => {
    const floor = new Floor().submit(1, bid(1, 100, 2)).submit(2, ask(2, 101, 3));
    floor
      .read(ticker({ updateId: 2, receivedUs: 50_000, bidTicks: 100, bidLots: 6, askTicks: 102, askLots: 4 }))
      .run(1000);
    expect(floor.trader.tops[0]).toStrictEqual({
      atUs: 1000,
      venueUs: 0,
      top: { bidTicks: 100, bidLots: 5, askTicks: 102, askLots: 4, bidDepthLots: 12, askDepthLots: 10 },
    });
    expect(floor.trader.tops[1]).toStrictEqual({
      atUs: 51_000,
      venueUs: 50_000,
      top: { bidTicks: 100, bidLots: 8, askTicks: 101, askLots: 3, bidDepthLots: 14, askDepthLots: 13 },
    });
  });

  it('tells the recorded mid alone: our quote inside the spread does not move it', () => {
    const floor = new Floor().submit(1, bid(1, 101, 2));
    floor
      .read(ticker({ updateId: 2, receivedUs: 50_000, bidTicks: 99, bidLots: 6, askTicks: 102, askLots: 4 }))
      .run(1000);
    expect(floor.sink.mids).toStrictEqual([
      { timeUs: 0, midHalfTicks: 202 },
      { timeUs: 50_000, midHalfTicks: 201 },
    ]);
  });

  it('tells the lag by both clocks, negative where the recorder’s is behind', () => {
    const floor = new Floor().read(diff({ firstId: 2, lastId: 2, receivedUs: 10_000, eventUs: 1_280_000 })).run(1000);
    expect(floor.sink.feedLagsUs).toStrictEqual([10_000 + 1000 - 1_280_000]);
  });

  it('draws lognormal latencies that never let a message overtake another', () => {
    const wild = { kind: 'lognormal', medianMs: 20, logSd: 1.5 } as const;
    const floor = new Floor({ latency: { feed: wild, entry: wild, response: wild } });
    for (let id = 2; id < 200; id += 1)
      floor.read(diff({ firstId: id, lastId: id, receivedUs: id * 1000, eventUs: id * 1000, bids: [90, id] }));
    for (let id = 1; id < 50; id += 1) floor.submit(id * 2, bid(id, 98, 1));
    floor.run(60_000);
    expect(floor.trader.tops.map(({ venueUs }) => venueUs)).toStrictEqual(
      floor.trader.tops.map(({ venueUs }) => venueUs).toSorted((a, b) => a - b),
    );
    expect(floor.trader.tops).toHaveLength(199);
    expect(floor.trader.heard.map(({ orderId }) => orderId)).toStrictEqual(
      Array.from({ length: 49 }, (_, index) => index + 1),
    );
    expect(new Set(floor.sink.latenciesUs).size).toBeGreaterThan(40);
  });
});

describe('a gap in the recording', () => {
  const gap = diff({ firstId: 5, lastId: 5, receivedUs: 50_000, eventUs: 50_000 });

  it('cancels our orders, shows an empty book, and refuses new orders until a snapshot', () => {
    const floor = new Floor()
      .read(gap)
      .read(ticker({ updateId: 6, receivedUs: 60_000 }))
      .trade(70, SELL, 90, 99);
    floor
      .submit(1, bid(1, 100, 2))
      .submit(80, bid(2, 100, 2))
      .submit(81, ioc(3, BUY, 200, 5))
      .run(200);
    expect(floor.sink.fills).toStrictEqual([]);
    expect(floor.sink.lives).toStrictEqual([{ orderId: 1, openedUs: 11_000, closedUs: 50_000 }]);
    expect(floor.trader.heard.map(({ kind, orderId }) => [kind, orderId])).toStrictEqual([
      ['accepted', 1],
      ['closed', 1],
      ['rejected', 2],
      ['accepted', 3],
      ['closed', 3],
    ]);
    expect(floor.trader.tops.map(({ top }) => top.bidLots + top.askLots)).toStrictEqual([9, 0]);
    expect(floor.venue.market.book.counts.gaps).toBe(1);
  });

  it('ends with a later snapshot, and the time without a book is counted', () => {
    const floor = new Floor().read(gap, snapshot({ lastId: 5, receivedUs: 90_000, bids: [80, 1], asks: [81, 1] }));
    floor.submit(100, bid(1, 80, 2)).run(200);
    expect(floor.trader.heard).toMatchObject([{ kind: 'accepted', orderId: 1 }]);
    expect(floor.trader.tops.at(-1)?.top).toMatchObject({ bidTicks: 80, askTicks: 81 });
    expect(floor.venue.counts.lostUs).toBe(40_000);
  });

  it('leaves the mid to the book ticker, which needs no book', () => {
    const floor = new Floor()
      .read(gap, ticker({ updateId: 6, receivedUs: 60_000, bidTicks: 90, askTicks: 91 }))
      .run(200);
    expect(floor.sink.mids.at(-1)).toStrictEqual({ timeUs: 60_000, midHalfTicks: 181 });
  });

  it('among trades is counted by their ids', () => {
    const floor = new Floor();
    for (const tradeId of [5, 6, 9, 10]) floor.read(trade({ receivedUs: tradeId * 1000, tradeId }));
    floor.run(100);
    expect(floor.venue.counts.missingTrades).toBe(2);
  });
});
