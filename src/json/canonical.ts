// Canonical JSON out, in two forms of one value: the compact one of RFC 8785, which is hashed, and the indented one, which artifact files
// hold. What JSON cannot carry exactly is refused with its pointer and never dropped, rounded or converted; see json-value.ts.
import { JsonError } from './json-error.ts';
import { MAX_DEPTH } from './json-value.ts';
import { hasLoneSurrogate } from './lone-surrogate.ts';
import { pointerTo } from './pointer.ts';

/** RFC 8785: no white space, keys sorted by UTF-16 code units. Throws a `JsonError` where the profile refuses a value. */
export function canonicalJson(value: unknown): string {
  return new Writer('compact').write(value);
}

/** The same value with sorted keys, indented by two, LF, and a newline at the end: the bytes of an artifact. Throws as `canonicalJson` does. */
export function canonicalDocument(value: unknown): string {
  return `${new Writer('indented').write(value)}\n`;
}

// Text that matches holds something to escape, or a surrogate that may be lone; all other text stands between quotes as it is.
const NEEDS_CARE = /[^ !#-[\]-\uD7FF\uE000-\uFFFF]/;

/** Walks one value. `#path` and `#ancestors` always name the way from the root to the value in hand. */
class Writer {
  readonly #indented: boolean;
  readonly #colon: string;
  readonly #path: (string | number)[] = [];
  readonly #ancestors: object[] = [];

  constructor(form: 'compact' | 'indented') {
    this.#indented = form === 'indented';
    this.#colon = this.#indented ? ': ' : ':';
  }

  write(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return this.#string(value, 'a string');
      case 'number':
        return this.#number(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return value === null ? 'null' : this.#container(value);
      case 'undefined':
      case 'bigint':
      case 'function':
      case 'symbol':
        break;
    }
    throw this.#refusal(value === undefined ? 'undefined is not JSON' : `a ${typeof value} is not JSON`);
  }

  /** `JSON.stringify` escapes exactly as RFC 8785 asks, except that it lets a lone surrogate pass in escaped form. */
  #string(text: string, what: string): string {
    if (!NEEDS_CARE.test(text)) return `"${text}"`;
    if (hasLoneSurrogate(text)) throw this.#refusal(`${what} with a lone surrogate, ${JSON.stringify(text)},`);
    return JSON.stringify(text);
  }

  /** ECMAScript's own text of a number is the one that RFC 8785 prescribes. */
  #number(value: number): string {
    if (!Number.isFinite(value)) throw this.#refusal(`${value} is not JSON`);
    if (Object.is(value, -0)) throw this.#refusal('-0 is refused (it would read back as 0)');
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw this.#refusal(`the integer ${value} is refused (beyond 2^53 - 1; write it as a string)`);
    }
    return String(value);
  }

  #container(value: object): string {
    if (this.#ancestors.includes(value)) throw this.#refusal('a cycle');
    if (this.#ancestors.length === MAX_DEPTH) throw this.#refusal(`nesting deeper than ${MAX_DEPTH}`);
    const outerBreak = this.#lineBreak();
    this.#ancestors.push(value);
    const text = Array.isArray(value) ? this.#array(value, outerBreak) : this.#object(value, outerBreak);
    this.#ancestors.pop();
    return text;
  }

  #array(array: readonly unknown[], outerBreak: string): string {
    if (Object.getPrototypeOf(array) !== Array.prototype) throw this.#refusal(`an object of class ${className(array)}`);
    this.#refuseSymbolKeys(array);
    // The names of a dense array are its indices and `length`.
    if (Object.getOwnPropertyNames(array).length !== array.length + 1) {
      throw this.#refusal('an array with holes or with properties of its own');
    }
    if (array.length === 0) return '[]';
    const depth = this.#path.length;
    const lineBreak = this.#lineBreak();
    let text = '';
    for (let index = 0; index < array.length; index += 1) {
      this.#path[depth] = index;
      text += `${index === 0 ? '[' : ','}${lineBreak}${this.write(this.#data(array, index))}`;
    }
    this.#path.length = depth;
    return `${text}${outerBreak}]`;
  }

  #object(object: object, outerBreak: string): string {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) {
      throw this.#refusal(`an object of class ${className(object)}`);
    }
    this.#refuseSymbolKeys(object);
    // The default order compares UTF-16 code units, which is the order of RFC 8785.
    const keys = Object.getOwnPropertyNames(object).toSorted();
    if (keys.length === 0) return '{}';
    const depth = this.#path.length;
    const lineBreak = this.#lineBreak();
    let text = '';
    for (const key of keys) {
      // The pointer of an ill-formed key could not be printed, so a refusal of the key names the object that holds it.
      const quotedKey = this.#string(key, 'a key');
      this.#path.push(key);
      text += `${text === '' ? '{' : ','}${lineBreak}${quotedKey}${this.#colon}${this.write(this.#data(object, key))}`;
      this.#path.length = depth;
    }
    return `${text}${outerBreak}}`;
  }

  #refuseSymbolKeys(container: object): void {
    if (Object.getOwnPropertySymbols(container).length > 0) throw this.#refusal('an object with a symbol as key');
  }

  /** Reads without running foreign code: a getter could answer differently each time. */
  #data(container: object, key: string | number): unknown {
    const property = Object.getOwnPropertyDescriptor(container, key);
    if (property === undefined) throw this.#refusal('a hole in an array');
    if (property.get !== undefined || property.set !== undefined) throw this.#refusal('a getter or setter');
    if (property.enumerable !== true) throw this.#refusal('a hidden (not enumerable) property');
    return property.value;
  }

  #lineBreak(): string {
    return this.#indented ? `\n${'  '.repeat(this.#ancestors.length)}` : '';
  }

  #refusal(problem: string): JsonError {
    return new JsonError(problem, pointerTo(this.#path));
  }
}

function className(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : '(without a name)';
}
