import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json/json-value.ts';
import { describeType, readJsonValue, readText, type ValueType } from './value-type.ts';

const MILLISECONDS: ValueType = { kind: 'number', min: 40, max: 300, quantum: 1, unit: 'ms' };
const SHARE: ValueType = { kind: 'number', min: 0, max: 1, quantum: 0.001 };
const MODE: ValueType = { kind: 'choice', choices: ['soft', 'hard'] };
const LENGTH: ValueType = { kind: 'duration', minSeconds: 1, maxSeconds: 86400 };

describe('readText', () => {
  it.each<[ValueType, string, number | string | boolean]>([
    [MILLISECONDS, '40', 40],
    [MILLISECONDS, '300', 300],
    [MILLISECONDS, '7e1', 70],
    [MILLISECONDS, '70.0', 70],
    [SHARE, '.14', 0.14],
    [SHARE, '0.999', 0.999],
    [{ kind: 'boolean' }, '1', true],
    [{ kind: 'boolean' }, 'false', false],
    [MODE, 'hard', 'hard'],
    [{ kind: 'text' }, 'a b', 'a b'],
    [LENGTH, '1h30m', 5400],
  ])('reads for %j the text %j as %j', (type, text, value) => {
    expect(readText('x', type, text)).toStrictEqual({ kind: 'value', value });
  });

  it('never answers a negative zero, which no artifact may hold', () => {
    expect(readText('x', SHARE, '-0')).toStrictEqual({ kind: 'value', value: 0 });
  });

  it.each<[ValueType, string, string, string]>([
    [MILLISECONDS, 'abc', 'x is "abc", which is no number', 'give a whole number from 40 to 300 ms'],
    [MILLISECONDS, '', 'x is "", which is no number', 'give a whole number from 40 to 300 ms'],
    [MILLISECONDS, ' 70', 'x is " 70", which is no number', 'give a whole number from 40 to 300 ms'],
    [MILLISECONDS, '0x46', 'x is "0x46", which is no number', 'give a whole number from 40 to 300 ms'],
    [MILLISECONDS, 'NaN', 'x is "NaN", which is no number', 'give a whole number from 40 to 300 ms'],
    [MILLISECONDS, '1e999', 'x is Infinity, outside its limits 40..300 ms', 'the nearest allowed value is 300'],
    [MILLISECONDS, '39', 'x is 39, outside its limits 40..300 ms', 'the nearest allowed value is 40'],
    [MILLISECONDS, '301', 'x is 301, outside its limits 40..300 ms', 'the nearest allowed value is 300'],
    [MILLISECONDS, '70.4', 'x is 70.4, which is no whole number', 'the nearest allowed value is 70'],
    [SHARE, '0.1234', 'x is 0.1234, which is no multiple of 0.001', 'the nearest allowed value is 0.123'],
    [{ kind: 'boolean' }, 'yes', 'x is "yes", which is neither true nor false', 'give true or false (1 or 0)'],
    [MODE, 'hrd', 'x is "hrd", which is none of soft, hard', 'did you mean hard?'],
    [MODE, 'quiet', 'x is "quiet", which is none of soft, hard', 'give one of them'],
    [{ kind: 'text' }, '', 'x is "", which is no text', 'give a text that is not empty'],
    [LENGTH, '0s', 'x is 0s, outside its limits 1s..1d', 'the nearest allowed value is 1s'],
    [LENGTH, '25h', 'x is 25h, outside its limits 1s..1d', 'the nearest allowed value is 1d'],
  ])('refuses for %j the text %j', (type, text, message, hint) => {
    expect(readText('x', type, text)).toStrictEqual({ kind: 'problem', message, hint });
  });

  it('shortens a long text in its sentence', () => {
    const reading = readText('x', MILLISECONDS, 'a'.repeat(1000));
    expect(reading.kind === 'problem' && reading.message.length).toBeLessThan(100);
  });
});

describe('readJsonValue', () => {
  it.each<[ValueType, JsonValue, string]>([
    [MILLISECONDS, '70', 'x is "70", which is no number'],
    [MILLISECONDS, null, 'x is null, which is no number'],
    [MILLISECONDS, [70], 'x is a JSON array, which is no number'],
    [MILLISECONDS, { a: 1 }, 'x is a JSON object, which is no number'],
    [{ kind: 'boolean' }, 1, 'x is 1, which is neither true nor false'],
    [{ kind: 'boolean' }, 'true', 'x is "true", which is neither true nor false'],
    [MODE, true, 'x is true, which is no text'],
    [LENGTH, 3600, 'x is 3600, which is no duration'],
  ])('refuses for %j the JSON value %j', (type, value, message) => {
    expect(readJsonValue('x', type, value)).toMatchObject({ kind: 'problem', message });
  });

  it.each<[ValueType, JsonValue, JsonValue]>([
    [MILLISECONDS, 70, 70],
    [{ kind: 'boolean' }, false, false],
    [MODE, 'soft', 'soft'],
    [LENGTH, '15m', 900],
  ])('reads for %j the JSON value %j', (type, value, read) => {
    expect(readJsonValue('x', type, value)).toStrictEqual({ kind: 'value', value: read });
  });
});

it('describes every kind of value in words', () => {
  expect(describeType(SHARE)).toBe('a number from 0 to 1, a multiple of 0.001');
  expect(describeType(LENGTH)).toBe('a duration such as 90s, 15m, 1h or 1h30m, from 1s to 1d');
});
