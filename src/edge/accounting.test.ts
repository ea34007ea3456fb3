// What a person can check by hand: round numbers, one event after the other.
import { describe, expect, it } from 'vitest';
import type { Fill } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import { EdgeAccount } from './edge-account.ts';
import type { SettledWindow } from './edge-account.ts';
import { KPI_NAMES } from './edge-report.ts';

const SECOND = 1_000_000;
/** A mid of 20,000 half ticks is 100.00. */
const INSTRUMENT: Instrument = { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.1 };

function settle(account: EdgeAccount, endUs: number): SettledWindow {
  return account.settle(endUs, { confidence: 0.9, blockUs: SECOND });
}

const near = (amount: number): unknown => expect.closeTo(amount, 12);

function fillAt(timeUs: number, over: Partial<Fill> = {}): Fill {
  return {
    timeUs,
    orderId: 1,
    side: 1,
    priceTicks: 9_990,
    lots: 10,
    role: 'maker',
    fee: -0.01,
    midBeforeHalfTicks: 20_000,
    ...over,
  };
}

describe('one fill', () => {
  /** Bought 1.0 at 99.90 under a mid of 100.00 for a rebate of 0.01; the mid is 99.95 a second later and 99.80 at the end. */
  function buyOne(): SettledWindow {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(0);
    const sink = account.sinkFor('BTCUSDT');
    sink.mid(0, 20_000);
    sink.fill(fillAt(2 * SECOND));
    sink.mid(2 * SECOND, 19_996);
    sink.mid(3 * SECOND, 19_990);
    sink.mid(3 * SECOND + 1, 19_970);
    sink.mid(5 * SECOND, 19_960);
    return settle(account, 10 * SECOND);
  }

  it('is split at the mid before it, the mid a second after it and the mid at the end', () => {
    const { totals, kpis, symbols } = buyOne().report;
    expect(totals.gross).toBeCloseTo(0.1, 12);
    expect(totals.fees).toBeCloseTo(-0.01, 12);
    expect(totals.slippage).toBe(0);
    expect(totals.adverse).toBeCloseTo(0.05, 12);
    expect(totals.inventory).toBeCloseTo(0.15, 12);
    expect(totals.pnl).toBeCloseTo(-0.09, 12);
    expect(kpis.net_bps).toMatchObject({ kind: 'value', n: 1 });
    expect(kpis.net_bps.kind === 'value' ? kpis.net_bps.value : undefined).toBeCloseTo((-0.09 / 99.9) * 10_000, 9);
    expect(symbols['BTCUSDT']?.cash_end).toBeCloseTo(-99.89, 12);
    expect(symbols['BTCUSDT']?.net_asset_value_end).toBeCloseTo(-0.09, 12);
  });

  it('names inventory before adverse selection as what made the edge negative, and no rebate', () => {
    expect(buyOne().report.neg_edge_drivers).toEqual(['inventory_bps', 'adverse_bps']);
  });

  it('is marked at every horizon that ends within the window, at one second as adverse selection is', () => {
    const { markouts, kpis } = buyOne().report;
    expect(markouts.map(({ horizon_us, cost, fills, left_out }) => [horizon_us, cost, fills, left_out])).toEqual([
      ...[100_000, 250_000, 500_000].map((us) => [us, expect.closeTo(0.02, 12), 1, 0]),
      [SECOND, expect.closeTo(0.05, 12), 1, 0],
      [2 * SECOND, expect.closeTo(0.15, 12), 1, 0],
      [5 * SECOND, expect.closeTo(0.2, 12), 1, 0],
      [10 * SECOND, 0, 0, 1],
      [30 * SECOND, 0, 0, 1],
    ]);
    expect(markouts[3]?.adverse_bps).toBe(kpis.adverse_bps.kind === 'value' ? kpis.adverse_bps.value : undefined);
    expect(markouts[6]).not.toHaveProperty('adverse_bps');
  });

  it('is held from its block on, worth what the mid says at the end of each', () => {
    const { blocks } = buyOne().report;
    expect(blocks.map((block) => block.inventory)).toEqual(
      [0, 0, 99.98, 99.85, 99.85, ...Array(5).fill(99.8)].map(near),
    );
    expect(blocks.map((block) => [block.inventory_min, block.inventory_max])).toEqual([
      [0, 0],
      [0, 0],
      [0, near(99.98)],
      ...[99.85, 99.85, 99.8, 99.8, 99.8, 99.8, 99.8].map((held) => [near(held), near(held)]),
    ]);
  });

  it('is handed out with the mids that it was marked at', () => {
    expect(buyOne().fills).toEqual([
      {
        symbol: 'BTCUSDT',
        time_us: 2 * SECOND,
        order_id: 1,
        side: 1,
        price_ticks: 9_990,
        lots: 10,
        role: 'maker',
        fee: -0.01,
        mid_before_half_ticks: 20_000,
        markout_time_us: 3 * SECOND,
        mid_markout_half_ticks: 19_990,
      },
    ]);
  });
});

describe('a position carried into a window', () => {
  it('costs what the mid moves against it, though nothing is traded', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    const sink = account.sinkFor('BTCUSDT');
    account.openWindow(0);
    sink.mid(0, 20_000);
    sink.fill(fillAt(SECOND, { side: -1, priceTicks: 10_000, fee: 0 }));
    settle(account, 4 * SECOND);
    account.openWindow(4 * SECOND);
    sink.mid(5 * SECOND, 20_100);
    const { report } = settle(account, 8 * SECOND);
    expect(report.totals).toMatchObject({ fills: 0, notional: 0, inventory: 0.5, pnl: -0.5 });
    expect(report.kpis.net_bps).toEqual({ kind: 'absent', reason: 'there was no fill of ours' });
    expect(report.kpis.inventory_max_abs).toEqual({ kind: 'value', value: 1, n: 0 });
    expect(report.blocks.map((block) => block.pnl)).toEqual([0, -0.5, 0, 0]);
  });
});

describe('a window whose numbers cannot be written', () => {
  it('is refused when it is settled', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(0);
    const sink = account.sinkFor('BTCUSDT');
    sink.fill(fillAt(0, { fee: 1.5e308 }));
    sink.fill(fillAt(0, { fee: 1.5e308 }));
    expect(() => settle(account, SECOND)).toThrow(/a number that can be written/);
  });
});

describe('a window without data', () => {
  it('has no number but counts of nothing', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(0);
    const { report, fills } = settle(account, 60 * SECOND);
    const present = KPI_NAMES.filter((name) => report.kpis[name].kind === 'value');
    expect(present).toEqual(['fills', 'traded_notional']);
    for (const name of KPI_NAMES) {
      const kpi = report.kpis[name];
      expect(kpi.kind === 'value' ? [kpi.value, kpi.n] : kpi.reason.length > 10).toEqual(
        kpi.kind === 'value' ? [0, 0] : true,
      );
    }
    expect(report.symbols).toEqual({});
    expect(fills).toEqual([]);
  });

  it('with makers only has a slippage of 0 but no percentile of slippage', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(0);
    account.sinkFor('BTCUSDT').fill(fillAt(0));
    const { kpis } = settle(account, SECOND).report;
    expect(kpis.slippage_bps).toMatchObject({ kind: 'value', value: 0 });
    expect(kpis.slippage_bps_p95.kind).toBe('absent');
  });
});

describe('presence in the book', () => {
  it('is the share of time with both sides, and an order keeps its age over a boundary', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    const sink = account.sinkFor('BTCUSDT');
    account.openWindow(0);
    sink.opened(0, 1, 1);
    sink.opened(2 * SECOND, 2, -1);
    sink.closed(8 * SECOND, 2);
    const first = settle(account, 10 * SECOND).report;
    expect(first.kpis.quoting_uptime).toEqual({ kind: 'value', value: 0.6, n: 2 });
    account.openWindow(10 * SECOND);
    sink.opened(19 * SECOND, 3, -1);
    const second = settle(account, 20 * SECOND).report;
    expect(second.kpis.quoting_uptime).toEqual({ kind: 'value', value: 0.1, n: 2 });
    // Order 1 rests at ages 10 s to 20 s, order 3 at 0 s to 1 s: 95 % of 11 s is reached at 19.45 s.
    expect(second.kpis.order_age_p95_ms).toEqual({ kind: 'value', value: 19_450, n: 2 });
  });
});

describe('clocks', () => {
  it('may leave a feed lag negative', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(0);
    account.sinkFor('BTCUSDT').feed(5_000, 3_000);
    expect(settle(account, SECOND).report.kpis.ws_lag_p95_ms).toEqual({ kind: 'value', value: -2, n: 1 });
  });

  it('of the bot may place a decision outside the window, where it counts at the nearest end', () => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(10 * SECOND);
    const sink = account.sinkFor('BTCUSDT');
    sink.decision(9 * SECOND, 1, 'risk');
    sink.decision(14 * SECOND, 1, 'allowed');
    const { blocks } = settle(account, 13 * SECOND).report;
    expect(blocks.map((block) => [block.decisions, block.risk_denied])).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  it.each([
    ['an event before the window', (account: EdgeAccount) => account.sinkFor('BTCUSDT').mid(9 * SECOND, 20_000)],
    [
      'time that runs backwards',
      (account: EdgeAccount) => {
        account.sinkFor('BTCUSDT').mid(12 * SECOND, 20_000);
        account.sinkFor('BTCUSDT').fill(fillAt(11 * SECOND));
      },
    ],
    [
      'an event at the end of the window',
      (account: EdgeAccount) => {
        account.sinkFor('BTCUSDT').mid(20 * SECOND, 20_000);
        settle(account, 20 * SECOND);
      },
    ],
    [
      'an event after the window was settled',
      (account: EdgeAccount) => {
        settle(account, 20 * SECOND);
        account.sinkFor('BTCUSDT').mid(20 * SECOND, 20_000);
      },
    ],
    ['a window opened twice', (account: EdgeAccount) => account.openWindow(10 * SECOND)],
    ['a symbol that is not traded', (account: EdgeAccount) => account.sinkFor('ETHUSDT')],
    ['an order closed that does not rest', (account: EdgeAccount) => account.sinkFor('BTCUSDT').closed(11 * SECOND, 5)],
    ['an acknowledgement before its message', (account: EdgeAccount) => account.sinkFor('BTCUSDT').acknowledged(2, 1)],
    ['a mid that is no whole number', (account: EdgeAccount) => account.sinkFor('BTCUSDT').mid(11 * SECOND, 20_000.5)],
    [
      'a fee that is no number',
      (account: EdgeAccount) => account.sinkFor('BTCUSDT').fill(fillAt(11 * SECOND, { fee: Number.NaN })),
    ],
    [
      'a decision on another clock',
      (account: EdgeAccount) => account.sinkFor('BTCUSDT').decision(1_700_000_000 * SECOND, 1, 'allowed'),
    ],
  ])('refuse %s as a bug', (_title, act) => {
    const account = new EdgeAccount([INSTRUMENT]);
    account.openWindow(10 * SECOND);
    expect(() => act(account)).toThrow(expect.objectContaining({ name: 'AssertionError' }));
  });
});
