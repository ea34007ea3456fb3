// A distribution that is drawn from millions of times: its quantile function as a table, so that a draw costs one random word, two
// look-ups and a multiplication. Straight between the table's points, exact in the tails. Leaves out discrete distributions.

import { normalQuantile } from './normal-quantile.ts';
import type { RandomStream } from './random.ts';

const CELL_BITS = 10;
const CELLS = 1 << CELL_BITS;
/** The low bits of a word say where in its cell a draw lies. */
const WITHIN_BITS = 32 - CELL_BITS;
const WITHIN = (1 << WITHIN_BITS) - 1;
/** In so many cells at either end, 0.4 % of all draws, the function itself is asked: there a straight line would not do. */
const TAIL_CELLS = 4;
const TWO_POW_MINUS_32 = 1 / 4294967296;

export class QuantileTable {
  readonly #quantile: (probability: number) => number;
  /** For each cell the value at its lower end, and the step of one unit of the low bits. */
  readonly #points = new Float64Array(2 * CELLS);

  /** `quantile` is continuous and finite for every probability in (0, 1). */
  constructor(quantile: (probability: number) => number) {
    this.#quantile = quantile;
    for (let cell = TAIL_CELLS; cell < CELLS - TAIL_CELLS; cell += 1) {
      const low = quantile(cell / CELLS);
      this.#points[2 * cell] = low;
      this.#points[2 * cell + 1] = (quantile((cell + 1) / CELLS) - low) / (WITHIN + 1);
    }
  }

  /** One value, from one word of the stream. */
  draw(stream: RandomStream): number {
    const word = stream.int32();
    const cell = word >>> WITHIN_BITS;
    if (cell < TAIL_CELLS || cell >= CELLS - TAIL_CELLS) return this.#tail(word);
    const points = this.#points;
    return (points[2 * cell] as number) + ((word & WITHIN) + 0.5) * (points[2 * cell + 1] as number);
  }

  /** As many values as the array holds, each from one word of the stream. */
  fill(values: Float64Array, stream: RandomStream): void {
    for (let index = 0; index < values.length; index += 1) values[index] = this.draw(stream);
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
