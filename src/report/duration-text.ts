// A length of time for people.

const SECOND_US = 1_000_000;
const UNITS = [
  [86_400 * SECOND_US, 'd'],
  [3600 * SECOND_US, 'h'],
  [60 * SECOND_US, 'min'],
  [SECOND_US, 's'],
] as const;

/** In the largest unit that divides it: `1 h`, `90 s`. */
export function durationText(microseconds: number): string {
  const unit = UNITS.find(([size]) => microseconds % size === 0);
  return unit === undefined ? `${microseconds / SECOND_US} s` : `${microseconds / unit[0]} ${unit[1]}`;
}
