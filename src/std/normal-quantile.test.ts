import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';

describe('normalQuantile', () => {
  // Tables of the normal distribution; the last two from a program of arbitrary precision.
  it.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.9995, 3.290526731491926],
    [1e-9, -5.9978070150076865],
    [1e-12, -7.034483825301131],
  ])('of %d is %d', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 12);
  });

  it('is symmetric, and rises', () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let cell = 1; cell < 1024; cell += 1) {
      const quantile = normalQuantile(cell / 1024);
      expect(quantile).toBeGreaterThan(before);
      expect(quantile).toBeCloseTo(-normalQuantile(1 - cell / 1024), 12);
      before = quantile;
    }
  });

  it('exists for probabilities between 0 and 1 only', () => {
    for (const probability of [0, 1, -0.5, Number.NaN])
      expect(() => normalQuantile(probability)).toThrow('probability');
  });
});
