import { describe, expect, it } from 'vitest';
import { stormMoods, usualMoods } from './moods.ts';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;

describe('moods', () => {
  it('quadruple the variance of blocks of 5 minutes, and count as much as eight hours of a run', () => {
    expect(usualMoods(5 * MINUTE_US)).toEqual({ varianceRatio: 4, leastVariance: 0, degrees: 8 });
  });

  it('matter less to blocks that outlast them, and never take away', () => {
    const ratios = [1, 5, 20, 60, 600].map((minutes) => usualMoods(minutes * MINUTE_US).varianceRatio);
    expect(ratios.toSorted((left, right) => right - left)).toEqual(ratios);
    expect(ratios.at(-1)).toBeGreaterThan(1);
    expect(ratios.at(-1)).toBeLessThan(1.1);
  });
});

describe('storms', () => {
  const deviation = (hours: number, share: number): number =>
    Math.sqrt(stormMoods(5 * MINUTE_US, hours * HOUR_US, share).leastVariance);

  it('let no hour be surer of its denials than storms allow', () => {
    expect(stormMoods(5 * MINUTE_US, HOUR_US, 0.3)).toMatchObject({ varianceRatio: 7, degrees: 16 });
    // 0.7 x 0.3 x 0.7 over the root of 1.7 hours.
    expect(deviation(1, 0.3)).toBeCloseTo(0.11274, 5);
    expect(deviation(8, 0.3)).toBeCloseTo(0.04984, 5);
  });

  it('are the same for a share and its opposite, and nothing to what never or always happens', () => {
    expect(deviation(1, 0.8)).toBeCloseTo(deviation(1, 0.2), 12);
    expect([deviation(1, 0), deviation(1, 1)]).toEqual([0, 0]);
  });
});
