import { describe, expect, it } from 'vitest';
import { longRunError, neighbourCorrelation } from './long-run-error.ts';
import type { Moods } from './long-run-error.ts';
import { RandomStream } from './random.ts';

const NOTHING_KNOWN: Moods = { varianceRatio: 1, leastVariance: 0, degrees: 0 };

/** A first-order autoregression of variance 1, less its mean. */
function residuals(count: number, correlation: number, random: RandomStream): Float64Array {
  const fresh = Math.sqrt(1 - correlation * correlation);
  let last = random.normal();
  const values = Float64Array.from({ length: count }, () => (last = correlation * last + fresh * random.normal()));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return values.map((value) => value - mean);
}

function averageOver(series: number, measure: (random: RandomStream) => number): number {
  const random = new RandomStream(7, 'long run');
  let total = 0;
  for (let index = 0; index < series; index += 1) total += measure(random);
  return total / series;
}

describe('the long-run error', () => {
  it('of independent values is that of their sum', () => {
    const variance = averageOver(2_000, (random) => longRunError(residuals(40, 0, random), NOTHING_KNOWN).error ** 2);
    expect(variance).toBeCloseTo(40, -0.7);
  });

  it('of correlated values is larger by as much as their correlations add', () => {
    // A first-order autoregression with correlation r has a slow variance of (1 + r) / (1 - r).
    const variance = averageOver(500, (random) => longRunError(residuals(400, 0.5, random), NOTHING_KNOWN).error ** 2);
    expect(variance / 400).toBeCloseTo(3, 0);
  });

  it('goes by one projection for four values, eight at the most, and what is known counts on top', () => {
    const degrees = (count: number, known: number): number =>
      longRunError(residuals(count, 0, new RandomStream(1, 'count')), { ...NOTHING_KNOWN, degrees: known }).degrees;
    expect([2, 4, 7, 8, 12, 32, 400].map((count) => degrees(count, 0))).toEqual([1, 1, 1, 2, 3, 8, 8]);
    expect(degrees(12, 8)).toBe(11);
  });

  it('is what is known where that counts for everything', () => {
    const values = residuals(24, 0, new RandomStream(2, 'known'));
    const squares = (values.reduce((sum, value) => sum + value * value, 0) * 24) / 23;
    const known = { varianceRatio: 4, leastVariance: 0, degrees: 1e9 };
    const found = longRunError(values, known);
    expect(found.error).toBeCloseTo(Math.sqrt(4 * squares), 5);
    expect(found.effective).toBeCloseTo(6, 5);
    expect(longRunError(values, { ...known, leastVariance: 9 * squares }).error).toBeCloseTo(3 * Math.sqrt(squares), 5);
  });

  it('never counts more values than there are', () => {
    const alternating = Float64Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    const found = longRunError(alternating, NOTHING_KNOWN);
    expect(found.effective).toBe(40);
    expect(found.correlation).toBeLessThan(-0.9);
  });

  it('tells the correlation of neighbours without its bias', () => {
    const told = averageOver(2_000, (random) => longRunError(residuals(12, 0.3, random), NOTHING_KNOWN).correlation);
    expect(Math.abs(told - 0.3)).toBeLessThan(0.08);
  });

  it('projects on cosines whose waves end with the values', () => {
    const wave = Float64Array.from({ length: 8 }, (_, index) => Math.cos((Math.PI * (index + 0.5)) / 8));
    // The first projection is 8 / 2, the second nothing: the mean of 2 x 16 and 0.
    expect(longRunError(wave, NOTHING_KNOWN).error).toBeCloseTo(4, 12);
  });

  it('corrects a correlation as Kendall does', () => {
    // Seen is 1/4; (1 + 3/4) / 4 is added.
    expect(neighbourCorrelation(Float64Array.of(1, 1, -1, -1))).toBeCloseTo(0.6875, 12);
    expect(neighbourCorrelation(Float64Array.of(1, -1, 1, -1))).toBe(-1);
    expect(neighbourCorrelation(Float64Array.of(0, 0))).toBe(0);
  });

  it('needs two values, and moods that widen', () => {
    expect(() => longRunError(Float64Array.of(0), NOTHING_KNOWN)).toThrow(/two sub-windows/);
    const two = Float64Array.of(1, -1);
    expect(() => longRunError(two, { ...NOTHING_KNOWN, varianceRatio: 0.5 })).toThrow(/moods add/);
    expect(() => longRunError(two, { ...NOTHING_KNOWN, leastVariance: -1 })).toThrow(/moods add/);
  });
});
