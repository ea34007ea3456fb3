// Canonical text read back the quick way, by the machine's own JSON: a long run is tens of thousands of documents. It accepts nothing that
// `parseJson` and the canonical writer together would not; what it does not accept is theirs to read or to refuse, because they can say why.

import { MAX_DEPTH } from './json-value.ts';
import type { JsonValue } from './json-value.ts';

export interface CanonicalText {
  readonly value: JsonValue;
  /** What `canonicalJson` makes of it. */
  readonly compact: string;
}

/** `form`: as `canonicalDocument` writes, or as `canonicalJson` does. Undefined where the slow way must look. */
export function readCanonical(text: string, form: 'document' | 'compact'): CanonicalText | undefined {
  const value = parsed(text);
  if (value === undefined || !isCanonical(value, 0)) return undefined;
  const compact = JSON.stringify(value);
  // Only a lone surrogate is written so; where a text merely speaks of one, the slow way tells the two apart.
  if (compact.includes(String.raw`\ud`)) return undefined;
  const written = form === 'compact' ? compact : `${JSON.stringify(value, null, 2)}\n`;
  return written === text ? { value, compact } : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** What `JSON.stringify` writes of such a value is canonical. The other numbers that the profile refuses do not come back as they were read. */
function isCanonical(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === MAX_DEPTH) return false;
  if (isList(value)) return value.every((one) => isCanonical(one, depth + 1));
  let before: string | undefined;
  for (const [key, member] of Object.entries(value)) {
    // An engine puts keys that look like indices first, which is not always where they belong.
    if (before !== undefined && key <= before) return false;
    if (!isCanonical(member, depth + 1)) return false;
    before = key;
  }
  return true;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
