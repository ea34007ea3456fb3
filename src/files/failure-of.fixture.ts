// The failure that an action ends with, for tests that look at more than its message.

import { Failure } from '../std/failure.ts';

export function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('The action did not fail.');
}
