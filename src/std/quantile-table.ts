// A distribution that is drawn from millions of times: its quantile function as a table, so that a draw costs one random word, two
// look-ups and a multiplication. Straight between the table's points, exact in the tails. Leaves out discrete distributions.

import { normalQuantile } from './normal-quantile.ts';
import type { RandomStream } from './random.ts';

const CELL_BITS = 10;
const CELLS = 1 << CELL_BITS;
/** The low bits of a word say where in its cell a draw lies. */
const WITHIN_BITS = 32 - CELL_BITS;
const WITHIN = (1 << WITHIN_BITS) - 1;
const CELL_UNIT = 1 / (1 << WITHIN_BITS);
/** In so many cells at either end, 0.4 % of all draws, the function itself is asked: there a straight line would not do. */
const TAIL_CELLS = 4;
const TWO_POW_MINUS_32 = 1 / 4294967296;

export class QuantileTable {
  readonly #quantile: (probability: number) => number;
  /** The values at the ends of the cells; those that border a tail only are not needed and stay 0. */
  readonly #points = new Float64Array(CELLS);

  /** `quantile` is continuous and finite for every probability in (0, 1). */
  constructor(quantile: (probability: number) => number) {
    this.#quantile = quantile;
    for (let cell = TAIL_CELLS; cell <= CELLS - TAIL_CELLS; cell += 1) this.#points[cell] = quantile(cell / CELLS);
  }

  /** One value, from one word of the stream. */
  draw(stream: RandomStream): number {
    const word = stream.int32();
    const cell = word >>> WITHIN_BITS;
    if (cell < TAIL_CELLS || cell >= CELLS - TAIL_CELLS) return this.#tail(word);
    const low = this.#points[cell] as number;
    return low + ((this.#points[cell + 1] as number) - low) * (((word & WITHIN) + 0.5) * CELL_UNIT);
  }

  /** The values that these words draw. */
  drawAll(words: Int32Array, values: Float64Array): void {
    const points = this.#points;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] as number;
      const cell = word >>> WITHIN_BITS;
      // Two stores, so that the common value stays a number in a register: a value from either branch would be boxed.
      if (cell < TAIL_CELLS || cell >= CELLS - TAIL_CELLS) {
        values[index] = this.#tail(word);
      } else {
        const low = points[cell] as number;
        values[index] = low + ((points[cell + 1] as number) - low) * (((word & WITHIN) + 0.5) * CELL_UNIT);
      }
    }
  }

  #tail(word: number): number {
    return this.#quantile(((word >>> 0) + 0.5) * TWO_POW_MINUS_32);
  }
}

/** Mean 1. */
export const EXPONENTIAL = new QuantileTable((probability) => -Math.log(1 - probability));

/** Mean 0, variance 1. */
export const NORMAL = new QuantileTable(normalQuantile);

/** Median 1; `logSd` is the standard deviation of the logarithm. */
export function lognormalTable(logSd: number): QuantileTable {
  return new QuantileTable((probability) => Math.exp(logSd * normalQuantile(probability)));
}
