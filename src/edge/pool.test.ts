import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../std/random.ts';
import { EdgeAccount } from './edge-account.ts';
import type { EdgeReport, Kpi, KpiName } from './edge-report.ts';
import { KPI_NAMES } from './edge-report.ts';
import type { StreamWindow } from './event-stream.fixture.ts';
import { eventStream, INSTRUMENTS, playWindow } from './event-stream.fixture.ts';
import { MARKOUT_HORIZONS_US, poolMarkouts } from './markout-curve.ts';
import { poolReports } from './pool.ts';

const options = { confidence: 0.9 };

function reportsOf(windows: readonly StreamWindow[]): readonly EdgeReport[] {
  const account = new EdgeAccount(INSTRUMENTS);
  return windows.map((window) => playWindow(account, window, { ...options, blockUs: 1_000_000 }).report);
}

function numberOf(kpi: Kpi): number | undefined {
  return kpi.kind === 'value' ? kpi.value : undefined;
}

describe('pooled windows', () => {
  it('equal one long window over the same events, percentiles to their stated resolution', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        const pooled = poolReports(reportsOf(windows), options);
        const [long] = reportsOf([
          { startUs: 0, endUs: windows.at(-1)?.endUs ?? 1, events: windows.flatMap((window) => window.events) },
        ]);
        const exact = [
          'gross_bps',
          'fees_eff_bps',
          'slippage_bps',
          'maker_taker_ratio',
          'risk_ratio',
          'min_interval_ratio',
          'concurrency_ratio',
          'throttle_ratio',
          'cancel_ratio',
          'fills',
          'traded_notional',
          'net_bps',
          'pnl_per_hour',
        ] as const;
        for (const name of exact) {
          const value = numberOf(long?.kpis[name] ?? pooled[name]);
          const summed = numberOf(pooled[name]);
          if (value === undefined) expect(summed, name).toBeUndefined();
          else expect(Math.abs((summed ?? Number.NaN) - value), name).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(value)));
        }
        const rounded: readonly (readonly [KpiName, number])[] = [
          ['p95_latency_ms', 1],
          ['ws_lag_p95_ms', 1],
          ['slippage_bps_p95', 0.05],
          ['order_age_p95_ms', 640],
        ];
        for (const [name, width] of rounded) {
          const value = numberOf(long?.kpis[name] ?? pooled[name]);
          const up = numberOf(pooled[name]);
          if (value === undefined) expect(up).toBeUndefined();
          else {
            expect(up).toBeGreaterThanOrEqual(value - 1e-9);
            expect(up).toBeLessThan(value + width + 1e-9);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('add up their markout curves, horizon by horizon', () => {
    fc.assert(
      fc.property(eventStream, (windows) => {
        const reports = reportsOf(windows);
        const pooled = poolMarkouts(reports.map(({ markouts }) => markouts));
        expect(pooled.map(({ horizon_us }) => horizon_us)).toEqual(MARKOUT_HORIZONS_US);
        for (const [index, point] of pooled.entries()) {
          const own = reports.flatMap(({ markouts }) => markouts[index] ?? []);
          const cost = own.reduce((sum, one) => sum + one.cost, 0);
          expect(point.fills).toBe(own.reduce((sum, one) => sum + one.fills, 0));
          expect(point.left_out).toBe(own.reduce((sum, one) => sum + one.left_out, 0));
          expect(point.cost).toBeCloseTo(cost, 6);
          if (point.notional > 0) expect(point.adverse_bps).toBeCloseTo((cost / point.notional) * 10_000, 6);
          else expect(point).not.toHaveProperty('adverse_bps');
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are absent altogether where there is none', () => {
    const kpis = poolReports([], options);
    for (const name of KPI_NAMES) expect(kpis[name]).toEqual({ kind: 'absent', reason: 'there is no window to judge' });
  });

  it('weigh a window by its notional and not as one vote', () => {
    const account = new EdgeAccount(INSTRUMENTS);
    const [small, large] = [1, 999].map((lots, index) => {
      account.openWindow(index * 10_000_000);
      account.sinkFor('BTCUSDT').fill({
        timeUs: index * 10_000_000,
        orderId: 1,
        side: index === 0 ? 1 : -1,
        priceTicks: 1_000,
        lots,
        role: 'maker',
        fee: 0,
        midBeforeHalfTicks: index === 0 ? 1_800 : 2_000,
      });
      return account.settle((index + 1) * 10_000_000, { ...options, blockUs: 1_000_000 }).report;
    });
    if (small === undefined || large === undefined) throw new Error('both windows were settled');
    expect(numberOf(small.kpis.gross_bps)).toBeCloseTo(-1_000, 9);
    expect(numberOf(large.kpis.gross_bps)).toBeCloseTo(0, 9);
    expect(numberOf(poolReports([small, large], options).gross_bps)).toBeCloseTo(-1, 9);
  });

  it('give the KPIs that gates read intervals around their values, from the blocks of all windows', () => {
    const account = new EdgeAccount(INSTRUMENTS.slice(0, 1));
    const random = new RandomStream(5, 'pool');
    const reports = [0, 1, 2].map((index) => {
      const startUs = index * 3_000_000;
      account.openWindow(startUs);
      const sink = account.sinkFor('BTCUSDT');
      for (let timeUs = startUs; timeUs < startUs + 3_000_000; timeUs += 50_000) {
        sink.mid(timeUs, 2_000_000 + random.below(200));
        sink.decision(timeUs, 1, random.below(3) === 0 ? 'risk' : 'allowed');
        sink.acknowledged(timeUs - 1_000 * random.below(300), timeUs);
        sink.fill({
          timeUs,
          orderId: 1,
          side: random.below(2) === 0 ? 1 : -1,
          priceTicks: 1_000_000,
          lots: 1 + random.below(9),
          role: random.below(10) === 0 ? 'taker' : 'maker',
          fee: 0,
          midBeforeHalfTicks: 2_000_000 + random.below(200),
        });
      }
      return account.settle(startUs + 3_000_000, { ...options, blockUs: 1_000_000 }).report;
    });
    const pooled = poolReports(reports, options);
    for (const name of ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms', 'pnl_per_hour'] as const) {
      expect(reports[0]?.kpis[name], 'three blocks are too few').not.toHaveProperty('interval');
      const kpi = pooled[name];
      const interval = kpi.kind === 'value' ? kpi.interval : undefined;
      expect(interval?.confidence, name).toBe(0.9);
      expect(interval?.lower, name).toBeLessThan(numberOf(kpi) ?? Number.NaN);
      expect(interval?.upper, name).toBeGreaterThan(numberOf(kpi) ?? Number.NaN);
    }
  });
});
