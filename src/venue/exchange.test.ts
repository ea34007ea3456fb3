import { describe, expect, it } from 'vitest';
import { RecordingSink } from '../../test/support/recording-sink.ts';
import { RecordingTrader } from '../../test/support/recording-trader.ts';
import { BUY, SELL } from '../market/side.ts';
import { Exchange } from './exchange.ts';
import type { LatencyModel } from './latency-model.ts';
import { CALM, type Scenario, VOLATILE } from './scenario.ts';

const MINUTE_US = 60_000_000;

function open(
  scenario: Scenario = CALM,
  seed = 1,
): { exchange: Exchange; trader: RecordingTrader; sink: RecordingSink } {
  const sink = new RecordingSink();
  const trader = new RecordingTrader();
  const exchange = new Exchange(scenario, seed, sink);
  exchange.connect(trader);
  return { exchange, trader, sink };
}

/** A market in which nothing happens by itself after the opening: for tests of order handling. */
const still: Scenario = {
  ...CALM,
  takers: { ...CALM.takers, perS: 1e-9, branching: 0 },
  informed: { ...CALM.informed, checksPerS: 1e-9 },
  providers: { ...CALM.providers, refreshesPerS: 1e-9 },
  fundamental: { ...CALM.fundamental, sigmaBpsPerSqrtS: 0, jumpsPerS: 0 },
};

function lastTop(trader: RecordingTrader): { bidTicks: number; askTicks: number } {
  const last = trader.tops.at(-1);
  if (last === undefined) throw new Error('no book was published');
  return last.top;
}

describe('Exchange', () => {
  it('does the same for the same seed, and something else for another', () => {
    const run = (seed: number): string => {
      const { exchange, sink } = open(CALM, seed);
      exchange.run(20 * MINUTE_US);
      return `${exchange.tradeHash}/${exchange.tradeCount}/${sink.mids.length}/${sink.mids.at(-1)?.midHalfTicks}`;
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });

  it('does not care in how many pieces time passes', () => {
    const whole = open();
    whole.exchange.run(5 * MINUTE_US);
    const pieces = open();
    for (let untilUs = 0; untilUs <= 5 * MINUTE_US; untilUs += 777_777) pieces.exchange.run(untilUs);
    pieces.exchange.run(5 * MINUTE_US);
    expect(pieces.exchange.tradeHash).toBe(whole.exchange.tradeHash);
    expect(pieces.sink.mids).toEqual(whole.sink.mids);
    expect(pieces.trader.tops).toEqual(whole.trader.tops);
  });

  it('shows the bot nothing before the feed has carried it, in order', () => {
    const { exchange, trader, sink } = open();
    exchange.run(2 * MINUTE_US);
    expect(trader.tops.length).toBeGreaterThan(100);
    for (const seen of [...trader.tops, ...trader.trades]) expect(seen.atUs).toBeGreaterThan(seen.venueUs);
    for (let index = 1; index < trader.tops.length; index += 1) {
      expect(trader.tops[index]?.atUs).toBeGreaterThanOrEqual(trader.tops[index - 1]?.atUs ?? 0);
    }
    expect(Math.min(...sink.feedLagsUs)).toBeGreaterThan(0);
  });

  it('publishes nothing while nothing changes, however often somebody looks at the book', () => {
    const { exchange, trader } = open({ ...still, informed: { ...CALM.informed, checksPerS: 100, edgeBaseBps: 1000 } });
    exchange.run(10_000_000);
    expect(trader.tops).toHaveLength(1);
  });

  it('never publishes a crossed book', () => {
    const { exchange, trader } = open(VOLATILE, 3);
    exchange.run(20 * MINUTE_US);
    for (const { top } of trader.tops) {
      if (top.bidLots > 0 && top.askLots > 0) expect(top.bidTicks).toBeLessThan(top.askTicks);
    }
  });

  it('acknowledges an order after the network and the gateway, and rests it', () => {
    const { exchange, trader, sink } = open(still);
    exchange.run(1_000_000);
    const { bidTicks } = lastTop(trader);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: BUY,
      priceTicks: bidTicks - 1,
      lots: 10,
      timeInForce: 'post_only',
    });
    exchange.run(3_000_000);
    expect(trader.heard.map((message) => message.kind)).toEqual(['accepted']);
    expect(sink.latenciesUs[0]).toBeGreaterThan(10_000);
    expect(sink.openOrders).toBe(1);
    expect(sink.sentMessages).toEqual([{ timeUs: sink.sentMessages[0]?.timeUs, kind: 'place' }]);
  });

  it('has a way in and a way back of their own, and delays no news by a refusal that is still on its way in', () => {
    const constant = (ms: number): LatencyModel => ({ kind: 'constant', ms });
    const latency = { feed: constant(1), entry: constant(500), service: constant(10), response: constant(100) };
    const { exchange, trader, sink } = open({ ...still, latency, rateLimit: { perS: 0.01, burst: 2 } });
    exchange.run(1_000_001);
    const order = { side: BUY, priceTicks: lastTop(trader).bidTicks, lots: 10, timeInForce: 'post_only' } as const;
    exchange.submit({ kind: 'place', orderId: 1, ...order });
    exchange.run(2_000_001);
    exchange.submit({ kind: 'cancel', orderId: 1 });
    exchange.run(2_300_001);
    exchange.submit({ kind: 'place', orderId: 2, ...order });
    exchange.run(9_000_000);
    expect(trader.heard).toEqual([
      { kind: 'accepted', orderId: 1, atUs: 1_610_000 },
      { kind: 'closed', orderId: 1, atUs: 2_610_000 },
      { kind: 'accepted', orderId: 1, atUs: 2_610_000 },
      { kind: 'rejected', orderId: 2, atUs: 2_900_000, reason: 'rate_limit' },
    ]);
    expect(sink.latenciesUs).toEqual([610_000, 610_000, 600_000]);
    expect(new Set(sink.feedLagsUs)).toEqual(new Set([1000]));
  });

  it('rejects a post-only order that would trade', () => {
    const { exchange, trader } = open(still);
    exchange.run(1_000_000);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: BUY,
      priceTicks: lastTop(trader).askTicks,
      lots: 10,
      timeInForce: 'post_only',
    });
    exchange.run(3_000_000);
    expect(trader.heard).toMatchObject([{ kind: 'rejected', orderId: 1, reason: 'would_cross' }]);
  });

  it('rejects an order at a price that no book can hold, and rests the next one', () => {
    const { exchange, trader, sink } = open(still);
    exchange.run(1_000_000);
    const { bidTicks } = lastTop(trader);
    const farOff = [
      [BUY, 0],
      [BUY, -5],
      [SELL, bidTicks + 50_000_000],
      [SELL, 2_000_000_000],
    ] as const;
    for (const [index, [side, priceTicks]] of farOff.entries()) {
      exchange.submit({ kind: 'place', orderId: index + 1, side, priceTicks, lots: 10, timeInForce: 'post_only' });
      exchange.run((index + 2) * 1_000_000);
      expect(trader.heard).toMatchObject([{ kind: 'rejected', orderId: index + 1, reason: 'price_out_of_range' }]);
      trader.heard.length = 0;
    }
    exchange.submit({ kind: 'place', orderId: 9, side: BUY, priceTicks: bidTicks, lots: 10, timeInForce: 'post_only' });
    exchange.run(7_000_000);
    exchange.submit({ kind: 'replace', orderId: 9, newOrderId: 10, side: BUY, priceTicks: 0, lots: 10 });
    exchange.submit({ kind: 'place', orderId: 11, side: BUY, priceTicks: 2_000_000_000, lots: 10, timeInForce: 'ioc' });
    exchange.run(9_000_000);
    expect(trader.heard.slice(0, 4)).toMatchObject([
      { kind: 'accepted', orderId: 9 },
      { kind: 'closed', orderId: 9 },
      { kind: 'rejected', orderId: 10, reason: 'price_out_of_range' },
      { kind: 'accepted', orderId: 11 },
    ]);
    expect(sink.openOrders).toBe(0);
  });

  it('fills an immediate order at the displayed prices, charges the taker fee, and expires the rest', () => {
    const { exchange, trader, sink } = open(still);
    exchange.run(1_000_000);
    const { askTicks } = lastTop(trader);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: BUY,
      priceTicks: askTicks,
      lots: 1_000_000,
      timeInForce: 'ioc',
    });
    exchange.run(3_000_000);
    expect(trader.heard[0]?.kind).toBe('accepted');
    expect(trader.heard.at(-1)).toMatchObject({ kind: 'closed', orderId: 1 });
    const fill = sink.fills[0];
    expect(fill).toMatchObject({ orderId: 1, side: BUY, priceTicks: askTicks, role: 'taker' });
    const notional = askTicks * (fill?.lots ?? 0) * CALM.tickSize * CALM.lotSize;
    expect(fill?.fee).toBeCloseTo(notional * CALM.fees.takerBps * 1e-4, 12);
    expect(sink.openOrders).toBe(0);
  });

  it('charges by the tier that the trading so far has reached', () => {
    const tiers = [{ fromNotional: 1, makerBps: -1, takerBps: 1.5 }];
    const { exchange, trader, sink } = open({ ...still, fees: { ...CALM.fees, tiers } });
    exchange.run(1_000_000);
    const priceTicks = lastTop(trader).askTicks + 20;
    exchange.submit({ kind: 'place', orderId: 1, side: BUY, priceTicks, lots: 100_000, timeInForce: 'ioc' });
    exchange.run(3_000_000);
    const bps = sink.fills.map(
      (fill) => (fill.fee / (fill.priceTicks * fill.lots * CALM.tickSize * CALM.lotSize)) * 1e4,
    );
    expect(bps.length).toBeGreaterThan(1);
    for (const [index, paid] of bps.entries()) expect(paid).toBeCloseTo(index === 0 ? CALM.fees.takerBps : 1.5, 9);
  });

  it('replaces in one message: the old order goes, the new one queues last, a lost one is reported', () => {
    const { exchange, trader } = open(still);
    exchange.run(1_000_000);
    const { bidTicks } = lastTop(trader);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: BUY,
      priceTicks: bidTicks - 2,
      lots: 10,
      timeInForce: 'post_only',
    });
    exchange.submit({ kind: 'replace', orderId: 1, newOrderId: 2, side: BUY, priceTicks: bidTicks - 3, lots: 10 });
    exchange.submit({ kind: 'replace', orderId: 1, newOrderId: 3, side: BUY, priceTicks: bidTicks - 4, lots: 10 });
    exchange.run(5_000_000);
    expect(trader.heard.map((message) => `${message.kind} ${message.orderId}`)).toEqual([
      'accepted 1',
      'closed 1',
      'accepted 2',
      'rejected 3',
    ]);
    expect(trader.heard[3]).toMatchObject({ reason: 'unknown_order' });
  });

  it('refuses what exceeds the rate limit, and says so', () => {
    const { exchange, trader } = open(still);
    exchange.run(1_000_000);
    const { bidTicks } = lastTop(trader);
    for (let orderId = 1; orderId <= CALM.rateLimit.burst + 2; orderId += 1) {
      exchange.submit({
        kind: 'place',
        orderId,
        side: BUY,
        priceTicks: bidTicks - orderId,
        lots: 1,
        timeInForce: 'post_only',
      });
    }
    exchange.run(5_000_000);
    const rejected = trader.heard.filter((message) => message.kind === 'rejected');
    expect(rejected).toHaveLength(2);
    expect(rejected).toMatchObject([{ reason: 'rate_limit' }, { reason: 'rate_limit' }]);
  });

  it('cancels the bot’s own quotes rather than trade against itself', () => {
    const { exchange, trader, sink } = open(still);
    exchange.run(1_000_000);
    const { bidTicks, askTicks } = lastTop(trader);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: BUY,
      priceTicks: askTicks - 1,
      lots: 10,
      timeInForce: 'post_only',
    });
    exchange.submit({ kind: 'place', orderId: 2, side: SELL, priceTicks: bidTicks, lots: 10, timeInForce: 'ioc' });
    exchange.run(5_000_000);
    expect(trader.heard.some((message) => message.kind === 'closed' && message.orderId === 1)).toBe(true);
    expect(sink.fills.map((fill) => fill.role)).toEqual(['taker']);
    expect(sink.fills[0]?.priceTicks).toBe(bidTicks);
  });

  it('pays the maker its rebate and gives the mid from before the trade', () => {
    const { exchange, trader, sink } = open();
    exchange.run(1_000_000);
    const { bidTicks, askTicks } = lastTop(trader);
    exchange.submit({
      kind: 'place',
      orderId: 1,
      side: SELL,
      priceTicks: Math.max(bidTicks + 1, askTicks - 1),
      lots: 5000,
      timeInForce: 'post_only',
    });
    exchange.run(2 * MINUTE_US);
    const fill = sink.fills.find((candidate) => candidate.role === 'maker');
    if (fill === undefined) throw new Error('the order never traded');
    expect(fill.fee).toBeLessThan(0);
    expect(fill.midBeforeHalfTicks).toBe(sink.mids.findLast((mid) => mid.timeUs < fill.timeUs)?.midHalfTicks);
    expect(trader.heard.some((message) => message.kind === 'filled' && message.role === 'maker')).toBe(true);
  });

  it('wakes the bot when asked, once', () => {
    const { exchange, trader } = open(still);
    exchange.wakeAt(500_000);
    exchange.wakeAt(700_000);
    exchange.run(2_000_000);
    expect(trader.wakes).toEqual([500_000]);
  });

  it('knows no order of the bot any more after a reset', () => {
    const { exchange, trader } = open(still);
    exchange.run(1_000_000);
    const priceTicks = lastTop(trader).bidTicks - 1;
    exchange.submit({ kind: 'place', orderId: 7, side: BUY, priceTicks, lots: 10, timeInForce: 'post_only' });
    exchange.run(3_000_000);
    exchange.reset(1);
    const next = new RecordingTrader();
    exchange.connect(next);
    exchange.submit({ kind: 'cancel', orderId: 7 });
    exchange.run(3_000_000);
    expect(next.heard).toMatchObject([{ kind: 'rejected', orderId: 7, reason: 'unknown_order' }]);
    expect(trader.heard.map((message) => message.kind)).toEqual(['accepted']);
  });
});
