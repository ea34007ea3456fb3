// Where nearly all values lie: for charts that a single far one would flatten.

/** From the 1st to the 99th percentile, and half as much again to either side; of few values, all. */
export function commonRange(values: readonly (number | null)[]): readonly number[] {
  const sorted = Float64Array.from(values.flatMap((value) => value ?? [])).toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  if (sorted.length < 50) return [at(0), at(1)];
  const [low, high] = [at(0.01), at(0.99)];
  return [Math.max(at(0), low - (high - low) / 2), Math.min(at(1), high + (high - low) / 2)];
}

/** How many values lie outside of it. */
export function countBeyond(values: readonly (number | null)[]): number {
  const [low = 0, high = 0] = commonRange(values);
  return values.filter((value) => value !== null && (value < low || value > high)).length;
}
