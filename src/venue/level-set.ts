// The set of occupied price levels of one side: a two-level bitmap, so that the next level after an emptied one is found by looking
// at a few words, however far away it is.

const WORD_BITS = 32;
const NONE = -1;

export class LevelSet {
  readonly #words: Int32Array;
  readonly #summary: Int32Array;

  /** `size` is a multiple of 1024. */
  constructor(size: number) {
    this.#words = new Int32Array(size / WORD_BITS);
    this.#summary = new Int32Array(size / WORD_BITS / WORD_BITS);
  }

  add(level: number): void {
    const word = level >>> 5;
    this.#words[word] = (this.#words[word] as number) | (1 << (level & 31));
    this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) | (1 << (word & 31));
  }

  remove(level: number): void {
    const word = level >>> 5;
    const left = (this.#words[word] as number) & ~(1 << (level & 31));
    this.#words[word] = left;
    if (left === 0) this.#summary[word >>> 5] = (this.#summary[word >>> 5] as number) & ~(1 << (word & 31));
  }

  /** The highest level below `level`, or -1. */
  below(level: number): number {
    let word = level >>> 5;
    const inWord = (this.#words[word] as number) & ((1 << (level & 31)) - 1);
    if (inWord !== 0) return (word << 5) + highestBit(inWord);
    let group = word >>> 5;
    let summary = (this.#summary[group] as number) & ((1 << (word & 31)) - 1);
    while (summary === 0) {
      group -= 1;
      if (group < 0) return NONE;
      summary = this.#summary[group] as number;
    }
    word = (group << 5) + highestBit(summary);
    return (word << 5) + highestBit(this.#words[word] as number);
  }

  /** The lowest level above `level`, or -1. */
  above(level: number): number {
    let word = level >>> 5;
    const inWord = (this.#words[word] as number) & ~maskThrough(level & 31);
    if (inWord !== 0) return (word << 5) + lowestBit(inWord);
    let group = word >>> 5;
    let summary = (this.#summary[group] as number) & ~maskThrough(word & 31);
    while (summary === 0) {
      group += 1;
      if (group >= this.#summary.length) return NONE;
      summary = this.#summary[group] as number;
    }
    word = (group << 5) + lowestBit(summary);
    return (word << 5) + lowestBit(this.#words[word] as number);
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
