import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assert } from '../std/assert.ts';
import { EdgeAccount } from './edge-account.ts';
import type { SettledWindow } from './edge-account.ts';
import type { EdgeReport, KpiName } from './edge-report.ts';
import { COST_COMPONENTS } from './edge-report.ts';
import type { StreamWindow } from './event-stream.fixture.ts';
import { eventStream, INSTRUMENTS, playWindow } from './event-stream.fixture.ts';
import {
  naiveHeld,
  naiveMarkout,
  naiveMoney,
  naiveOrders,
  naiveP95,
  naivePosition,
  naiveValue,
} from './naive-account.fixture.ts';

const BLOCK_US = 1_000_000;

function settleAll(windows: readonly StreamWindow[]): readonly SettledWindow[] {
  const account = new EdgeAccount(INSTRUMENTS);
  const options = { confidence: 0.9, blockUs: BLOCK_US };
  return windows.map((window) => playWindow(account, window, options));
}

function observed(report: EdgeReport, name: KpiName): number | undefined {
  const kpi = report.kpis[name];
  return kpi.kind === 'value' ? kpi.value : undefined;
}

/** Equal within the rounding of a naive sum of terms of that size. */
function expectMoney(actual: number | undefined, expected: number, scale: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(scale, 1e-6));
}

describe('EdgeAccount against a naive account that keeps every event', () => {
  it('splits the money of every window as the definitions say', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report }] of settleAll(windows).entries()) {
          const naive = naiveMoney(windows, index);
          const scale = naive.notional + Math.abs(naive.inventory);
          expectMoney(report.totals.notional, naive.notional, scale);
          expectMoney(report.totals.maker_notional, naive.makerNotional, scale);
          for (const part of ['gross', 'fees', 'slippage', 'adverse', 'inventory', 'pnl'] as const) {
            expectMoney(report.totals[part], naive[part], scale);
          }
          if (naive.notional === 0) {
            expect(report.kpis.net_bps).toEqual({ kind: 'absent', reason: 'there was no fill of ours' });
            continue;
          }
          const bps = 10_000 / naive.notional;
          const scaleBps = scale * bps;
          expectMoney(observed(report, 'net_bps'), naive.pnl * bps, scaleBps);
          expectMoney(observed(report, 'gross_bps'), naive.gross * bps, scaleBps);
          expectMoney(observed(report, 'fees_eff_bps'), naive.fees * bps, scaleBps);
          expectMoney(observed(report, 'slippage_bps'), naive.slippage * bps, scaleBps);
          expectMoney(observed(report, 'adverse_bps'), naive.adverse * bps, scaleBps);
          expectMoney(observed(report, 'inventory_bps'), naive.inventory * bps, scaleBps);
          expectMoney(observed(report, 'maker_taker_ratio'), naive.makerNotional / naive.notional, 1);
          expectMoney(observed(report, 'adverse_bps_p95'), naiveP95(naive.adverses) ?? Number.NaN, 1_000);
          const slippageP95 = naiveP95(naive.slippages);
          if (slippageP95 === undefined) expect(report.kpis.slippage_bps_p95.kind).toBe('absent');
          else expectMoney(observed(report, 'slippage_bps_p95'), slippageP95, 1_000);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('values what is held at the end of every block and of every window', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report }] of settleAll(windows).entries()) {
          const { startUs, endUs } = at(windows, index);
          expect(report.blocks.map((block) => block.start_us)).toEqual(
            Array.from({ length: Math.ceil((endUs - startUs) / BLOCK_US) }, (_, block) => startUs + block * BLOCK_US),
          );
          for (const block of report.blocks) {
            const blockEndUs = Math.min(block.start_us + BLOCK_US, endUs);
            expectMoney(block.pnl, naiveValue(windows, blockEndUs) - naiveValue(windows, block.start_us), 100);
            const held = naiveHeld(windows, block.start_us, blockEndUs);
            expectMoney(block.inventory, held.end, 100);
            expectMoney(block.inventory_max, held.max, 100);
            expectMoney(block.inventory_min, held.min, 100);
          }
          let value = 0;
          for (const [symbol, account] of Object.entries(report.symbols)) {
            expectMoney(account.position_start, naivePosition(windows, symbol, startUs), 1_000);
            expectMoney(account.position_end, naivePosition(windows, symbol, endUs), 1_000);
            value += account.net_asset_value_end;
          }
          expectMoney(value, naiveValue(windows, endUs), 100);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('marks every fill at every horizon that ends within its window, and counts the others', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report }] of settleAll(windows).entries()) {
          for (const point of report.markouts) {
            const naive = naiveMarkout(windows, index, point.horizon_us);
            expect([point.fills, point.left_out]).toEqual([naive.fills, naive.leftOut]);
            expectMoney(point.notional, naive.notional, naive.notional);
            expectMoney(point.cost, naive.cost, naive.notional);
            if (naive.fills === 0) expect(point).not.toHaveProperty('adverse_bps');
            else expectMoney(point.adverse_bps, (naive.cost / naive.notional) * 10_000, 1_000);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('counts decisions, messages, latencies and lags as they came', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report }] of settleAll(windows).entries()) {
          const { startUs, events } = at(windows, index);
          const decisions = events.filter((event) => event.kind === 'decision');
          const denied = decisions.filter((event) => event.outcome === 'risk');
          expect(observed(report, 'risk_ratio')).toBe(share(denied.length, decisions.length));
          const throttled = decisions.filter((event) => event.outcome === 'throttle');
          expect(observed(report, 'throttle_ratio')).toBe(share(throttled.length, decisions.length));
          const sent = events.filter((event) => event.kind === 'sent');
          const changes = sent.filter((event) => event.message !== 'place');
          expect(observed(report, 'cancel_ratio')).toBe(share(changes.length, sent.length));
          const acks = events.filter((event) => event.kind === 'acknowledged');
          expect(observed(report, 'p95_latency_ms')).toBe(naiveP95(acks.map((event) => event.delayUs / 1000)));
          const feeds = events.filter((event) => event.kind === 'feed');
          expect(observed(report, 'ws_lag_p95_ms')).toBe(naiveP95(feeds.map((event) => event.lagUs / 1000)));
          for (const [number, block] of report.blocks.entries()) {
            const inBlock = (event: { readonly timeUs: number }): boolean =>
              Math.floor((event.timeUs - startUs) / BLOCK_US) === number;
            expect(block.decisions).toBe(decisions.filter(inBlock).length);
            expect(block.risk_denied).toBe(denied.filter(inBlock).length);
            const own = acks.filter(inBlock).map((event) => event.delayUs / 1000);
            expect(block.acks).toBe(own.length);
            expect(block.p95_latency_ms).toBe(naiveP95(own));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('measures time in the book and the ages of orders that rest across windows', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report }] of settleAll(windows).entries()) {
          const { startUs, endUs } = at(windows, index);
          const orders = naiveOrders(windows).filter((order) => order.openedUs < endUs && order.closedUs >= startUs);
          const resting = orders.filter((order) => order.closedUs > startUs || order.openedUs >= startUs);
          const atAges = (x: number): number =>
            resting.reduce((sum, order) => {
              const from = Math.max(order.openedUs, startUs) - order.openedUs;
              const to = Math.min(order.closedUs, endUs) - order.openedUs;
              return sum + Math.max(0, Math.min(x, to) - from);
            }, 0);
          const total = atAges(Number.MAX_SAFE_INTEGER);
          const age = observed(report, 'order_age_p95_ms');
          if (total === 0) expect(age).toBeUndefined();
          else {
            const ageUs = (age ?? Number.NaN) * 1000;
            expect(atAges(ageUs)).toBeGreaterThanOrEqual(0.95 * total - 0.01);
            expect(atAges(ageUs - 1)).toBeLessThan(0.95 * total);
          }
          let below = 0;
          for (const [edgeMs, spentUs] of report.histograms.order_age_ms) {
            below += spentUs;
            expect(below).toBe(atAges(edgeMs * 1000));
          }
          expect(below).toBe(total);
          let bothUs = 0;
          for (const { symbol } of INSTRUMENTS) {
            for (let timeUs = startUs; timeUs < endUs; timeUs += 250_000) {
              const now = resting.filter(
                (order) => order.symbol === symbol && order.openedUs <= timeUs && order.closedUs > timeUs,
              );
              if (new Set(now.map((order) => order.side)).size === 2) bothUs += 250_000;
            }
          }
          expect(report.quoting.both_sides_us).toBe(bothUs);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('hands out fills from which the window can be computed again', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { report, fills }] of settleAll(windows).entries()) {
          const { events, endUs } = at(windows, index);
          expect(fills.length).toBe(events.filter((event) => event.kind === 'fill').length);
          expect(report.totals.fills).toBe(fills.length);
          for (const fill of fills) {
            expect(fill.markout_time_us).toBe(Math.min(fill.time_us + 1_000_000, endUs));
          }
          expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('lists the fills of all symbols together in order of time', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const [index, { fills }] of settleAll(windows).entries()) {
          const times = at(windows, index).events.flatMap((event) =>
            event.kind === 'fill' ? [event.fill.timeUs] : [],
          );
          expect(fills.map((fill) => fill.time_us)).toEqual(times.toSorted((left, right) => left - right));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('names as drivers the two largest costs of a negative edge, and never a component that earned', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        for (const { report } of settleAll(windows)) {
          const net = observed(report, 'net_bps');
          const costs = COST_COMPONENTS.map((name) => observed(report, name) ?? 0).filter((cost) => cost > 0);
          const expected = net === undefined || net >= 0 ? 0 : Math.min(2, costs.length);
          expect(report.neg_edge_drivers.length).toBe(expected);
          const least = Math.min(...report.neg_edge_drivers.map((name) => observed(report, name) ?? 0));
          if (expected === 2) expect(costs.filter((cost) => cost > least).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function at(windows: readonly StreamWindow[], index: number): StreamWindow {
  const window = windows[index];
  assert(window !== undefined, 'every settled window was played');
  return window;
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
