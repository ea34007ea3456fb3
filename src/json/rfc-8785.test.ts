// What RFC 8785 publishes: the six example pairs of its author's repository, the sorting example of 3.2.3, the worked example of
// 3.2.2 to 3.2.4, and the number table of appendix B. Where our profile refuses what the RFC allows, the refusal is what is tested.
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { JsonError } from './json-error.ts';
import { parseJson } from './parse.ts';

const backslash = '\\';

/** Name, a document, and its canonical form. */
const EXAMPLES: readonly (readonly [string, string, string])[] = [
  [
    'arrays',
    '[\n  56,\n  {\n    "d": true,\n    "10": null,\n    "1": [ ]\n  }\n]',
    '[56,{"1":[],"10":null,"d":true}]',
  ],
  [
    'french',
    `{
      "peach": "This sorting order",
      "péché": "is wrong according to French",
      "pêche": "but canonicalization MUST",
      "sin":   "ingnore locale"
    }`,
    '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ingnore locale"}',
  ],
  [
    'structures',
    `{
      "1": {"f": {"f": "hi","F": 5} ,"${backslash}n": 56.0},
      "10": { },
      "": "empty",
      "a": { },
      "111": [ { } ],
      "A": { }
    }`,
    `{"":"empty","1":{"${backslash}n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}`,
  ],
  [
    'unicode',
    `{ "Unnormalized Unicode":"A${backslash}u030a" }`,
    // Not the one code point U+00C5: strings are kept as they are, without normalisation.
    '{"Unnormalized Unicode":"A\u030a"}',
  ],
  [
    'values, without its 1E30',
    `{
      "numbers": [4.50, 333333333.33333329, 2e-3, 0.000000000000000000000000001],
      "escaping": "${backslash}u20ac$${backslash}u000F${backslash}u000aA'${backslash}u0042${backslash}u0022${backslash}u005c${backslash}${backslash}${backslash}"${backslash}/",
      "literals": [null, true, false]
    }`,
    `{"escaping":"\u20ac$${backslash}u000f${backslash}nA'B${backslash}"${backslash}${backslash}${backslash}${backslash}${backslash}"/","literals":[null,true,false],"numbers":[4.5,333333333.3333333,0.002,1e-27]}`,
  ],
  [
    'weird',
    `{
      "${backslash}u20ac": "Euro Sign",
      "${backslash}r": "Carriage Return",
      "${backslash}u000a": "Newline",
      "1": "One",
      "${backslash}u0080": "Control${backslash}u007f",
      "${backslash}ud83d${backslash}ude02": "Smiley",
      "${backslash}u00f6": "Latin Small Letter O With Diaeresis",
      "${backslash}ufb33": "Hebrew Letter Dalet With Dagesh",
      "</script>": "Browser Challenge"
    }`,
    // The smiley stands before U+FB33, because its first code unit is 0xD83D, although its code point is higher.
    `{"${backslash}n":"Newline","${backslash}r":"Carriage Return","1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\u{1f602}":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}`,
  ],
];

describe('the published examples', () => {
  it.each(EXAMPLES)('%s has its published canonical form', (_name, text, canonical) => {
    expect(canonicalJson(parseJson(text))).toBe(canonical);
    expect(canonicalJson(parseJson(canonical))).toBe(canonical);
  });

  it('the 1E30 of the values example is an unsafe integer, refused on read and on write', () => {
    expect(() => parseJson('{"numbers": [333333333.33333329, 1E30]}')).toThrow(/1E30.*2\^53.*\/numbers\/1/);
    expect(() => canonicalJson({ numbers: [333333333.3333333, 1e30] })).toThrow(/1e\+30.*2\^53.*\/numbers\/1/);
  });

  it('the worked example gives the bytes of section 3.2.4, without its 1E30', () => {
    const text = `{
      "numbers": [333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "${backslash}u20ac$${backslash}u000F${backslash}u000aA'${backslash}u0042${backslash}u0022${backslash}u005c${backslash}${backslash}${backslash}"${backslash}/",
      "literals": [null, true, false]
    }`;
    const published =
      '7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 ' +
      '3a 5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37 5d 2c 22 73 ' +
      '74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d';
    const bytes = Buffer.from(canonicalJson(parseJson(text)), 'utf8');
    expect(bytes.toString('hex')).toBe(published.replaceAll(' ', ''));
  });

  it('keys sort by UTF-16 code units, as in section 3.2.3', () => {
    const text = `{
      "${backslash}u20ac": "Euro Sign",
      "${backslash}r": "Carriage Return",
      "${backslash}ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "${backslash}ud83d${backslash}ude00": "Emoji: Grinning Face",
      "${backslash}u0080": "Control",
      "${backslash}u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const values = [...canonicalJson(parseJson(text)).matchAll(/:"(?<value>[^"]*)"/g)].map((match) => match[1]);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });
});

/** IEEE 754 bits and text, from appendix B. */
const WRITTEN: readonly (readonly [string, string])[] = [
  ['0000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

/** Rows of appendix B that the RFC writes and our profile refuses: -0 and integers beyond 2^53 - 1. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['8000000000000000', '0'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
];

describe('the number table of appendix B', () => {
  it.each(WRITTEN)('bits %s are written as %s and read back to the same bits', (bits, text) => {
    expect(canonicalJson(fromBits(bits))).toBe(text);
    expect(toBits(parseJson(text))).toBe(bits);
  });

  it.each(REFUSED)(
    'bits %s, which the RFC writes as %s, are refused on write, and this engine agrees with the text',
    (bits, text) => {
      expect(() => canonicalJson(fromBits(bits))).toThrow(JsonError);
      expect(String(fromBits(bits))).toBe(text);
    },
  );

  it.each(REFUSED.slice(1))('the text of bits %s, %s, is refused on read', (_bits, text) => {
    expect(() => parseJson(text)).toThrow(/2\^53/);
  });

  it.each([
    ['7fffffffffffffff', 'NaN'],
    ['7ff0000000000000', 'Infinity'],
    ['fff0000000000000', '-Infinity'],
  ])('bits %s, which are %s, are refused', (bits, text) => {
    expect(() => canonicalJson(fromBits(bits))).toThrow(`${text} is not JSON`);
    expect(() => parseJson(text)).toThrow(JsonError);
  });
});

function fromBits(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE(0);
}

function toBits(value: unknown): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number(value));
  return bytes.toString('hex');
}
