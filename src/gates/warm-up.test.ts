import { describe, expect, it } from 'vitest';
import type { Kpi } from '../edge/edge-report.ts';
import { measured } from './kpis.fixture.ts';
import type { JudgedIteration } from './rule-kind.ts';
import { excludeWarmUp, leadingIterations } from './warm-up.ts';

function runOf(values: readonly (number | Kpi)[]): readonly JudgedIteration[] {
  return values.map((value, index) => ({
    iteration: index + 1,
    kpis: { net_bps: typeof value === 'number' ? measured(value) : value },
    startUs: index,
    endUs: index + 1,
  }));
}

describe('a warm-up of fixed length', () => {
  it('excludes that many iterations, or all there are, and names them', () => {
    expect(excludeWarmUp({ iterations: 2 }, runOf([1, 2, 3, 4]))).toEqual({
      iterations: [1, 2],
      reason: 'the first 2 iterations are warm-up by policy',
      settled: true,
    });
    expect(excludeWarmUp({ iterations: 2 }, runOf([1]))?.iterations).toEqual([1]);
  });

  it('is none where the policy has none', () => {
    expect(excludeWarmUp(undefined, runOf([1, 2]))).toBeUndefined();
    expect(leadingIterations(undefined)).toBe(0);
  });
});

describe('a warm-up until a KPI settles', () => {
  const warmUp = { settle: 'net_bps', at_most: 4 } as const;

  it('looks at twice as many iterations as it may exclude, and two more', () => {
    expect(leadingIterations(warmUp)).toBe(10);
    expect(leadingIterations({ iterations: 3 })).toBe(3);
  });

  it('ends where the rest scatters least for its length', () => {
    expect(excludeWarmUp(warmUp, runOf([-5, -2, 3, 2.9, 3.1, 3, 2.9, 3.1, 3, 3]))).toEqual({
      iterations: [1, 2],
      reason: 'net_bps settled after 2 of at most 4 iterations',
      settled: true,
    });
  });

  it('excludes nothing of a run that is settled from its start, whatever comes later', () => {
    const excluded = excludeWarmUp(warmUp, runOf([3, 3.1, 2.9, 3, 3.1, 2.9, 3, 3, 3, 3, 99, -99]));
    expect(excluded).toMatchObject({ iterations: [], settled: true });
  });

  it('excludes nothing of a run whose values are all the same', () => {
    expect(excludeWarmUp(warmUp, runOf(Array.from({ length: 10 }, () => 3)))).toMatchObject({
      iterations: [],
      settled: true,
    });
  });

  it.each<[string, readonly (number | Kpi)[], string]>([
    ['drifts on', [-9, -7, -5, -3, -1, 1, 2, 2.5, 2.9, 3], 'net_bps has not settled within 4 iterations'],
    ['is too short', [3, 3, 3, 3], 'net_bps cannot be seen to settle in 4 iterations, 10 are needed'],
    [
      'lacks the KPI',
      [3, 3, { kind: 'absent', reason: 'no fills' }, 3, 3, 3, 3, 3, 3, 3],
      'net_bps is missing in one of the first iterations',
    ],
  ])('has not settled in a run that %s, and as much as allowed is excluded', (_, values, reason) => {
    expect(excludeWarmUp(warmUp, runOf(values))).toEqual({ iterations: [1, 2, 3, 4], reason, settled: false });
  });
});
