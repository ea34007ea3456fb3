import { describe, expect, it } from 'vitest';
import { JsonError } from './json-error.ts';
import { MAX_DEPTH } from './json-value.ts';
import { parseJson, parseJsonWithPositions } from './parse.ts';

const loneHigh = '\uD800';

/** What is wrong, the text, the pointer, line and column of the offence, and a word of the message. */
const REFUSED: readonly (readonly [string, string, string, number, number, RegExp])[] = [
  ['an empty text', '', '', 1, 1, /the end of the text in place of a value/],
  ['white space alone', ' \n ', '', 2, 2, /end of the text/],
  ['a duplicate key', '{\n  "a": 1,\n  "a": 2\n}', '/a', 3, 3, /the key "a" a second time/],
  ['a duplicate key in another spelling', '{"a": 1, "\\u0061": 2}', '/a', 1, 10, /second time/],
  ['a duplicate key deep inside', '[0, {"x": {"b/c": 1, "b/c": 1}}]', '/1/x/b~1c', 1, 22, /second time/],
  ['a duplicate __proto__', '{"__proto__": 1, "__proto__": 1}', '/__proto__', 1, 18, /second time/],
  ['a raw lone surrogate', `{"a": "x${loneHigh}"}`, '/a', 1, 7, /a string with a lone surrogate, "x\\ud800"/],
  ['an escaped lone surrogate', '["\\ud800"]', '/0', 1, 2, /lone surrogate/],
  ['a reversed surrogate pair', '["\\udc00\\ud800"]', '/0', 1, 2, /lone surrogate/],
  ['a lone surrogate in a key', '{"a": {"\\udfff": 1}}', '/a', 1, 8, /a key with a lone surrogate/],
  ['an unsafe integer', '{"id": 9007199254740993}', '/id', 1, 8, /9007199254740993.*as a string/],
  ['an unsafe integer, negative', '-9007199254740992', '', 1, 1, /-9007199254740992/],
  ['an unsafe integer with an exponent', '[1e16]', '/0', 1, 2, /1e16/],
  ['an unsafe integer with decimals', '[9007199254740992.0]', '/0', 1, 2, /beyond 2\^53/],
  ['-0', '[0, -0]', '/1', 1, 5, /-0/],
  ['-0.0', '[-0.0]', '/0', 1, 2, /-0/],
  ['a number that underflows to -0', '[-1e-400]', '/0', 1, 2, /-1e-400, which is -0/],
  ['a number that overflows', '{"a": [1e309]}', '/a/0', 1, 8, /1e309, too large/],
  ['a negative number that overflows', '-1e309', '', 1, 1, /too large/],
  ['a number of 1,000 digits', '1'.repeat(1000), '', 1, 1, /the number 1{40}\.\.\., too large/],
  ['a trailing comma in an array', '[1,\n]', '/1', 2, 1, /"]" in place of a value/],
  ['a trailing comma in an object', '{"a": 1, }', '', 1, 10, /"}" in place of a key in double quotes/],
  ['a missing comma in an array', '[1 2]', '', 1, 4, /"2" in place of "," or "]"/],
  ['a missing comma in an object', '{"a": 1 "b": 2}', '', 1, 9, /in place of "," or "}"/],
  ['a missing colon', '{"a" 1}', '/a', 1, 6, /in place of ":"/],
  ['an unclosed array', '[1', '', 1, 3, /the end of the text/],
  ['an unclosed object', '{"a": 1', '', 1, 8, /the end of the text/],
  ['an unclosed string', '["abc', '/0', 1, 6, /end of the text in place of the closing quote/],
  ['a line break in a string', '["a\nb"]', '/0', 1, 4, /"\\n" in place of the closing quote/],
  ['an escape that JSON lacks', '["a\\x41"]', '/0', 1, 4, /the escape "\\\\x"/],
  ['an escape cut short', '["\\', '/0', 1, 3, /the escape/],
  ['a short \\u escape', '["\\u12"]', '/0', 1, 5, /four hexadecimal digits/],
  ['garbage after the document', '{} x', '', 1, 4, /"x" in place of the end of the document/],
  ['a second document', '1\n2', '', 2, 1, /the end of the document/],
  ['a byte order mark', '\uFEFF{}', '', 1, 1, /byte order mark/],
  ['a no-break space', '[\u00A01]', '/0', 1, 2, /in place of a value/],
  ['a comment', '[1] // one', '', 1, 5, /"\/"/],
  ['single quotes', "{'a': 1}", '', 1, 2, /"'" in place of a key/],
  ['a bare word', '[nil]', '/0', 1, 2, /"n" in place of a value/],
  ['a bare key', '{a: 1}', '', 1, 2, /"a" in place of a key/],
  ['NaN', '[NaN]', '/0', 1, 2, /"N"/],
  ['Infinity', '[-Infinity]', '/0', 1, 2, /"-" in place of a value/],
  ['a leading zero', '[01]', '', 1, 3, /"1" in place of ","/],
  ['a leading plus', '[+1]', '/0', 1, 2, /"\+"/],
  ['a leading point', '[.5]', '/0', 1, 2, /"."/],
  ['a trailing point', '[1.]', '', 1, 3, /"." in place of ","/],
  ['an empty exponent', '[1e]', '', 1, 3, /"e"/],
  ['a hexadecimal number', '[0x10]', '', 1, 3, /"x"/],
  ['a smiley in place of a value', '[\u{1f602}]', '/0', 1, 2, /"\u{1f602}" in place of a value/u],
  ['arrays nested 100,000 deep', '['.repeat(100_000), '/0'.repeat(MAX_DEPTH), 1, MAX_DEPTH + 1, /deeper than 1000/],
  ['objects nested 100,000 deep', '{"a":'.repeat(100_000), '/a'.repeat(MAX_DEPTH), 1, 5 * MAX_DEPTH + 1, /deeper than/],
];

describe('what the strict reader refuses', () => {
  it.each(REFUSED)('%s is refused with its pointer, line and column', (_name, text, pointer, line, column, message) => {
    for (const read of [parseJson, parseJsonWithPositions]) {
      const error = refusalOf(() => read(text));
      expect({ pointer: error.pointer, line: error.line, column: error.column }).toEqual({ pointer, line, column });
      expect(error.message).toMatch(message);
    }
  });

  it('the message names the pointer, the line and the column', () => {
    const error = refusalOf(() => parseJson('{\n  "a": [0, -0]\n}'));
    expect(error.message).toBe('the number -0, which is -0, at /a/1, line 2, column 12');
  });

  it('a pointer too long to read is cut in the message alone', () => {
    const error = refusalOf(() => parseJson('['.repeat(100_000)));
    expect(error.message.length).toBeLessThan(250);
    expect(error.pointer).toHaveLength(2 * MAX_DEPTH);
  });
});

describe('what the strict reader accepts', () => {
  it.each([
    ['null', null],
    ['true', true],
    [' \t\r\n false \n', false],
    ['0', 0],
    ['-1.5e+3', -1500],
    ['1E-3', 0.001],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['-9007199254740991', Number.MIN_SAFE_INTEGER],
    ['5e-324', 5e-324],
    ['1e-400', 0],
    ['""', ''],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE02"', '"\\/\b\f\n\r\té\u{1f602}'],
    ['"\u{1f602}\u2028\u007f"', '\u{1f602}\u2028\u007f'],
    ['[]', []],
    ['[ ]', []],
    ['{ }', {}],
    ['[1,[2],{"a":{}}]', [1, [2], { a: {} }]],
    ['{"":{"":0}}', { '': { '': 0 } }],
  ])('%s is read', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('a key __proto__ is a member like any other', () => {
    const value = parseJson('{"__proto__": {"polluted": true}, "a": 1}');
    expect(Object.keys(Object(value))).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object(value).polluted).toBeUndefined();
  });

  it('nesting is read up to the stated limit', () => {
    expect(() => parseJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH))).not.toThrow();
    expect(() => parseJson('['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1))).toThrow(JsonError);
  });
});

describe('positions', () => {
  it('the place of a value is where it begins, counted from 1', () => {
    const { value, positionOf } = parseJsonWithPositions('{\n  "a": [1,\r\n\t"x"],\n  "b/c": {"~": null}\n}');
    expect(value).toEqual({ a: [1, 'x'], 'b/c': { '~': null } });
    expect(positionOf('')).toEqual({ line: 1, column: 1 });
    expect(positionOf('/a')).toEqual({ line: 2, column: 8 });
    expect(positionOf('/a/0')).toEqual({ line: 2, column: 9 });
    expect(positionOf('/a/1')).toEqual({ line: 3, column: 2 });
    expect(positionOf('/b~1c')).toEqual({ line: 4, column: 10 });
    expect(positionOf('/b~1c/~0')).toEqual({ line: 4, column: 16 });
  });

  it('a place that the document lacks has no position', () => {
    const { positionOf } = parseJsonWithPositions('{"a": [1]}');
    expect(positionOf('/b')).toBeUndefined();
    expect(positionOf('/a/1')).toBeUndefined();
    expect(positionOf('a')).toBeUndefined();
  });

  it('a text that begins with a line break counts it', () => {
    expect(parseJsonWithPositions('\n1').positionOf('')).toEqual({ line: 2, column: 1 });
  });
});

function refusalOf(action: () => unknown): JsonError {
  try {
    action();
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('The text was accepted.');
}
