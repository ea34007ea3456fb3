// The interval of a percentile has no sums to lean on; its coverage is measured here.
import { describe, expect, it } from 'vitest';
import { nearestRank } from '../std/percentile.ts';
import { RandomStream } from '../std/random.ts';
import type { Kpi } from './edge-report.ts';
import type { TimedBlock } from './measure-kpis.ts';
import { ABSENT, absent, measureKpis, value } from './measure-kpis.ts';

const MEDIAN_MS = 200;
const SIGMA = 0.35;
/** The 95 % point of the standard normal is 1.6449. */
const TRUE_P95_MS = MEDIAN_MS * Math.exp(1.6448536269514722 * SIGMA);

/** Latencies of a queue whose level wanders from block to block by `wander` of its log, around the same overall percentile. */
function latencyKpi(blockCount: number, perBlock: number, wander: number, data: RandomStream): Kpi {
  const all: number[] = [];
  const own = Math.sqrt(SIGMA * SIGMA - wander * wander);
  const blocks = Array.from({ length: blockCount }, (_, index): TimedBlock => {
    const level = wander * data.normal();
    const samples = Array.from({ length: perBlock }, () => MEDIAN_MS * Math.exp(level + own * data.normal()));
    all.push(...samples);
    return {
      start_us: index,
      durationUs: 1,
      pnl: 0,
      notional: 0,
      maker_notional: 0,
      decisions: 0,
      risk_denied: 0,
      acks: perBlock,
      inventory: 0,
      inventory_max: 0,
      inventory_min: 0,
      p95_latency_ms: nearestRank(Float64Array.from(samples), 95),
    };
  });
  const nothing = absent(ABSENT.fill);
  const kpis = measureKpis(
    {
      windowUs: blockCount,
      totals: {
        fills: 0,
        maker_fills: 0,
        notional: 0,
        maker_notional: 0,
        gross: 0,
        fees: 0,
        slippage: 0,
        adverse: 0,
        inventory: 0,
        pnl: 0,
      },
      decisions: { allowed: 0, total: 0, risk: 0, min_interval: 0, concurrency: 0, throttle: 0 },
      messages: { place: 0, replace: 0, cancel: 0 },
      quoting: { orders: 0, both_sides_us: 0, watched_us: blockCount },
      marketSeen: false,
      blocks,
      inventoryMaxAbs: nothing,
      p95: {
        latencyMs: value(nearestRank(Float64Array.from(all), 95), all.length),
        lagMs: nothing,
        orderAgeMs: nothing,
        slippageBps: nothing,
        adverseBps: nothing,
      },
    },
    { confidence: 0.9 },
  );
  return kpis.p95_latency_ms;
}

describe('the bounds of p95_latency_ms at 90 %', () => {
  /** Blocks, acknowledgements in each, wander, and the coverage measured with this seed; standard error 1.3 points. */
  const cases = [
    ['12 blocks of 50', 12, 50, 0, 99.4, 98.8],
    ['12 blocks of 300', 12, 300, 0, 99.4, 98],
    ['12 blocks of 300 whose level wanders', 12, 300, 0.1, 99.2, 98.2],
  ] as const;
  it.each(cases)('cover as measured with %s', (name, blockCount, perBlock, wander, lower, upper) => {
    const data = new RandomStream(11, `latency/${name}`);
    const held = { lower: 0, upper: 0 };
    const series = 500;
    for (let index = 0; index < series; index += 1) {
      const kpi = latencyKpi(blockCount, perBlock, wander, data);
      const interval = kpi.kind === 'value' ? kpi.interval : undefined;
      if ((interval?.lower ?? Infinity) <= TRUE_P95_MS) held.lower += 1;
      if ((interval?.upper ?? -Infinity) >= TRUE_P95_MS) held.upper += 1;
    }
    expect(Math.abs((100 * held.lower) / series - lower)).toBeLessThanOrEqual(2);
    expect(Math.abs((100 * held.upper) / series - upper)).toBeLessThanOrEqual(2);
  });

  it('lie around the overall percentile', () => {
    const kpi = latencyKpi(12, 100, 0.1, new RandomStream(1, 'data'));
    expect(kpi).toMatchObject({ kind: 'value', n: 1_200 });
    if (kpi.kind === 'absent') return;
    expect(kpi.interval?.lower).toBeLessThan(kpi.value);
    expect(kpi.interval?.upper).toBeGreaterThan(kpi.value);
  });
});
