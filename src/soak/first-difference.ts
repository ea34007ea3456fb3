// Where a stored document and the same thing computed again part, in one phrase.

import { canonicalJson } from '../json/canonical.ts';
import { diffJson } from '../json/diff.ts';
import type { Difference } from '../json/diff.ts';
import { parseJson } from '../json/parse.ts';

/** `undefined` where both have the same canonical bytes; else `at /decisions/0/to it says 5, and computed again it is 6`. */
export function firstDifference(stored: object, computed: object): string | undefined {
  const [before, after] = [canonicalJson(stored), canonicalJson(computed)];
  if (before === after) return undefined;
  const [first] = diffJson(parseJson(before), parseJson(after));
  return first === undefined ? undefined : told(first);
}

function told(difference: Difference): string {
  const place = difference.pointer === '' ? 'as a whole' : `at ${difference.pointer}`;
  switch (difference.kind) {
    case 'added':
      return `${place} it says nothing, and computed again it is ${shown(difference.after)}`;
    case 'removed':
      return `${place} it says ${shown(difference.before)}, and computed again there is nothing`;
    case 'changed':
      return `${place} it says ${shown(difference.before)}, and computed again it is ${shown(difference.after)}`;
    default:
      return difference satisfies never;
  }
}

const MOST_SHOWN = 120;

function shown(value: unknown): string {
  const text = canonicalJson(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}
