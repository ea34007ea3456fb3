// What a configured value may be, as data, and how a text or a JSON value is read into it. A reading never repairs: what does not
// fit is a problem with a sentence that names the key and the bound, and a hint that says the way out.

import type { JsonValue } from '../json/json-value.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { nearestName } from '../std/nearest-name.ts';

export type Value = number | string | boolean;

export type ValueType =
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      /** Values are multiples of this; absent means any number. */
      readonly quantum?: number;
      readonly unit?: string;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text' }
  /** Some of the choices, separated by commas, or `none`. */
  | { readonly kind: 'subset'; readonly choices: readonly string[] }
  /** Written as in `1h30m`; the value is in seconds. */
  | { readonly kind: 'duration'; readonly minSeconds: number; readonly maxSeconds: number };

export type Reading =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'problem'; readonly message: string; readonly hint: string };

/** Reads what was written outside of JSON: an argument, a variable, a default. `name` is what the sentences call it. */
export function readText(name: string, type: ValueType, text: string): Reading {
  switch (type.kind) {
    case 'number':
      return NUMBER.test(text) ? checkNumber(name, type, Number(text)) : wrongType(name, type, quote(text));
    case 'boolean':
      if (text === '1' || text === 'true') return { kind: 'value', value: true };
      if (text === '0' || text === 'false') return { kind: 'value', value: false };
      return wrongType(name, type, quote(text));
    case 'choice':
      return checkChoice(name, type.choices, text);
    case 'text':
      return text === '' ? wrongType(name, type, quote(text)) : { kind: 'value', value: text };
    case 'subset':
      return checkSubset(name, type.choices, text);
    case 'duration':
      return checkDuration(name, type, text);
    default:
      return type satisfies never;
  }
}

/** Reads a value of a JSON file, where a number is a number and `"70"` is not. */
export function readJsonValue(name: string, type: ValueType, value: JsonValue): Reading {
  if (type.kind === 'number') {
    return typeof value === 'number' ? checkNumber(name, type, value) : wrongType(name, type, describeJson(value));
  }
  if (type.kind === 'boolean') {
    return typeof value === 'boolean' ? { kind: 'value', value } : wrongType(name, type, describeJson(value));
  }
  return typeof value === 'string' ? readText(name, type, value) : wrongType(name, type, describeJson(value));
}

/** What a value of this type looks like, for hints and tables: `a number from 40 to 300 ms`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'number': {
      const noun = type.quantum === 1 ? 'a whole number' : 'a number';
      const step = type.quantum === undefined || type.quantum === 1 ? '' : `, a multiple of ${type.quantum}`;
      return `${noun} from ${type.min} to ${type.max}${unitOf(type)}${step}`;
    }
    case 'boolean':
      return 'true or false (1 or 0)';
    case 'choice':
      return `one of ${type.choices.join(', ')}`;
    case 'text':
      return 'a text that is not empty';
    case 'subset':
      return `some of ${type.choices.join(', ')}, separated by commas, or ${NONE}`;
    case 'duration':
      return `a duration such as 90s, 15m, 1h or 1h30m, from ${formatDuration(type.minSeconds)} to ${formatDuration(type.maxSeconds)}`;
    default:
      return type satisfies never;
  }
}

/** A JSON value in as few characters as say what it is. */
export function describeJson(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'a JSON array' : 'a JSON object';
  return typeof value === 'string' ? quote(value) : String(value);
}

/** The nearest multiple of `quantum`, without the dust of binary fractions. */
export function nearestMultiple(value: number, quantum: number): number {
  return Number((Math.round(value / quantum) * quantum).toFixed(6));
}

const NONE = 'none';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function checkNumber(name: string, type: ValueType & { kind: 'number' }, read: number): Reading {
  const value = read === 0 ? 0 : read;
  const { min, max, quantum } = type;
  if (!(value >= min && value <= max)) {
    return {
      kind: 'problem',
      message: `${name} is ${value}, outside its limits ${min}..${max}${unitOf(type)}`,
      hint: `the nearest allowed value is ${value < min ? min : max}`,
    };
  }
  if (quantum !== undefined && nearestMultiple(value, quantum) !== value) {
    const what = quantum === 1 ? 'no whole number' : `no multiple of ${quantum}`;
    return {
      kind: 'problem',
      message: `${name} is ${value}, which is ${what}`,
      hint: `the nearest allowed value is ${nearestMultiple(value, quantum)}`,
    };
  }
  return { kind: 'value', value };
}

function checkChoice(name: string, choices: readonly string[], text: string): Reading {
  if (choices.includes(text)) return { kind: 'value', value: text };
  const nearest = nearestName(text, choices);
  const message = `${name} is ${quote(text)}, which is none of ${choices.join(', ')}`;
  return { kind: 'problem', message, hint: nearest === undefined ? `give one of them` : `did you mean ${nearest}?` };
}

/** The value is the chosen ones in the order of the choices, so that one choice has one spelling. */
function checkSubset(name: string, choices: readonly string[], text: string): Reading {
  if (text === NONE) return { kind: 'value', value: text };
  const chosen = text.split(',').map((one) => one.trim());
  for (const one of chosen) {
    const reading = checkChoice(name, [...choices, NONE], one);
    if (reading.kind === 'problem') return reading;
    if (one === NONE) {
      return {
        kind: 'problem',
        message: `${name} is ${quote(text)}, none and some at once`,
        hint: 'give one of the two',
      };
    }
  }
  return { kind: 'value', value: choices.filter((one) => chosen.includes(one)).join(',') };
}

function checkDuration(name: string, type: ValueType & { kind: 'duration' }, text: string): Reading {
  const seconds = parseDuration(text);
  if (seconds === undefined) return wrongType(name, type, quote(text));
  if (seconds >= type.minSeconds && seconds <= type.maxSeconds) return { kind: 'value', value: seconds };
  const [min, max] = [formatDuration(type.minSeconds), formatDuration(type.maxSeconds)];
  return {
    kind: 'problem',
    message: `${name} is ${text}, outside its limits ${min}..${max}`,
    hint: `the nearest allowed value is ${seconds < type.minSeconds ? min : max}`,
  };
}

function wrongType(name: string, type: ValueType, found: string): Reading {
  const noun = {
    number: 'no number',
    boolean: 'neither true nor false',
    choice: 'no text',
    text: 'no text',
    subset: 'no text',
    duration: 'no duration',
  }[type.kind];
  return { kind: 'problem', message: `${name} is ${found}, which is ${noun}`, hint: `give ${describeType(type)}` };
}

function unitOf(type: ValueType & { kind: 'number' }): string {
  return type.unit === undefined ? '' : ` ${type.unit}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
