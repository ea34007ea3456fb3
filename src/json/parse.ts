// JSON in, strictly: one recursive-descent reader of RFC 8259's grammar that refuses what `JSON.parse` repairs or loses in silence
// (duplicate keys, unsafe integers, -0, overflow, lone surrogates) and says where. It takes text; decoding UTF-8 is the caller's part.
import { JsonError, type TextPosition } from './json-error.ts';
import { MAX_DEPTH, type JsonValue } from './json-value.ts';
import { hasLoneSurrogate } from './lone-surrogate.ts';
import { pointerTo } from './pointer.ts';

export interface PositionedJson {
  readonly value: JsonValue;
  /** Where the value at an RFC 6901 pointer begins in the text, or `undefined` where the document has no such value. */
  readonly positionOf: (pointer: string) => TextPosition | undefined;
}

/** Throws a `JsonError` with pointer, line and column at the first thing that is not JSON of our profile. */
export function parseJson(text: string): JsonValue {
  return new Parser(text, undefined).document();
}

/** The same, for callers who must later say where a value came from. */
export function parseJsonWithPositions(text: string): PositionedJson {
  const offsets = new Map<string, number>();
  const value = new Parser(text, offsets).document();
  return {
    value,
    positionOf(pointer) {
      const offset = offsets.get(pointer);
      return offset === undefined ? undefined : positionAt(text, offset);
    },
  };
}

const BYTE_ORDER_MARK = '\uFEFF';
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids these characters in a string, so the scan has to stop at them.
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001F]*/y;
const HEX_DIGITS = /[0-9a-fA-F]{4}/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads one text. `#at` is the offset of the next character, `#path` the way from the root to the value being read. */
class Parser {
  readonly #text: string;
  readonly #offsets: Map<string, number> | undefined;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, offsets: Map<string, number> | undefined) {
    this.#text = text;
    this.#offsets = offsets;
  }

  document(): JsonValue {
    if (this.#text.startsWith(BYTE_ORDER_MARK)) throw this.#refusal('a byte order mark');
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the document');
    return value;
  }

  #value(): JsonValue {
    this.#skipSpace();
    this.#offsets?.set(pointerTo(this.#path), this.#at);
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string('a string');
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(): JsonValue {
    const object: Record<string, JsonValue> = {};
    this.#open();
    if (this.#skip('}')) return object;
    do {
      this.#skipSpace();
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw this.#unexpected('a key in double quotes');
      const key = this.#string('a key');
      this.#path.push(key);
      if (Object.hasOwn(object, key)) throw this.#refusal(`the key ${JSON.stringify(key)} a second time`, keyAt);
      if (!this.#skip(':')) throw this.#unexpected('":"');
      setOwn(object, key, this.#value());
      this.#path.pop();
    } while (this.#skip(','));
    if (!this.#skip('}')) throw this.#unexpected('"," or "}"');
    return object;
  }

  #array(): JsonValue {
    const array: JsonValue[] = [];
    this.#open();
    if (this.#skip(']')) return array;
    do {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
    } while (this.#skip(','));
    if (!this.#skip(']')) throw this.#unexpected('"," or "]"');
    return array;
  }

  #open(): void {
    if (this.#path.length === MAX_DEPTH) throw this.#refusal(`nesting deeper than ${MAX_DEPTH}`);
    this.#at += 1;
  }

  #string(what: string): string {
    const start = this.#at;
    this.#at += 1;
    let value = this.#match(PLAIN_CHARACTERS);
    while (this.#text[this.#at] === '\\') value += this.#escape() + this.#match(PLAIN_CHARACTERS);
    if (this.#text[this.#at] !== '"') throw this.#unexpected('the closing quote of a string');
    this.#at += 1;
    if (hasLoneSurrogate(value)) {
      throw this.#refusal(`${what} with a lone surrogate, ${JSON.stringify(value)},`, start);
    }
    return value;
  }

  #escape(): string {
    const escaped = this.#text[this.#at + 1] ?? '';
    if (escaped === 'u') {
      this.#at += 2;
      const digits = this.#match(HEX_DIGITS);
      if (digits === '') throw this.#unexpected('four hexadecimal digits');
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = ESCAPES.get(escaped);
    if (character === undefined) throw this.#refusal(`the escape ${JSON.stringify(`\\${escaped}`)}, which JSON lacks,`);
    this.#at += 2;
    return character;
  }

  #number(): number {
    const start = this.#at;
    const digits = this.#match(NUMBER);
    if (digits === '') throw this.#unexpected('a value');
    const value = Number(digits);
    if (!Number.isFinite(value)) throw this.#refusal(`the number ${shorten(digits)}, too large for a double,`, start);
    if (Object.is(value, -0)) throw this.#refusal(`the number ${shorten(digits)}, which is -0,`, start);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw this.#refusal(`the integer ${shorten(digits)} (beyond 2^53 - 1; write it as a string)`, start);
    }
    return value;
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('a value');
    this.#at += word.length;
    return value;
  }

  #skipSpace(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code <= 0x20) this.#match(SPACE);
  }

  /** Passes over white space and then, if it comes next, `character`. */
  #skip(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** What a sticky pattern matches here, possibly nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return '';
    const matched = this.#text.slice(this.#at, pattern.lastIndex);
    this.#at = pattern.lastIndex;
    return matched;
  }

  #unexpected(wanted: string): JsonError {
    const found = this.#text.codePointAt(this.#at);
    const seen = found === undefined ? 'the end of the text' : JSON.stringify(String.fromCodePoint(found));
    return this.#refusal(`${seen} in place of ${wanted}`);
  }

  #refusal(problem: string, offset: number = this.#at): JsonError {
    return new JsonError(problem, pointerTo(this.#path), positionAt(this.#text, offset));
  }
}

/** Plain assignment to `__proto__` would change the object's prototype instead of adding a key. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

function shorten(digits: string): string {
  return digits.length <= 40 ? digits : `${digits.slice(0, 40)}...`;
}

function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
