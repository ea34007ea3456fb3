// A broken invariant is a bug of ours: it throws, ends the run with exit code 1 and a stack, and stays on in production.

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws an `AssertionError` unless `condition` holds. Pass a function where building the message costs something. */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new AssertionError(typeof message === 'string' ? message : message());
}
