// Named random streams of one seed: a draw in one stream never shifts another, so a new consumer leaves every old number as it was.
// Generator: xoshiro128** (Blackman and Vigna 2018), seeded from a hash of "seed/name". Not for secrets.

import { FRACTION_FIELD } from './fraction-field.ts';

const TWO_POW_MINUS_32 = 1 / 4294967296;
/** Words are made so many at a time: the state then stays in registers, which makes a draw three times as fast. */
const BATCH = 256;

export class RandomStream {
  readonly #name: string;
  readonly #state = new Int32Array(4);
  readonly #batch = new Int32Array(BATCH);
  /** How many words of the batch are used up. */
  #used = BATCH;
  #spareNormal = FRACTION_FIELD;
  #hasSpareNormal = false;

  constructor(seed: number, name: string) {
    this.#name = name;
    this.restart(seed);
  }

  /** Begins anew under another seed, or the same: what follows is as from a new stream of this name. */
  restart(seed: number): void {
    this.#state.set(seedState(`${seed}/${this.#name}`));
    this.#used = BATCH;
    this.#hasSpareNormal = false;
  }

  /** 32 random bits, as a signed integer: the form that hot code draws. */
  int32(): number {
    if (this.#used === BATCH) this.#refill();
    const word = this.#batch[this.#used] as number;
    this.#used += 1;
    return word;
  }

  /** Fills an array with random bits. Of a stream that was drawn from before, only whoever drew knows where it goes on. */
  words(into: Int32Array): void {
    this.#generate(into);
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /** A real in (0, 1), never 0 or 1, so that its logarithm is finite. */
  uniform(): number {
    return (this.uint32() + 0.5) * TWO_POW_MINUS_32;
  }

  /** An integer in [0, bound). `bound` is at most 2^32. */
  below(bound: number): number {
    return Math.floor(this.uint32() * TWO_POW_MINUS_32 * bound);
  }

  /** A standard normal variate (Marsaglia's polar method). */
  normal(): number {
    if (this.#hasSpareNormal) {
      this.#hasSpareNormal = false;
      return this.#spareNormal;
    }
    let x = 0.5;
    let y = 0.5;
    let square = 2;
    while (square >= 1 || square === 0) {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    }
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spareNormal = y * scale;
    this.#hasSpareNormal = true;
    return x * scale;
  }

  /** An exponential variate with mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** A Pareto variate with minimum 1 and tail index `alpha`. */
  pareto(alpha: number): number {
    return Math.exp(this.exponential() / alpha);
  }

  /** A lognormal variate with median 1 and log standard deviation `sigma`. */
  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal());
  }

  #refill(): void {
    this.#generate(this.#batch);
    this.#used = 0;
  }

  #generate(words: Int32Array): void {
    const state = this.#state;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    for (let index = 0; index < words.length; index += 1) {
      words[index] = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotateLeft(d, 11);
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Four 32-bit words from a text: FNV-1a over its code units, expanded by the finaliser of MurmurHash3. Never all zero. */
function seedState(text: string): readonly [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  const word = (salt: number): number => {
    let mixed = (hash + Math.imul(salt, 0x9e3779b9)) | 0;
    for (let index = 0; index < text.length; index += 1) {
      mixed = Math.imul(mixed ^ (text.charCodeAt(index) + salt), 0x85ebca6b);
      mixed ^= mixed >>> 13;
    }
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return [word(1), word(2), word(3), word(4) | 1];
}
