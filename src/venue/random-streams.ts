// The named random streams of one simulated market: one per agent class, so that a new draw in one shifts no other.

import { assert } from '../std/assert.ts';
import { RandomStream } from '../std/random.ts';

export class RandomStreams {
  #seed: number;
  readonly #taken = new Map<string, RandomStream>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Each name once: two that draw under one name would draw the same numbers. */
  stream(name: string): RandomStream {
    assert(!this.#taken.has(name), () => `the stream ${name} of this market is taken`);
    const stream = new RandomStream(this.#seed, `venue/${name}`);
    this.#taken.set(name, stream);
    return stream;
  }

  /** Begins all streams anew under another seed, or the same; who took one keeps it. */
  reset(seed: number): void {
    this.#seed = seed;
    for (const stream of this.#taken.values()) stream.restart(seed);
  }
}
