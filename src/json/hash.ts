// SHA-256 of values and texts, in lower-case hex: the names by which artifacts, configurations and journal records know one another.
import { createHash } from 'node:crypto';
import { assert } from '../std/assert.ts';
import { canonicalJson } from './canonical.ts';
import { hasLoneSurrogate } from './lone-surrogate.ts';

/** The hash of a value's RFC 8785 bytes, hence of the value and not of a layout. Throws a `JsonError` where `canonicalJson` does. */
export function hashJson(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** The hash of a text's UTF-8 bytes. */
export function hashText(text: string): string {
  assert(!hasLoneSurrogate(text), 'A text with a lone surrogate has no UTF-8 form and so no hash.');
  return sha256(text);
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
