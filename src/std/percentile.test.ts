import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRank, timeWeightedPercentile, weightedNearestRank } from './percentile.ts';

const percent = fc.integer({ min: 1, max: 100 });
const values = fc.array(
  fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  {
    minLength: 1,
    maxLength: 200,
  },
);

describe('nearestRank', () => {
  it('is the smallest value that at least that share of values does not exceed', () => {
    fc.assert(
      fc.property(values, percent, (list, p) => {
        const rank = nearestRank(Float64Array.from(list), p);
        const atMost = list.filter((value) => value <= rank).length;
        const below = list.filter((value) => value < rank).length;
        expect(list.some((value) => value === rank)).toBe(true);
        expect(100 * atMost).toBeGreaterThanOrEqual(p * list.length);
        expect(100 * below).toBeLessThan(p * list.length);
      }),
    );
  });

  it('takes the 19th of 20 and the 20th of 21 at 95 %', () => {
    const upTo = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => index + 1);
    expect(nearestRank(upTo(20), 95)).toBe(19);
    expect(nearestRank(upTo(21), 95)).toBe(20);
    expect(nearestRank(upTo(1), 95)).toBe(1);
    expect(nearestRank(upTo(100_000).toReversed(), 95)).toBe(95_000);
  });

  it('refuses an empty list and a fraction for a percent of 0', () => {
    expect(() => nearestRank(new Float64Array(0), 95)).toThrow(/at least one value/);
    expect(() => nearestRank(Float64Array.of(1), 0)).toThrow(/percent/);
  });
});

describe('weightedNearestRank', () => {
  it('equals nearestRank over the values written out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 30,
        }),
        percent,
        (pairs, p) => {
          const ascending = pairs.toSorted(([left], [right]) => left - right);
          const written = ascending.flatMap(([value, weight]) => Array.from({ length: weight }, () => value));
          expect(weightedNearestRank(ascending, p)).toBe(nearestRank(Float64Array.from(written), p));
        },
      ),
    );
  });
});

describe('timeWeightedPercentile', () => {
  it('is the least x below which that share of all time was spent', () => {
    const spans = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(spans, percent, (pairs, p) => {
        fc.pre(pairs.some(([, length]) => length > 0));
        const starts = pairs.map(([start]) => start);
        const ends = pairs.map(([start, length]) => start + length);
        const spentBelow = (x: number): number =>
          starts.reduce((sum, start, index) => sum + Math.max(0, Math.min(x, ends[index] ?? start) - start), 0);
        const total = spentBelow(Number.MAX_SAFE_INTEGER);
        const x = timeWeightedPercentile(Float64Array.from(starts), Float64Array.from(ends), p);
        expect(spentBelow(x)).toBeGreaterThanOrEqual((p / 100) * total - 1e-6);
        expect(spentBelow(x - 1e-3)).toBeLessThan((p / 100) * total);
      }),
    );
  });

  it('finds 9.5 s for one order that rested 10 s', () => {
    expect(timeWeightedPercentile(Float64Array.of(0), Float64Array.of(10), 95)).toBeCloseTo(9.5, 12);
  });

  it('refuses intervals without any time', () => {
    expect(() => timeWeightedPercentile(Float64Array.of(3), Float64Array.of(3), 95)).toThrow(/some time/);
  });
});
