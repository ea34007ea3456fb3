// Independent draws from one distribution on a stream of their own, made in batches: what hot code draws from. The stream serves nobody
// else, because it is read ahead.

import type { QuantileTable } from './quantile-table.ts';
import type { RandomStream } from './random.ts';

const BATCH = 256;

export class Variates {
  readonly #table: QuantileTable;
  readonly #stream: RandomStream;
  readonly #words = new Int32Array(BATCH);
  readonly #batch = new Float64Array(BATCH);
  /** How many of the batch are used up. */
  #used = BATCH;

  constructor(table: QuantileTable, stream: RandomStream) {
    this.#table = table;
    this.#stream = stream;
  }

  next(): number {
    if (this.#used === BATCH) this.#refill();
    const variate = this.#batch[this.#used] as number;
    this.#used += 1;
    return variate;
  }

  /** Forgets what was read ahead: what follows comes from the stream as it stands, which began anew. */
  reset(): void {
    this.#used = BATCH;
  }

  #refill(): void {
    this.#stream.words(this.#words);
    this.#table.drawAll(this.#words, this.#batch);
    this.#used = 0;
  }
}
