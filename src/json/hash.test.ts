import { expect, it } from 'vitest';
import { hashJson, hashText } from './hash.ts';
import { JsonError } from './json-error.ts';

it('a text has the SHA-256 that FIPS 180 publishes for it', () => {
  expect(hashText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('a value hashes as its RFC 8785 form, whatever the order of its keys', () => {
  expect(hashJson({ c: [true, 2], b: 1, a: 'x' })).toBe(hashText('{"a":"x","b":1,"c":[true,2]}'));
  expect(hashJson({ a: 'x', b: 1, c: [true, 2] })).toBe(hashJson({ c: [true, 2], b: 1, a: 'x' }));
});

it('text is hashed as UTF-8', () => {
  // printf 'é€😂' | sha256sum
  expect(hashText('é€\u{1f602}')).toBe('8873299a158b1a4cf6a333fefef1b469dbf3c18031ff42c620832abd4f7d61eb');
});

it('a value outside the profile has no hash', () => {
  expect(() => hashJson({ a: NaN })).toThrow(JsonError);
});

it('a text with a lone surrogate has no hash, or it would share that of U+FFFD', () => {
  expect(() => hashText('a\uD800')).toThrow(/lone surrogate/);
});
