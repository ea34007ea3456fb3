// The quick reader beside the slow one: over values drawn at random, and over their texts with a few characters changed.
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDocument, canonicalJson } from './canonical.ts';
import { JsonError } from './json-error.ts';
import { parseJson } from './parse.ts';
import { readCanonical } from './read-canonical.ts';

const FORMS = { document: canonicalDocument, compact: canonicalJson } as const;
const WRITTEN = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.constantFrom('a', 'b', '10', '9', '__proto__', 'toJSON', 'é'), fc.jsonValue({ maxDepth: 2 })),
);
const SPLICED = fc.constantFrom(
  '',
  ' ',
  '-0',
  '1e999',
  '9007199254740993',
  '9007199254740992',
  '"\\ud800"',
  '"a":1,',
  '1.0',
  'null',
  '\n',
);

/** Undefined where the text is not what canonical writing makes of its value. */
function readSlowly(text: string, form: keyof typeof FORMS): { readonly compact: string } | undefined {
  try {
    const value = parseJson(text);
    return FORMS[form](value) === text ? { compact: canonicalJson(value) } : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function written(value: unknown, form: keyof typeof FORMS): string | undefined {
  try {
    return FORMS[form](value);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

describe.each(['document', 'compact'] as const)('a %s', (form) => {
  it('that was written here reads back as its value and its compact form', () => {
    const text = FORMS[form]({ a: [1, -0.5, { b: null }], 'b c': '\u0001"\\é😀', c: {}, d: [] });
    const read = readCanonical(text, form);
    expect(isDeepStrictEqual(read?.value, parseJson(text))).toBe(true);
    expect(read?.compact).toBe(canonicalJson(parseJson(text)));
  });

  it('is accepted only where the slow way accepts it, whatever was changed in it', () => {
    let quick = 0;
    fc.assert(
      fc.property(WRITTEN, fc.nat(), fc.nat({ max: 3 }), SPLICED, (value, at, removed, added) => {
        const text = written(value, form);
        if (text === undefined) return;
        const place = at % (text.length + 1);
        for (const one of [text, text.slice(0, place) + added + text.slice(place + removed)]) {
          const read = readCanonical(one, form);
          if (read === undefined) continue;
          quick += 1;
          expect(readSlowly(one, form)?.compact).toBe(read.compact);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(quick).toBeGreaterThan(500);
  });

  it.each([
    ['keys out of order', { b: 1, a: 2 }],
    ['an unsafe integer', 9007199254740992],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a key', { '\udfff': 1 }],
  ])('with %s is left to the slow way', (_, value) => {
    const text = form === 'compact' ? JSON.stringify(value) : `${JSON.stringify(value, null, 2)}\n`;
    expect(readCanonical(text, form)).toBeUndefined();
  });

  it('with a key twice, a number in another form or more nesting than the profile allows is left to the slow way', () => {
    for (const value of ['{"a":1,"a":1}', '-0', '1.0', '1e999', `${'['.repeat(1001)}${']'.repeat(1001)}`]) {
      expect(readCanonical(form === 'compact' ? value : `${value}\n`, form)).toBeUndefined();
    }
  });
});
