import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure } from './figure.ts';

describe('figure', () => {
  it.each([
    [0.1 + 0.2, [], '0.3'],
    [2.414_213, [], '2.414'],
    [1_234_567.8, [], '1234568'],
    [0, [], '0'],
    [-0.05, [], '-0.05'],
    [Number.NaN, [], 'NaN'],
    [Number.NEGATIVE_INFINITY, [], '-Infinity'],
  ])('writes %d beside the lines %j as %s', (value, lines, text) => {
    expect(figure(value, lines)).toBe(text);
  });

  it('keeps the digits that hold a number on its side of a line', () => {
    expect(figure(1.999_996, [2])).toBe('1.999996');
    expect(figure(2.000_004, [2, 2.7])).toBe('2.000004');
    expect(figure(2, [2])).toBe('2');
  });

  it('never contradicts a comparison, whatever the numbers', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (value, line) => {
        expect(Math.sign(Number(figure(value, [line])) - line)).toBe(Math.sign(value - line));
      }),
    );
  });
});
