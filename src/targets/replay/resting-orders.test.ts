import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUY, SELL, type Side } from '../../market/side.ts';
import { diff, snapshot } from './recorded-messages.fixture.ts';
import { RecordedMarket } from './recorded-market.ts';
import { RestingOrders } from './resting-orders.ts';

class Fills {
  readonly all: [orderId: number, lots: number][] = [];
  readonly add = (order: { orderId: number }, lots: number): void => {
    this.all.push([order.orderId, lots]);
  };
}

function resting(
  ...orders: readonly { id: number; side?: Side; at: number; lots: number; ahead?: number }[]
): RestingOrders {
  const book = new RestingOrders();
  for (const { id, side = SELL, at, lots, ahead = 0 } of orders)
    book.add({ orderId: id, side, priceTicks: at, lots, aheadLots: ahead, sinceUs: 0 });
  return book;
}

describe('the queue of a resting order', () => {
  it('moves forward by trades at its price, and only what exceeds it fills the order', () => {
    const orders = resting({ id: 1, at: 101, lots: 5, ahead: 10 });
    const fills = new Fills();
    orders.trade(BUY, 101, 6, fills.add);
    expect(orders.get(1)?.aheadLots).toBe(4);
    orders.trade(BUY, 101, 4, fills.add);
    expect(fills.all).toStrictEqual([]);
    orders.trade(BUY, 101, 2, fills.add);
    orders.trade(BUY, 101, 100, fills.add);
    expect(fills.all).toStrictEqual([
      [1, 2],
      [1, 3],
    ]);
    expect(orders.get(1)).toBeUndefined();
  });

  it('splits one trade between what is ahead and the order', () => {
    const fills = new Fills();
    resting({ id: 1, at: 101, lots: 5, ahead: 10 }).trade(BUY, 101, 12, fills.add);
    expect(fills.all).toStrictEqual([[1, 2]]);
  });

  it('does not move by trades at a worse price for the taker’s reach, nor by takers of the other side', () => {
    const orders = resting({ id: 1, at: 102, lots: 5, ahead: 10 }, { id: 2, side: BUY, at: 99, lots: 5, ahead: 10 });
    const fills = new Fills();
    orders.trade(BUY, 101, 50, fills.add);
    orders.trade(SELL, 102, 50, fills.add);
    orders.trade(BUY, 99, 50, fills.add);
    orders.trade(SELL, 100, 50, fills.add);
    expect(fills.all).toStrictEqual([]);
    expect([orders.get(1)?.aheadLots, orders.get(2)?.aheadLots]).toStrictEqual([10, 10]);
  });

  it('is skipped by a trade through the price, which fills by its own quantity', () => {
    const orders = resting({ id: 1, at: 101, lots: 5, ahead: 10 });
    const fills = new Fills();
    orders.trade(BUY, 102, 3, fills.add);
    expect(fills.all).toStrictEqual([[1, 3]]);
    expect(orders.get(1)).toMatchObject({ lots: 2, aheadLots: 0 });
  });

  it('is capped by what a later diff displays, and not by one older than the order', () => {
    const market = new RecordedMarket(5);
    market.apply(snapshot({ lastId: 1, bids: [100, 1], asks: [101, 20] }));
    const orders = resting({ id: 1, at: 101, lots: 5, ahead: 20 });
    market.apply(diff({ firstId: 2, lastId: 2, asks: [101, 8] }));
    orders.capQueues(market, -1);
    expect(orders.get(1)?.aheadLots).toBe(20);
    orders.capQueues(market, 0);
    expect(orders.get(1)?.aheadLots).toBe(8);
    market.apply(diff({ firstId: 3, lastId: 3, asks: [101, 30] }));
    orders.capQueues(market, 0);
    expect(orders.get(1)?.aheadLots).toBe(8);
  });
});

describe('our resting orders', () => {
  it.each([
    ['buyer', BUY, SELL, [101, 102, 103]],
    ['seller', SELL, BUY, [103, 102, 101]],
  ] as const)(
    'share one trade of a %s, the best price first, then in the order of arrival',
    (_, taker, side, prices) => {
      const [best, middle, worst] = prices;
      const orders = resting(
        { id: 1, side, at: middle, lots: 3 },
        { id: 2, side, at: best, lots: 4 },
        { id: 3, side, at: middle, lots: 3 },
        { id: 4, side, at: worst, lots: 9 },
      );
      const fills = new Fills();
      orders.trade(taker, middle, 8, fills.add);
      expect(fills.all).toStrictEqual([
        [2, 4],
        [1, 3],
        [3, 1],
      ]);
    },
  );

  it('are filled whole where the recorded touch reaches their price', () => {
    const orders = resting({ id: 1, at: 101, lots: 5, ahead: 9 }, { id: 2, side: BUY, at: 99, lots: 7, ahead: 9 });
    const fills = new Fills();
    orders.touch({ bidTicks: 100, bidLots: 1, askTicks: 102, askLots: 1 }, fills.add);
    expect(fills.all).toStrictEqual([]);
    orders.touch({ bidTicks: 101, bidLots: 1, askTicks: 102, askLots: 1 }, fills.add);
    orders.touch({ bidTicks: 98, bidLots: 1, askTicks: 99, askLots: 1 }, fills.add);
    expect(fills.all).toStrictEqual([
      [1, 5],
      [2, 7],
    ]);
  });

  it('are not filled by an empty side of the touch', () => {
    const orders = resting({ id: 1, at: 101, lots: 5 }, { id: 2, side: BUY, at: 99, lots: 7 });
    const fills = new Fills();
    orders.touch({ bidTicks: 200, bidLots: 0, askTicks: 0, askLots: 0 }, fills.add);
    expect(fills.all).toStrictEqual([]);
  });

  it('never get more from trades than was traded, nor more than their own lots', () => {
    const order = fc.record({
      at: fc.integer({ min: 98, max: 104 }),
      lots: fc.integer({ min: 1, max: 20 }),
      ahead: fc.integer({ min: 0, max: 30 }),
    });
    const taken = fc.record({ price: fc.integer({ min: 98, max: 104 }), lots: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 6 }), fc.array(taken, { maxLength: 20 }), (made, trades) => {
        const orders = resting(...made.map((given, id) => ({ id, ...given })));
        const byOrder = new Map<number, number>();
        for (const { price, lots } of trades) {
          const fills = new Fills();
          orders.trade(BUY, price, lots, fills.add);
          let sum = 0;
          for (const [id, filled] of fills.all) {
            sum += filled;
            byOrder.set(id, (byOrder.get(id) ?? 0) + filled);
            expect(filled).toBeGreaterThan(0);
            expect(made[id]?.at).toBeLessThanOrEqual(price);
          }
          expect(sum).toBeLessThanOrEqual(lots);
        }
        for (const [id, filled] of byOrder) expect(filled).toBeLessThanOrEqual(made[id]?.lots ?? 0);
      }),
    );
  });
});
