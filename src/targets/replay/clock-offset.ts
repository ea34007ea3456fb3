// How far the exchange's clock is ahead of the recorder's, so that an exchange time can be placed on the run clock: the largest difference
// event time - receive time of the last 10 to 20 seconds, that is, the message that was quickest on its way is taken to have taken no
// time. The true one-way delay cannot be known from a recording; the window follows the drift of the clocks.

const BUCKET_US = 10_000_000;

export class ClockOffset {
  #bucketStartUs = Number.NEGATIVE_INFINITY;
  #currentUs = Number.NEGATIVE_INFINITY;
  #previousUs = Number.NEGATIVE_INFINITY;

  /** Subtract it from an exchange time to get run time; minus infinity before the first observation. */
  get offsetUs(): number {
    return Math.max(this.#currentUs, this.#previousUs);
  }

  observe(receivedUs: number, eventUs: number): void {
    if (receivedUs >= this.#bucketStartUs + BUCKET_US) {
      this.#previousUs = receivedUs < this.#bucketStartUs + 2 * BUCKET_US ? this.#currentUs : Number.NEGATIVE_INFINITY;
      this.#currentUs = Number.NEGATIVE_INFINITY;
      this.#bucketStartUs = receivedUs;
    }
    this.#currentUs = Math.max(this.#currentUs, eventUs - receivedUs);
  }
}
