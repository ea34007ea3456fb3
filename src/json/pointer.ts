// JSON pointers (RFC 6901): the one spelling of a place inside a document.

/** Keys and array indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

export function pointerTo(path: JsonPath): string {
  let pointer = '';
  for (const token of path) pointer += `/${typeof token === 'number' ? token : escapeToken(token)}`;
  return pointer;
}

/** `~` goes first, or the `~` of an escaped slash would be escaped again. */
function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
