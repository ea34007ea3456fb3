// No document of Plimsoll's holds null. Where one does, a program that adds it up would take it for 0, so it is refused with its place before
// anybody computes with it.

import { isJsonObject } from '../json/json-object.ts';
import type { JsonValue } from '../json/json-value.ts';
import { pointerTo } from '../json/pointer.ts';
import { Failure } from '../std/failure.ts';

/** Throws `Failure('artifact')` that names the file and the RFC 6901 pointer of the first null in it. */
export function refuseNull(value: JsonValue, path: string): void {
  const place = holdsNull(value) ? placeOfNull(value, []) : undefined;
  if (place === undefined) return;
  throw new Failure('artifact', `${path} holds null at ${pointerTo(place)}, where no document of Plimsoll's does`, {
    hint: 'the file was not written by Plimsoll; keep the run as evidence and take another one',
  });
}

function holdsNull(value: JsonValue): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(holdsNull);
}

function placeOfNull(value: JsonValue, path: readonly string[]): readonly string[] | undefined {
  if (value === null) return path;
  const members = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  for (const [key, member] of members) {
    const found = placeOfNull(member, [...path, String(key)]);
    if (found !== undefined) return found;
  }
  return undefined;
}
