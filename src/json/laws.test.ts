// What holds for every value of the profile, over values drawn at random (fast-check prints the seed of a failure).
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalDocument, canonicalJson } from './canonical.ts';
import { diffJson, type Difference } from './diff.ts';
import { hashJson } from './hash.ts';
import type { JsonValue } from './json-value.ts';
import { parseJson, parseJsonWithPositions } from './parse.ts';

type JsonObject = { readonly [key: string]: JsonValue };

const JSON_KEY = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('a', 'b', '', '10', '2', '__proto__', 'constructor', 'toString', 'toJSON', 'length', '~', '/', '~1'),
);

const JSON_NUMBER = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
  fc.constantFrom(0, 5e-324, 1e-7, 0.1, 9007199254740991),
);

const JSON_VALUE: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue; array: JsonValue[]; object: JsonObject }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(null, true, false),
      JSON_NUMBER,
      fc.string({ unit: 'binary', maxLength: 8 }),
      tie('array'),
      tie('object'),
    ),
    array: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(JSON_KEY, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  }),
).value;

it('a value survives writing and reading, in either form', () => {
  fc.assert(
    fc.property(JSON_VALUE, (value) => {
      expect(isDeepStrictEqual(parseJson(canonicalJson(value)), value)).toBe(true);
      expect(isDeepStrictEqual(parseJson(canonicalDocument(value)), value)).toBe(true);
    }),
  );
});

it('every text that is written is what JSON.parse reads as the same value', () => {
  fc.assert(
    fc.property(JSON_VALUE, (value) => {
      expect(isDeepStrictEqual(JSON.parse(canonicalDocument(value)), value)).toBe(true);
    }),
  );
});

it('the order in which keys were set does not show', () => {
  fc.assert(
    fc.property(JSON_VALUE, (value) => {
      expect(canonicalDocument(withKeysReversed(value))).toBe(canonicalDocument(value));
      expect(canonicalJson(withKeysReversed(value))).toBe(canonicalJson(value));
    }),
  );
});

it('the compact form is the document without the white space between its tokens', () => {
  fc.assert(
    fc.property(JSON_VALUE, (value) => {
      const stringOrSpace = /(?<string>"(?:[^"\\]|\\.)*")|\s+/g;
      const squeezed = canonicalDocument(value).replaceAll(stringOrSpace, (_match, string?: string) => string ?? '');
      expect(squeezed).toBe(canonicalJson(value));
    }),
  );
});

it('in both forms the keys of every object ascend by code units', () => {
  fc.assert(
    fc.property(fc.uniqueArray(JSON_KEY, { maxLength: 12 }), (keys) => {
      const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
      const ascending = keys.toSorted((left, right) => (left < right ? -1 : 1));
      expect(written).toBe(`{${ascending.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
    }),
  );
});

it('a difference is found exactly where hashes differ', () => {
  fc.assert(
    fc.property(JSON_VALUE, JSON_VALUE, (before, after) => {
      expect(diffJson(before, after).length === 0).toBe(hashJson(before) === hashJson(after));
      expect(diffJson(before, parseJson(canonicalDocument(before)))).toEqual([]);
    }),
  );
});

it('the differences, applied to the first value, give the second', () => {
  fc.assert(
    fc.property(JSON_VALUE, JSON_VALUE, fc.boolean(), (left, right, alike) => {
      // Two values drawn apart rarely share a key, so half of the pairs are a common object with one member replaced.
      const before = alike ? { left, right, same: [left, right] } : left;
      const after = alike ? { left: right, right, same: [right] } : right;
      expect(canonicalJson(applied(before, diffJson(before, after)))).toBe(canonicalJson(after));
    }),
  );
});

it('a difference read backwards is the difference from the second value to the first', () => {
  fc.assert(
    fc.property(JSON_VALUE, JSON_VALUE, (before, after) => {
      expect(isDeepStrictEqual(diffJson(before, after).map(backwards), diffJson(after, before))).toBe(true);
    }),
  );
});

it('the place of every value is known', () => {
  fc.assert(
    fc.property(JSON_VALUE, (value) => {
      const text = canonicalDocument(value);
      const lines = text.split('\n');
      const { positionOf } = parseJsonWithPositions(text);
      for (const [pointer, inner] of placesIn(value, '')) {
        const { line = 0, column = 0 } = positionOf(pointer) ?? {};
        const rest = lines[line - 1]?.slice(column - 1);
        expect(rest?.startsWith(canonicalDocument(inner).split('\n')[0] ?? '')).toBe(true);
      }
    }),
  );
});

it('a text that is damaged in one place is either refused or says what it says to JSON.parse', () => {
  fc.assert(
    fc.property(
      JSON_VALUE,
      fc.nat(),
      fc.constantFrom('', '"', ',', ']', '}', '{', '0', '-', '\\', 'e', ' '),
      (value, at, put) => {
        const text = canonicalJson(value);
        const place = at % text.length;
        const damaged = text.slice(0, place) + put + text.slice(place + 1);
        const ours = outcome(() => parseJson(damaged));
        const native: unknown = outcome(() => JSON.parse(damaged));
        if (ours !== undefined) expect(isDeepStrictEqual(ours, native)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

/** Every value inside, itself included, with its pointer. */
function placesIn(value: JsonValue, pointer: string): readonly (readonly [string, JsonValue])[] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const below = members.flatMap(([key, member]) =>
    placesIn(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [[pointer, value], ...below];
}

function withKeysReversed(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(withKeysReversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withKeysReversed(member)] as const);
  return Object.fromEntries(members.toReversed());
}

/** Puts every difference where its pointer says, removals of array elements from the end. */
function applied(before: JsonValue, differences: readonly Difference[]): JsonValue {
  const holder: { root: JsonValue } = JSON.parse(JSON.stringify({ root: before }));
  for (const difference of differences) {
    const tokens = `/root${difference.pointer}`
      .split('/')
      .slice(1)
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = tokens.pop() ?? '';
    let container: object = holder;
    for (const token of tokens) container = Object.getOwnPropertyDescriptor(container, token)?.value;
    if (difference.kind !== 'removed') {
      const data = { value: difference.after, enumerable: true, configurable: true, writable: true };
      Object.defineProperty(container, last, data);
    } else if (Array.isArray(container)) {
      // Indices ascend, so the first removal already names the new length.
      container.length = Math.min(container.length, Number(last));
    } else {
      Reflect.deleteProperty(container, last);
    }
  }
  return holder.root;
}

function backwards(difference: Difference): Difference {
  const { kind, pointer } = difference;
  switch (kind) {
    case 'added':
      return { kind: 'removed', pointer, before: difference.after };
    case 'removed':
      return { kind: 'added', pointer, after: difference.before };
    case 'changed':
      return { kind, pointer, before: difference.after, after: difference.before };
    default:
      return difference satisfies never;
  }
}

function outcome<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
