import { array, assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

test('the least value is the lowest block and the greatest the highest', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([3.2, -1, 3.2])).toBe('█▁█');
});

test('equal values stand in the middle, and an absent one is a gap', () => {
  expect(sparkline([2, 2])).toBe('▄▄');
  expect(sparkline([1, undefined, 2])).toBe('▁ █');
  expect(sparkline([undefined])).toBe(' ');
  expect(sparkline([])).toBe('');
});

test('any values give one character each, in the order of their size', () => {
  assert(
    property(array(double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const line = sparkline(values);
      expect(line).toHaveLength(values.length);
      for (let index = 1; index < values.length; index += 1) {
        const rises = (values[index] ?? 0) > (values[index - 1] ?? 0);
        if (rises) expect(line.charCodeAt(index)).toBeGreaterThanOrEqual(line.charCodeAt(index - 1));
      }
    }),
  );
});
