import { expect, it } from 'vitest';
import { sumOf } from './compensated-sum.ts';

it('a compensated sum keeps what a plain sum loses', () => {
  const terms = [1, 1e100, 1, -1e100];
  expect(terms.reduce((sum, term) => sum + term, 0)).toBe(0);
  expect(sumOf(terms)).toBe(2);
  expect(sumOf(Array.from({ length: 10_000 }, () => 0.1))).toBe(1_000);
});

it('a sum of nothing, and of negative zeros, is 0', () => {
  expect(Object.is(sumOf([]), 0)).toBe(true);
  expect(Object.is(sumOf([-0, -0]), 0)).toBe(true);
});
