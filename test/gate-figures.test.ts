// The measurement of gates, tiny: it runs, counts every verdict once, and a gate that is told wrong truths is found out. Figures of eight
// runs of minutes prove nothing; `npm run coverage` takes hundreds of hours.

import { beforeAll, describe, expect, it } from 'vitest';
import {
  coverageOf,
  coverageTable,
  equalPairs,
  netVerdicts,
  onAllLines,
  tallyTable,
  truthsOf,
} from '../bench/gate-figures.ts';
import { gateRuns } from '../bench/gate-runs.ts';
import type { GateRun } from '../bench/gate-runs.ts';

describe('the measurement of gates', () => {
  let runs: readonly GateRun[] = [];
  beforeAll(async () => {
    runs = await gateRuns({ scenario: 'calm', firstSeed: 1, runs: 8, iterations: 2, iterationUs: 600_000_000 });
  });

  it('tells for every KPI how often its bounds held', () => {
    const truths = truthsOf(runs);
    const rows = coverageOf(runs, truths);
    expect(rows.map(({ kpi, iterations, windows }) => `${kpi} ${iterations} ${windows}`)).toEqual([
      'net_bps 1 16',
      'net_bps 2 8',
      'risk_ratio 1 16',
      'risk_ratio 2 8',
      'maker_taker_ratio 1 16',
      'maker_taker_ratio 2 8',
      'p95_latency_ms 1 16',
      'p95_latency_ms 2 8',
      'pnl_per_hour 1 16',
      'pnl_per_hour 2 8',
    ]);
    expect(coverageTable(rows)).toMatch(/\| risk_ratio \| 2 \| 8 \|.* \d+\.\d \/ \d+\.\d \|\n/);
    const wrong = new Map([...truths].map(([kpi, truth]) => [kpi, 100 * truth]));
    for (const { upper, lower } of coverageOf(runs, wrong)) {
      expect(lower).toEqual([100, 100]);
      expect(Math.max(...upper)).toBeLessThan(50);
    }
  });

  it('counts the verdicts of every case', () => {
    const truths = truthsOf(runs);
    const tallies = [...netVerdicts(runs, truths), ...onAllLines(runs, truths), ...equalPairs(runs)];
    expect(tallies).toHaveLength(14);
    for (const { runs: count, verdicts } of tallies) {
      expect(Object.values(verdicts).reduce((sum, one) => sum + one, 0)).toBe(count);
    }
    expect(tallies.at(-1)?.runs).toBe(4);
    expect(tallyTable(tallies)).toContain('| net_bps truly 0.4 bps below its line | 8 |');
  });

  it('sees a gate pass what lies far above its line and fail what lies far below', () => {
    const truths = truthsOf(runs);
    const moved = (by: number): ReturnType<typeof netVerdicts> =>
      netVerdicts(runs, new Map([...truths].map(([kpi, truth]) => [kpi, truth + by])));
    expect(moved(-100).map(({ verdicts }) => verdicts.PASS)).toEqual([8, 8, 8, 8, 8]);
    expect(moved(100).map(({ verdicts }) => verdicts.FAIL)).toEqual([8, 8, 8, 8, 8]);
  });
});
