import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnBuilder, valuesPerEntry } from './column-builder.ts';

const gap = undefined;

test('a short series stays as it is, gaps included', () => {
  const builder = new ColumnBuilder(1);
  for (const value of [3, gap, 5]) builder.add(value);
  expect(builder.column()).toEqual({ last: [3, null, 5] });
});

test('an entry has the last, the least and the greatest of its values, and is a gap where there are none', () => {
  const builder = new ColumnBuilder(3);
  for (const value of [1, 9, 4, gap, gap, gap, gap, 2]) builder.add(value);
  expect(builder.column()).toEqual({ last: [4, null, 2], low: [1, null, 2], high: [9, null, 2] });
});

test('what is no finite number is a gap', () => {
  const builder = new ColumnBuilder(1);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) builder.add(value);
  expect(builder.column().last).toEqual([null, null]);
});

test('a value with extremes of its own keeps them, however few values there are', () => {
  const builder = new ColumnBuilder(1);
  builder.addRange(2, -1, 7);
  expect(builder.column()).toEqual({ last: [2], low: [-1], high: [7] });
});

test('no series makes more entries than a page has room for, and none loses its extremes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99_999, max: 99_999 }), { minLength: 1, maxLength: 2000 }), (values) => {
      const builder = new ColumnBuilder(valuesPerEntry(values.length));
      for (const value of values) builder.add(value);
      const { last, low = last, high = last } = builder.column();
      expect(last.length).toBeLessThanOrEqual(600);
      expect(Math.min(...low.map(Number))).toBe(Math.min(...values));
      expect(Math.max(...high.map(Number))).toBe(Math.max(...values));
    }),
  );
});
