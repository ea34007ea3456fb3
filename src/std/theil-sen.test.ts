import { describe, expect, it } from 'vitest';
import { RandomStream } from './random.ts';
import { slopeBounds, theilSenSlope } from './theil-sen.ts';
import type { Point } from './theil-sen.ts';

function noisy(count: number, slope: number, random: RandomStream): readonly Point[] {
  return Array.from({ length: count }, (_, x) => ({ x, y: slope * x + random.normal() }));
}

/** How often, of 1,000 series, each bound at 90 % held a slope of 0.3, in percent. */
function coverage(count: number, correlation: number): readonly [number, number] {
  const random = new RandomStream(9, `slopes/${count}/${correlation}`);
  const held = { lower: 0, upper: 0 };
  for (let series = 0; series < 1_000; series += 1) {
    let luck = random.normal();
    const points = Array.from({ length: count }, (_, x) => {
      luck = correlation * luck + Math.sqrt(1 - correlation * correlation) * random.normal();
      return { x, y: 0.3 * x + luck };
    });
    const bounds = slopeBounds(points, 0.9);
    if ((bounds?.lower ?? 1) <= 0.3) held.lower += 1;
    if ((bounds?.upper ?? 0) >= 0.3) held.upper += 1;
  }
  return [held.lower / 10, held.upper / 10];
}

describe('the slope of Theil and Sen', () => {
  it('is exact on a line, at any distances', () => {
    expect(theilSenSlope([0, 1, 3, 7].map((x) => ({ x, y: 2 - 3 * x })))).toBe(-3);
  });

  it('is the median of the slopes between two points', () => {
    // Slopes 1, 2, 3, 3, 5 and 4: half of the sum of the third and the fourth.
    const points = [0, 1, 4, 9].map((y, x) => ({ x, y }));
    expect(theilSenSlope(points)).toBe(3);
    expect(theilSenSlope(points.slice(0, 2))).toBe(1);
  });

  it('lies between the two in the middle where their number is even', () => {
    // Slopes 1, 1, 7/3, 3, 3 and 5.
    expect(theilSenSlope([0, 1, 6, 7].map((y, x) => ({ x, y })))).toBeCloseTo((7 / 3 + 3) / 2, 12);
  });

  it('is not bent by one odd point', () => {
    const points = Array.from({ length: 11 }, (_, x) => ({ x, y: x === 10 ? 1_000 : x }));
    expect(theilSenSlope(points)).toBe(1);
  });

  it('needs two points', () => {
    expect(() => theilSenSlope([{ x: 1, y: 1 }])).toThrow(/two points/);
  });
});

describe('its bounds', () => {
  /** As measured; the standard error is 1 point. */
  it.each<[number, number, readonly [number, number]]>([
    [8, 0, [95.2, 94.3]],
    [24, 0, [89.8, 93.1]],
    [24, 0.3, [89.6, 90.5]],
  ])('hold for %i points correlated by %d', (count, correlation, measured) => {
    const [lower, upper] = coverage(count, correlation);
    expect(Math.abs(lower - measured[0]), String(lower)).toBeLessThanOrEqual(2);
    expect(Math.abs(upper - measured[1]), String(upper)).toBeLessThanOrEqual(2);
  });

  it('lie around the slope, and farther at a higher confidence', () => {
    const points = noisy(24, 0.5, new RandomStream(1, 'around'));
    const slope = theilSenSlope(points);
    const [at90, at99] = [slopeBounds(points, 0.9), slopeBounds(points, 0.99)];
    expect(at90?.lower).toBeLessThan(slope);
    expect(at90?.upper).toBeGreaterThan(slope);
    expect(at99?.lower).toBeLessThan(at90?.lower ?? Number.NaN);
    expect(at99?.upper).toBeGreaterThan(at90?.upper ?? Number.NaN);
  });

  it('are slopes by their rank, as far apart as Kendall says', () => {
    const points = [0, 3, 1, 5, 2, 8, 4, 9, 6, 12].map((y, x) => ({ x, y }));
    const slopes = points
      .flatMap(({ x, y }, index) => points.slice(0, index).map((earlier) => (y - earlier.y) / (x - earlier.x)))
      .toSorted((left, right) => left - right);
    // 45 slopes; 1.2816 x sqrt(10 x 9 x 25 / 18) = 14.3 of them lie between the bounds, rounded outwards.
    expect(slopeBounds(points, 0.9)).toEqual({ lower: slopes[14], upper: slopes[30] });
  });

  it('are none where so few points cannot give that confidence', () => {
    expect(slopeBounds(noisy(4, 1, new RandomStream(1, 'few')), 0.99)).toBeUndefined();
  });
});
