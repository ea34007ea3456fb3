// A growable list of numbers in one typed array, emptied and reused: collecting samples window after window allocates nothing once it has
// grown to the largest window.

export class SampleBuffer {
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** Adds to the value at `index`, counting whatever was not yet there as 0: a list of tallies. */
  add(index: number, amount: number): void {
    while (this.#length <= index) this.push(0);
    this.#values[index] = (this.#values[index] ?? Number.NaN) + amount;
  }

  /** The samples in order of arrival: a view that is valid until the next `push` or `clear`. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#values.length);
    larger.set(this.#values);
    this.#values = larger;
  }
}
