// What changed between two JSON documents, place by place. Array elements are compared by index: an element inserted in front shows as a
// change of every later one, because the profile has no identity by which to follow an element.

import { isJsonObject, type JsonObject } from './json-object.ts';
import { pointerTo } from './pointer.ts';
import type { JsonValue } from './json-value.ts';

/** `pointer` is an RFC 6901 pointer; it holds for `before`, `after`, or both, as the fields say. */
export type Difference =
  | { readonly kind: 'added'; readonly pointer: string; readonly after: JsonValue }
  | { readonly kind: 'removed'; readonly pointer: string; readonly before: JsonValue }
  | { readonly kind: 'changed'; readonly pointer: string; readonly before: JsonValue; readonly after: JsonValue };

/** Depth first, keys in canonical order, indices ascending. Empty exactly when both values have the same canonical bytes. */
export function diffJson(before: JsonValue, after: JsonValue): readonly Difference[] {
  const differences: Difference[] = [];
  compare(before, after, [], differences);
  return differences;
}

function compare(before: JsonValue, after: JsonValue, path: (string | number)[], differences: Difference[]): void {
  if (isArray(before) && isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      compareMember(before[index], after[index], index, path, differences);
    }
  } else if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of [...keys].toSorted()) {
      compareMember(ownMember(before, key), ownMember(after, key), key, path, differences);
    }
  } else if (before !== after) {
    differences.push({ kind: 'changed', pointer: pointerTo(path), before, after });
  }
}

function compareMember(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  token: string | number,
  path: (string | number)[],
  differences: Difference[],
): void {
  path.push(token);
  if (before === undefined) {
    if (after !== undefined) differences.push({ kind: 'added', pointer: pointerTo(path), after });
  } else if (after === undefined) {
    differences.push({ kind: 'removed', pointer: pointerTo(path), before });
  } else {
    compare(before, after, path, differences);
  }
  path.pop();
}

/** Only own members count: `toString` is no member of `{}`, and `__proto__` is one where a document has such a key. */
function ownMember(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** `Array.isArray` alone does not narrow a readonly array. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
