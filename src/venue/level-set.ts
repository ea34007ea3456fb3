// A set of places on a ring: a two-level bitmap, so that the next occupied place in either direction is found by looking at a few
// words, however far away it is. Which price a place stands for is the ladder's matter.

const WORD_BITS = 32;
export const NO_PLACE = -1;

export class LevelSet {
  readonly #words: Int32Array;
  readonly #summary: Int32Array;
  readonly #groups: number;

  /** `size`, the number of places, is a power of two and at least 1024. */
  constructor(size: number) {
    this.#words = new Int32Array(size / WORD_BITS);
    this.#summary = new Int32Array(size / WORD_BITS / WORD_BITS);
    this.#groups = size / WORD_BITS / WORD_BITS;
  }

  has(place: number): boolean {
    return (((this.#words[place >>> 5] as number) >>> (place & 31)) & 1) === 1;
  }

  add(place: number): void {
    const word = place >>> 5;
    this.#words[word] = (this.#words[word] as number) | (1 << (place & 31));
    this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) | (1 << (word & 31));
  }

  remove(place: number): void {
    const word = place >>> 5;
    const left = (this.#words[word] as number) & ~(1 << (place & 31));
    this.#words[word] = left;
    if (left === 0) this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) & ~(1 << (word & 31));
  }

  clear(): void {
    this.#words.fill(0);
    this.#summary.fill(0);
  }

  /** The first occupied place met going down from `place`, past the lower end of the ring if need be; `NO_PLACE` for no other. */
  below(place: number): number {
    let word = place >>> 5;
    const inWord = (this.#words[word] as number) & ((1 << (place & 31)) - 1);
    if (inWord !== 0) return (word << 5) + highestBit(inWord);
    let group = word >>> 5;
    let summary = (this.#summary[group] as number) & ((1 << (word & 31)) - 1);
    // The last of these steps comes back to the group of the start, whose upper part is the farthest away.
    for (let step = this.#groups; summary === 0; step -= 1) {
      if (step === 0) return NO_PLACE;
      group = group === 0 ? this.#groups - 1 : group - 1;
      summary = this.#summary[group] as number;
    }
    word = (group << 5) + highestBit(summary);
    const found = (word << 5) + highestBit(this.#words[word] as number);
    return found === place ? NO_PLACE : found;
  }

  /** The first occupied place met going up from `place`, past the upper end of the ring if need be; `NO_PLACE` for no other. */
  above(place: number): number {
    let word = place >>> 5;
    const inWord = (this.#words[word] as number) & ~maskThrough(place & 31);
    if (inWord !== 0) return (word << 5) + lowestBit(inWord);
    let group = word >>> 5;
    let summary = (this.#summary[group] as number) & ~maskThrough(word & 31);
    for (let step = this.#groups; summary === 0; step -= 1) {
      if (step === 0) return NO_PLACE;
      group = group === this.#groups - 1 ? 0 : group + 1;
      summary = this.#summary[group] as number;
    }
    word = (group << 5) + lowestBit(summary);
    const found = (word << 5) + lowestBit(this.#words[word] as number);
    return found === place ? NO_PLACE : found;
  }
}

/** Bits 0 to `bit`, both included. */
function maskThrough(bit: number): number {
  return bit === 31 ? -1 : (1 << (bit + 1)) - 1;
}

function highestBit(word: number): number {
  return 31 - Math.clz32(word);
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
