// Exact decimals: a price text becomes whole ticks and a quantity text whole lots without ever passing through a binary fraction.
// Signs and exponents are no part of the exchange's decimals and are refused.

import { Failure } from '../../std/failure.ts';

/** `parse` answers this for a text that is no plain decimal number, or one too large to hold exactly. */
export const NOT_A_DECIMAL = -1;
/** `parse` answers this for a number that is no multiple of the scale's size. */
export const OFF_GRID = -2;

const MAX_DECIMALS = 12;
const POINT = 46;
const ZERO = 48;

export class DecimalScale {
  /** One unit is `step` in the last of `decimals` places: 0.05 has 2 decimals and step 5. */
  readonly #decimals: number;
  readonly #step: number;
  readonly #powers: readonly number[];

  /** `size` is one tick or one lot, in plain units. Throws `Failure` unless it is a positive decimal of at most 12 places. */
  constructor(size: number) {
    const text = Number.isFinite(size) && size > 0 ? size.toFixed(MAX_DECIMALS) : '0';
    const decimals = decimalsOf(text);
    const step = Number(text.replace('.', '').slice(0, text.indexOf('.') + decimals));
    if (!(step > 0) || Number(text) !== size) {
      throw new Failure('usage', `${size} is no size of a tick or lot`, {
        hint: 'give a positive decimal number, such as 0.01',
      });
    }
    this.#decimals = decimals;
    this.#step = step;
    this.#powers = Array.from({ length: decimals + 1 }, (_, places) => Number(`1e${places}`));
  }

  /** The whole number of units that the text stands for, or `NOT_A_DECIMAL`, or `OFF_GRID`. */
  parse(text: string): number {
    return this.#read(text, false);
  }

  /** The same, but a number between two multiples counts as the larger one. */
  parseUp(text: string): number {
    return this.#read(text, true);
  }

  #read(text: string, up: boolean): number {
    let value = 0;
    let digits = 0;
    let places = -1;
    let finer = false;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === POINT && places < 0) {
        places = 0;
        continue;
      }
      const digit = code - ZERO;
      if (digit < 0 || digit > 9) return NOT_A_DECIMAL;
      digits += 1;
      if (places === this.#decimals) {
        finer ||= digit !== 0;
        continue;
      }
      if (places >= 0) places += 1;
      value = value * 10 + digit;
    }
    if (digits === 0) return NOT_A_DECIMAL;
    value *= this.#powers[this.#decimals - Math.max(places, 0)] ?? Number.NaN;
    if (!Number.isSafeInteger(value)) return NOT_A_DECIMAL;
    const beyond = this.#step === 1 ? 0 : value % this.#step;
    const units = (value - beyond) / this.#step;
    if (beyond === 0 && !finer) return units;
    return up ? units + 1 : OFF_GRID;
  }
}

/** How many places behind the point a decimal text uses, trailing zeros left out. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO) end -= 1;
  return end - point - 1;
}
