// Volatility of the mid as a bot can know it: an exponentially weighted mean of squared one-second moves, in bps per square root
// second. Sampled once a second, so that the bouncing of quotes does not count as volatility.

import { FRACTION_FIELD } from '../std/fraction-field.ts';

const SAMPLE_US = 1_000_000;
const HALF_LIFE_S = 20;
const DECAY = Math.exp(-Math.LN2 / HALF_LIFE_S);
/** Samples before the estimate is used. */
const WARM_UP = 10;

export class VolatilityEstimator {
  #variance = FRACTION_FIELD;
  #sigma = FRACTION_FIELD;
  #samples = 0;
  #lastMid = FRACTION_FIELD;
  #lastUs = -1;

  constructor() {
    this.#variance = 0;
  }

  /** bps per square root second, or undefined while too little was seen. */
  get sigmaBps(): number | undefined {
    return this.#samples < WARM_UP ? undefined : this.#sigma;
  }

  observe(nowUs: number, mid: number): void {
    if (this.#lastUs < 0) {
      this.#lastUs = nowUs;
      this.#lastMid = mid;
      return;
    }
    const elapsed = nowUs - this.#lastUs;
    if (elapsed < SAMPLE_US) return;
    const moveBps = ((mid - this.#lastMid) / this.#lastMid) * 1e4;
    const perSecond = (moveBps * moveBps * SAMPLE_US) / elapsed;
    this.#samples += 1;
    // Plain averaging until the window is full, exponential forgetting from then on.
    const weight = Math.max(1 - DECAY, 1 / this.#samples);
    this.#variance += weight * (perSecond - this.#variance);
    this.#sigma = Math.sqrt(this.#variance);
    this.#lastMid = mid;
    this.#lastUs = nowUs;
  }
}
