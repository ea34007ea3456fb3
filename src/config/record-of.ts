// A record over a closed list of names, each filled by one function.

export function recordOf<Name extends string, Item>(
  names: readonly Name[],
  itemOf: (name: Name) => Item,
): { readonly [name in Name]: Item } {
  const entries = names.map((name) => [name, itemOf(name)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` forgets its keys; every name was just filled.
  return Object.fromEntries(entries) as { readonly [name in Name]: Item };
}
