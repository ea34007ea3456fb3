import { expect, test } from 'vitest';
import { errorOfDifference } from './error-of-difference.ts';

test('errors add as squares', () => {
  const { standard_error: error } = errorOfDifference(
    { standard_error: 3, degrees: 9 },
    { standard_error: 4, degrees: 9 },
  );
  expect(error).toBe(5);
});

test('two equal errors have the degrees of both together', () => {
  const one = { standard_error: 0.2, degrees: 11 };
  expect(errorOfDifference(one, one).degrees).toBe(22);
});

test('an error beside which the other is nothing has its own degrees', () => {
  expect(errorOfDifference({ standard_error: 1, degrees: 7 }, { standard_error: 1e-9, degrees: 1000 }).degrees).toBe(7);
  expect(errorOfDifference({ standard_error: 0, degrees: 7 }, { standard_error: 0, degrees: 5 })).toEqual({
    standard_error: 0,
    degrees: 5,
  });
});
