// Numbers as one line of block characters, for a terminal and for markdown.

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const MIDDLE = '▄';

/** One character per value, from the least (▁) to the greatest (█); equal values stand in the middle, an absent one leaves a gap. */
export function sparkline(values: readonly (number | undefined)[]): string {
  const present = values.filter((value) => value !== undefined);
  const least = Math.min(...present);
  const range = Math.max(...present) - least;
  return values
    .map((value) => {
      if (value === undefined) return ' ';
      if (range === 0) return MIDDLE;
      return LEVELS[Math.min(LEVELS.length - 1, Math.floor(((value - least) / range) * LEVELS.length))];
    })
    .join('');
}
