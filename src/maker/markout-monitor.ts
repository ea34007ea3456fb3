// How the market moved against us after our recent fills: the mean of the last markouts at one second, exponentially weighted, as the
// feed shows them. A bot that is being picked off sees it here first.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { BUY, type Side } from '../market/side.ts';

const HORIZON_US = 1_000_000;
const WEIGHT = 0.2;
const RING = 256;

export class MarkoutMonitor {
  readonly #dueUs = new Float64Array(RING);
  readonly #mid = new Float64Array(RING);
  readonly #side = new Int8Array(RING);
  #head = 0;
  #tail = 0;
  #mean = FRACTION_FIELD;

  constructor() {
    this.#mean = 0;
  }

  /** bps against us; positive is bad. */
  get lossBps(): number {
    return this.#mean;
  }

  filled(nowUs: number, side: Side, mid: number): void {
    if (this.#tail - this.#head === RING) this.#head += 1;
    const slot = this.#tail % RING;
    this.#dueUs[slot] = nowUs + HORIZON_US;
    this.#mid[slot] = mid;
    this.#side[slot] = side;
    this.#tail += 1;
  }

  /** Settles the fills that are old enough; true if any was. */
  observe(nowUs: number, mid: number): boolean {
    let settled = false;
    while (this.#head < this.#tail) {
      const slot = this.#head % RING;
      if ((this.#dueUs[slot] as number) > nowUs) break;
      const before = this.#mid[slot] as number;
      const lossBps = ((before - mid) / before) * (this.#side[slot] === BUY ? 1e4 : -1e4);
      this.#mean += WEIGHT * (lossBps - this.#mean);
      this.#head += 1;
      settled = true;
    }
    return settled;
  }

  /** Forgets the mean: the hold that it caused is over, and only new fills may cause another. */
  reset(): void {
    this.#mean = 0;
  }
}
