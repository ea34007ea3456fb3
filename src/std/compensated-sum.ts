// A running sum that keeps the rounding errors of its additions (Neumaier 1974), so that ten thousand fees add up to the last digit
// whatever their order and size. Integers stay exact as long as a plain sum would keep them.

export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  value(): number {
    return this.#sum + this.#lost;
  }
}

export function sumOf(terms: Iterable<number>): number {
  const sum = new CompensatedSum();
  for (const term of terms) sum.add(term);
  return sum.value();
}
