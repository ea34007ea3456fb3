// The named random streams of one simulated market: one per agent class, so that a new draw in one shifts no other.

import { RandomStream } from '../std/random.ts';

export class RandomStreams {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  stream(name: string): RandomStream {
    return new RandomStream(this.#seed, `venue/${name}`);
  }
}
