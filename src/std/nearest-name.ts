// The valid name that a mistyped one probably meant, so that a refusal can say the way out.

/** The nearest of `names`, a beginning counting as near; `undefined` where even that one is too far away to be a slip of the fingers. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const lowered = wanted.toLowerCase();
  const tolerated = Math.max(2, Math.floor(wanted.length / 3));
  let nearest: string | undefined;
  let least = tolerated + 1;
  for (const name of names) {
    const isBeginning = lowered.length >= 3 && name.toLowerCase().startsWith(lowered);
    const distance = isBeginning ? 1 : editDistance(lowered, name.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** "did you mean X?" where a name is near, else the list of what is valid. */
export function suggestName(wanted: string, names: readonly string[], what: string): string {
  const nearest = nearestName(wanted, names);
  const known = `known ${what}: ${names.join(', ')}`;
  return nearest === undefined ? known : `did you mean ${nearest}?`;
}

/** Fewest insertions, deletions, replacements and swaps of neighbours (optimal string alignment) that turn one text into the other. */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replace = cell(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let best = Math.min(replace, cell(previous, column) + 1, cell(current, column - 1) + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        best = Math.min(best, cell(beforePrevious, column - 2) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return cell(previous, to.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
