import { expect, it } from 'vitest';
import { AssertionError, assert } from './assert.ts';

it('a condition that holds passes, and its message is never built', () => {
  expect(() =>
    assert(true, () => {
      throw new Error('built');
    }),
  ).not.toThrow();
});

it('a condition that does not hold throws its message, given or built', () => {
  expect(() => assert(false, 'one is not above two')).toThrow(new AssertionError('one is not above two'));
  expect(() => assert(false, () => `at ${6 * 7}`)).toThrow(new AssertionError('at 42'));
});

it('the error is told from others by its class and its name', () => {
  const error = new AssertionError('broken');
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe('AssertionError: broken');
  expect(error.stack).toContain('assert.test.ts');
});
