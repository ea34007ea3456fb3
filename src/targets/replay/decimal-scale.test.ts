import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecimalScale, decimalsOf, NOT_A_DECIMAL, OFF_GRID } from './decimal-scale.ts';

describe('a decimal scale', () => {
  it('reads any multiple of a power of ten back as the same whole number', () => {
    const cases = fc.tuple(
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 0, max: 2 ** 50 }),
      fc.integer({ min: 0, max: 3 }),
    );
    fc.assert(
      fc.property(cases, ([decimals, units, zeros]) => {
        const digits = String(units).padStart(decimals + 1, '0');
        const point = digits.length - decimals;
        const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}${'0'.repeat(zeros)}`;
        expect(new DecimalScale(Number(`1e-${decimals}`)).parse(text)).toBe(units);
      }),
    );
  });

  it('never rounds: 1.15 is 115 hundredths although 1.15 x 100 is not', () => {
    expect(1.15 * 100).not.toBe(115);
    expect(new DecimalScale(0.01).parse('1.15')).toBe(115);
  });

  it.each([
    [0.01, '61837.63000000', 6_183_763],
    [0.00001, '0.05000000', 5000],
    [0.05, '1.15', 23],
    [25, '75.0', 3],
    [0.01, '7', 700],
  ])('with size %d reads %s as %d', (size, text, units) => {
    expect(new DecimalScale(size).parse(text)).toBe(units);
  });

  it.each([
    [0.01, '1.001'],
    [0.05, '1.16'],
    [25, '80'],
  ])('with size %d calls %s off the grid', (size, text) => {
    const scale = new DecimalScale(size);
    expect(scale.parse(text)).toBe(OFF_GRID);
    expect(scale.parseUp(text)).toBe(Math.ceil(Number(text) / size));
  });

  it.each(['', '.', '-1', '1e3', '1.2.3', '0x1', ' 1', 'NaN', '99999999999999999'])('calls "%s" no decimal', (text) => {
    expect(new DecimalScale(0.01).parse(text)).toBe(NOT_A_DECIMAL);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-13, 1 / 3])('refuses %d as a size', (size) => {
    expect(() => new DecimalScale(size)).toThrow('is no size of a tick or lot');
  });

  it('counts decimals without trailing zeros', () => {
    expect(['1', '1.0', '1.10', '0.00001000'].map(decimalsOf)).toStrictEqual([0, 0, 1, 5]);
  });
});
