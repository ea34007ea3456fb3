// The value that lies a share of the way from the lower to the upper end of a range of a scenario.

/** `share` from 0, the lower end, to 1, the upper one. */
export function interpolate([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}
