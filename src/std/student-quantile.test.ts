import { expect, it } from 'vitest';
import { studentQuantile } from './student-quantile.ts';

it.each([
  [0.95, 1, 12.7062],
  [0.95, 2, 4.3027],
  [0.95, 3, 3.1824],
  [0.95, 7, 2.3646],
  [0.95, 10, 2.2281],
  [0.95, 120, 1.9799],
  [0.8, 7, 1.4149],
  [0.99, 8, 3.3554],
])('at confidence %d with %i degrees of freedom it is %d, as tables have it', (confidence, degrees, quantile) => {
  expect(studentQuantile(confidence, degrees)).toBeCloseTo(quantile, 4);
});

it('nears the normal distribution', () => {
  expect(studentQuantile(0.95, 999)).toBeCloseTo(1.9623, 4);
});

it('refuses what is no confidence, or leaves no degree of freedom', () => {
  expect(() => studentQuantile(1, 5)).toThrow('between 0 and 1');
  expect(() => studentQuantile(0.95, 0)).toThrow('counted from 1');
});
