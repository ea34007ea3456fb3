// Our position as the fills that reached us say, and how far it moved within the rolling window of `max_delta_ratio`.

import { assert } from '../std/assert.ts';
import type { Side } from '../market/side.ts';

const RING = 1024;

export class PositionKeeper {
  readonly #windowUs: number;
  readonly #timeUs = new Float64Array(RING);
  readonly #signedLots = new Float64Array(RING);
  #head = 0;
  #tail = 0;
  #lots = 0;
  #windowLots = 0;

  constructor(windowUs: number) {
    this.#windowUs = windowUs;
  }

  /** Signed lots. */
  get lots(): number {
    return this.#lots;
  }

  filled(nowUs: number, side: Side, lots: number): void {
    this.#expire(nowUs);
    assert(this.#tail - this.#head < RING, 'more fills within the window than its ring holds');
    const slot = this.#tail % RING;
    this.#timeUs[slot] = nowUs;
    this.#signedLots[slot] = side * lots;
    this.#tail += 1;
    this.#lots += side * lots;
    this.#windowLots += side * lots;
  }

  /** Signed change of the position within the window that ends now. */
  changeWithin(nowUs: number): number {
    this.#expire(nowUs);
    return this.#windowLots;
  }

  #expire(nowUs: number): void {
    while (this.#head < this.#tail) {
      const slot = this.#head % RING;
      if ((this.#timeUs[slot] as number) > nowUs - this.#windowUs) return;
      this.#windowLots -= this.#signedLots[slot] as number;
      this.#head += 1;
    }
  }
}
