// Does the target run with what it was given? Compared value by value; whoever applies must ask.

import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';

export interface Mismatch {
  readonly parameter: ParameterName;
  readonly expected: number;
  /** Absent where the target reports no such parameter. */
  readonly reported?: number;
}

/** A target may pass a value through text or single steps of its own; a difference up to this is none. */
const TOLERANCE = 1e-9;

/** What the target reports is not ours: a parameter may be missing or no number, and neither is a match. */
export function verifyReadBack(
  expected: Parameters,
  reported: { readonly [name in ParameterName]?: number },
): readonly Mismatch[] {
  return PARAMETER_NAMES.flatMap((parameter) => {
    const [wanted, told] = [expected[parameter], reported[parameter]];
    if (told === undefined) return { parameter, expected: wanted };
    return Math.abs(told - wanted) <= TOLERANCE ? [] : { parameter, expected: wanted, reported: told };
  });
}
