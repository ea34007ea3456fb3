// A long series in few entries, by a rule that loses no spike: the series is cut into buckets of equal length, and of each bucket stay its last,
// its least and its greatest value. A short series stays as it is.

import type { Column } from './run-page.ts';

/** About one entry for every second point of a wide screen. */
const MOST_ENTRIES = 600;

/** Drawn as lines a few hundred points high, so this many digits are more than can be seen. */
const DIGITS = 5;

/** How many values one entry holds, so that `count` values make at most `MOST_ENTRIES`. */
export function valuesPerEntry(count: number): number {
  return Math.max(1, Math.ceil(count / MOST_ENTRIES));
}

/** Takes one value after the other; `undefined` is no data, and an entry of nothing else is a gap. */
export class ColumnBuilder {
  readonly #per: number;
  #isRange: boolean;
  readonly #last: (number | null)[] = [];
  readonly #low: (number | null)[] = [];
  readonly #high: (number | null)[] = [];
  #count = 0;

  constructor(per: number) {
    this.#per = per;
    this.#isRange = per > 1;
  }

  /** A value that has extremes of its own. */
  addRange(value: number, least: number, greatest: number): void {
    this.add(value);
    this.#isRange = true;
    const entry = this.#last.length - 1;
    this.#low[entry] = Math.min(this.#low[entry] ?? least, least);
    this.#high[entry] = Math.max(this.#high[entry] ?? greatest, greatest);
  }

  add(value: number | undefined): void {
    const entry = Math.floor(this.#count / this.#per);
    this.#count += 1;
    if (entry === this.#last.length) {
      for (const list of [this.#last, this.#low, this.#high]) list.push(null);
    }
    if (value === undefined || !Number.isFinite(value)) return;
    const [low, high] = [this.#low[entry] ?? value, this.#high[entry] ?? value];
    this.#last[entry] = value;
    this.#low[entry] = Math.min(low, value);
    this.#high[entry] = Math.max(high, value);
  }

  column(): Column {
    const last = this.#last.map(shortened);
    return !this.#isRange ? { last } : { last, low: this.#low.map(shortened), high: this.#high.map(shortened) };
  }
}

export function shortened(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}
