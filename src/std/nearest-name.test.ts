import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName, suggestName } from './nearest-name.ts';

const NAMES = ['min_interval_ms', 'replace_rate_per_min', 'seed'];

describe('nearestName', () => {
  it.each([
    ['min_intervall_ms', 'min_interval_ms'],
    ['MIN_INTERVAL_MS', 'min_interval_ms'],
    ['min_interval', 'min_interval_ms'],
    ['replace_rate', 'replace_rate_per_min'],
    ['sede', 'seed'],
  ])('finds what %s probably meant', (wanted, meant) => {
    expect(nearestName(wanted, NAMES)).toBe(meant);
  });

  it('finds nothing for a name that resembles none', () => {
    expect(nearestName('volatility', NAMES)).toBeUndefined();
    expect(suggestName('volatility', NAMES, 'names')).toBe('known names: min_interval_ms, replace_rate_per_min, seed');
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['seed', 'sede', 1],
    ['ca', 'abc', 3],
  ])('from %j to %j is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('is symmetric, zero only for equal texts, and never above the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        const distance = editDistance(one, other);
        expect(editDistance(other, one)).toBe(distance);
        expect(distance === 0).toBe(one === other);
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});
