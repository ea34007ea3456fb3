import { expect, test } from 'vitest';
import { isWorthRetrying, retryDelayMs } from './retry.ts';

test('a failing or busy server is asked again, one that refuses is not', () => {
  expect([500, 502, 503, 504, 429, 408].map(isWorthRetrying)).toEqual(Array(6).fill(true));
  expect([301, 400, 401, 403, 404, 410].map(isWorthRetrying)).toEqual(Array(6).fill(false));
});

test('delays double, are spread over their upper half, and never exceed half a minute', () => {
  expect([1, 2, 3, 4].map((failed) => retryDelayMs(failed, 0))).toEqual([500, 1000, 2000, 4000]);
  expect([1, 2, 3, 4].map((failed) => retryDelayMs(failed, 0.999999))).toEqual(
    [1000, 2000, 4000, 8000].map((ms) => expect.closeTo(ms, -1)),
  );
  expect(retryDelayMs(1000, 0.999999)).toBeLessThanOrEqual(30_000);
});

test('what the server asks for is waited for, within the same bound', () => {
  expect(retryDelayMs(1, 0, 7)).toBe(7000);
  expect(retryDelayMs(1, 0, 86_400)).toBe(30_000);
});
