import { describe, expect, it } from 'vitest';
import { canonicalDocument, canonicalJson } from './canonical.ts';
import { JsonError } from './json-error.ts';
import { MAX_DEPTH } from './json-value.ts';

const loneHigh = '\uD800';
const loneLow = '\uDC00';

class Money {
  readonly amount = 1;
}

class List extends Array<number> {}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

function cyclicObject(): unknown {
  const inner: Record<string, unknown> = {};
  inner['up'] = { list: [1, inner] };
  return { inner };
}

function cyclicArray(): unknown {
  const array: unknown[] = [1];
  array.push(array);
  return array;
}

/** What is wrong, the value, the pointer of the offence, and a word of the message. */
const REFUSED: readonly (readonly [string, unknown, string, RegExp])[] = [
  ['NaN', { a: [1, NaN] }, '/a/1', /NaN/],
  ['Infinity', { a: Infinity }, '/a', /Infinity/],
  ['-Infinity', -Infinity, '', /-Infinity/],
  ['-0', [0, -0], '/1', /-0/],
  ['an integer above 2^53 - 1', { id: 2 ** 53 }, '/id', /9007199254740992.*as a string/],
  ['an integer below -(2^53 - 1)', { id: -(2 ** 53) }, '/id', /-9007199254740992/],
  ['a lone high surrogate', [`a${loneHigh}b`], '/0', /lone surrogate, "a\\ud800b"/],
  ['a lone low surrogate', [loneLow], '/0', /lone surrogate/],
  ['a reversed surrogate pair', [`${loneLow}${loneHigh}`], '/0', /lone surrogate/],
  [
    'a lone surrogate in a key',
    { outer: { [`k${loneHigh}`]: 1 } },
    '/outer',
    /a key with a lone surrogate, "k\\ud800"/,
  ],
  ['a cycle through objects', cyclicObject(), '/inner/up/list/1', /a cycle/],
  ['a cycle through an array', cyclicArray(), '/1', /a cycle/],
  ['a BigInt', { n: 1n }, '/n', /bigint/],
  ['a Date', { at: new Date(0) }, '/at', /class Date/],
  ['a Map', { m: new Map() }, '/m', /class Map/],
  ['a Set', [new Set()], '/0', /class Set/],
  ['a typed array', { t: new Float64Array(2) }, '/t', /class Float64Array/],
  ['a Buffer', { t: Buffer.from('a') }, '/t', /class Buffer/],
  ['an instance of a class', { price: new Money() }, '/price', /class Money/],
  ['an instance of a class that extends Array', [List.of(1)], '/0', /class List/],
  ['a boxed number', [Object(1)], '/0', /class Number/],
  ['an object with a prototype of its own', [Object.create({})], '/0', /class Object/],
  ['an object whose prototype has no constructor', [Object.create(Object.create(null))], '/0', /without a name/],
  ['undefined', undefined, '', /undefined/],
  ['a property whose value is undefined', { a: { b: undefined } }, '/a/b', /undefined/],
  ['an element whose value is undefined', [1, undefined], '/1', /undefined/],
  ['a function', { f: () => 1 }, '/f', /function/],
  ['a symbol', { s: Symbol('s') }, '/s', /symbol/],
  ['a symbol as key', { a: { [Symbol('s')]: 1 } }, '/a', /symbol as key/],
  ['a symbol as key of an array', { a: Object.assign([1], { [Symbol('s')]: 1 }) }, '/a', /symbol as key/],
  // oxlint-disable-next-line no-sparse-arrays -- The hole is what is tested.
  ['a sparse array', { a: [1, , 2] }, '/a', /holes/],
  ['a sparse array with a property in place of the element', [Object.assign(Array(1), { x: 1 })], '/0/0', /hole/],
  ['an array with a property of its own', { a: Object.assign([1], { index: 0 }) }, '/a', /properties of its own/],
  ['a toJSON function', { a: { toJSON: () => 1 } }, '/a/toJSON', /function/],
  ['a getter', { a: Object.defineProperty({}, 'x', { get: () => 1, enumerable: true }) }, '/a/x', /getter/],
  ['a getter in an array', [Object.defineProperty([0], 0, { get: () => 1, enumerable: true })], '/0/0', /getter/],
  ['a setter', { a: Object.defineProperty({}, 'x', { set() {}, enumerable: true }) }, '/a/x', /getter or setter/],
  ['a hidden property', { a: Object.defineProperty({}, 'x', { value: 1 }) }, '/a/x', /hidden/],
  [
    'objects nested 100,000 deep',
    nested(100_000, (inner) => ({ a: inner })),
    '/a'.repeat(MAX_DEPTH),
    /deeper than 1000/,
  ],
  ['arrays nested 100,000 deep', nested(100_000, (inner) => [inner]), '/0'.repeat(MAX_DEPTH), /deeper than 1000/],
];

describe('what canonical JSON refuses', () => {
  it.each(REFUSED)('%s is refused with its pointer, in both forms', (_name, value, pointer, message) => {
    for (const write of [canonicalJson, canonicalDocument]) {
      const error = refusalOf(() => write(value));
      expect(error.pointer).toBe(pointer);
      expect(error.message).toMatch(message);
      expect(error.line).toBeUndefined();
    }
  });

  it('a pointer escapes tilde and slash, and the message names it', () => {
    const error = refusalOf(() => canonicalJson({ 'a/b': { 'c~d': NaN } }));
    expect(error.pointer).toBe('/a~1b/c~0d');
    expect(error.message).toBe('NaN is not JSON at /a~1b/c~0d');
  });

  it('a getter is never called', () => {
    let calls = 0;
    const value = {
      get x() {
        calls += 1;
        return 1;
      },
    };
    expect(() => canonicalJson(value)).toThrow(JsonError);
    expect(calls).toBe(0);
  });
});

describe('what canonical JSON writes', () => {
  it('one value that stands in two places is no cycle', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared, { shared }])).toBe('[{"a":1},{"a":1},{"shared":{"a":1}}]');
  });

  it('nesting is accepted up to the stated limit, and refused one level beyond it', () => {
    const deepest = nested(MAX_DEPTH, (inner) => [inner]);
    expect(canonicalJson(deepest)).toBe(`${'['.repeat(MAX_DEPTH)}0${']'.repeat(MAX_DEPTH)}`);
    expect(() => canonicalJson([deepest])).toThrow(JsonError);
  });

  it('an object without prototype, a frozen one and a key __proto__ are plain data', () => {
    const bare: Record<string, unknown> = Object.create(null);
    bare['b'] = 1;
    expect(canonicalJson([bare, Object.freeze({ a: 1 })])).toBe('[{"b":1},{"a":1}]');
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"toJSON":2}'))).toBe('{"__proto__":{"a":1},"toJSON":2}');
  });

  it('the safe integers at both ends are written', () => {
    expect(canonicalJson([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe(
      '[9007199254740991,-9007199254740991]',
    );
  });

  it('integer-like keys sort as text, against the engine order', () => {
    expect(canonicalJson({ 2: 'b', 10: 'a', '': 'c' })).toBe('{"":"c","10":"a","2":"b"}');
  });

  it('a document is indented by two, ends with a newline, and leaves empty containers on one line', () => {
    const value = { b: [1, { c: 'x' }, []], a: {}, '\n': null };
    expect(canonicalDocument(value)).toBe(
      '{\n  "\\n": null,\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": "x"\n    },\n    []\n  ]\n}\n',
    );
    expect(canonicalDocument('x')).toBe('"x"\n');
  });

  it('every code unit is escaped as JSON.stringify escapes it, alone or in a pair', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const text = String.fromCharCode(unit);
      if (unit >= 0xd800 && unit <= 0xdfff) expect(() => canonicalJson(text)).toThrow(JsonError);
      else if (canonicalJson(text) !== JSON.stringify(text)) expect.fail(`U+${unit.toString(16)}`);
    }
    expect(canonicalJson('\u{1f602}')).toBe('"\u{1f602}"');
  });
});

function refusalOf(action: () => unknown): JsonError {
  try {
    action();
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('The value was accepted.');
}
