// A number for an axis: as many digits as tell one tick from the next, thousands and millions by their letter.

export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${digits(value / 1_000_000)}M`;
  return size >= 10_000 ? `${digits(value / 1000)}k` : digits(value);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
