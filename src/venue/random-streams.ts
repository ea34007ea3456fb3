// The named random streams of one simulated market: one per agent class, so that a new draw in one shifts no other.

import { assert } from '../std/assert.ts';
import { RandomStream } from '../std/random.ts';

export class RandomStreams {
  readonly #seed: number;
  readonly #taken = new Set<string>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Each name once: two that draw under one name would draw the same numbers. */
  stream(name: string): RandomStream {
    assert(!this.#taken.has(name), () => `the stream ${name} of this market is taken`);
    this.#taken.add(name);
    return new RandomStream(this.#seed, `venue/${name}`);
  }
}
