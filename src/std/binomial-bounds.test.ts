import { describe, expect, it } from 'vitest';
import { binomialBounds } from './binomial-bounds.ts';

describe('the exact bounds of a share', () => {
  it.each([
    // Lower bounds for n of n are miss^(1/n), upper ones for 0 of n are 1 - miss^(1/n); the others from R's qbeta.
    [1, 10, 0.9, Math.exp(Math.log(0.1) / 10), 1],
    [0, 10, 0.9, 0, 1 - Math.exp(Math.log(0.1) / 10)],
    [1, 1, 0.9, 0.1, 1],
    [0.7, 10, 0.95, 0.39338, 0.91274],
    [0.5, 24, 0.9, 0.35317, 0.64683],
  ])('of %d in %d at %d are %d and %d', (share, trials, confidence, lower, upper) => {
    const bounds = binomialBounds(share, trials, confidence);
    expect(bounds.lower).toBeCloseTo(lower, 4);
    expect(bounds.upper).toBeCloseTo(upper, 4);
  });

  it('round successes that are no whole number against either bound', () => {
    const { lower, upper } = binomialBounds(0.55, 10, 0.9);
    expect(lower).toBe(binomialBounds(0.5, 10, 0.9).lower);
    expect(upper).toBe(binomialBounds(0.6, 10, 0.9).upper);
  });

  it('hold for many trials', () => {
    const { lower, upper } = binomialBounds(0.9, 1_000, 0.9);
    expect(lower).toBeCloseTo(0.887, 3);
    expect(upper).toBeCloseTo(0.912, 3);
  });

  it('are of one trial at least, and of a share', () => {
    expect(() => binomialBounds(0.5, 0, 0.9)).toThrow(/one trial/);
    expect(() => binomialBounds(1.1, 5, 0.9)).toThrow(/between 0 and 1/);
  });
});
