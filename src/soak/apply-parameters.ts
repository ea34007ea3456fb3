// Hands parameters to the target and believes only what it reports back.

import type { Parameters } from '../config/parameters.ts';
import { verifyReadBack } from '../guards/verify-read-back.ts';
import type { Mismatch } from '../guards/verify-read-back.ts';
import { Failure } from '../std/failure.ts';
import type { Target } from '../targets/target.ts';

/** Answers what the target reports. Throws `Failure('target')` that names every parameter with which it does not run. */
export async function applyParameters(target: Target, parameters: Parameters): Promise<Parameters> {
  await target.apply(parameters);
  return verifyParameters(target, parameters);
}

/** The same without applying: a target may lose what it was given, by a restart for instance. */
export async function verifyParameters(target: Target, expected: Parameters): Promise<Parameters> {
  const reported = await target.readBack();
  const mismatches = verifyReadBack(expected, reported);
  if (mismatches.length === 0) return reported;
  throw new Failure('target', `The target does not run with what it was given: ${mismatches.map(told).join(', ')}.`, {
    hint: 'look at how the target takes parameters in, and whether something else sets them too',
  });
}

function told({ parameter, expected, reported }: Mismatch): string {
  const instead = reported === undefined ? 'is not reported' : `is reported as ${reported}`;
  return `${parameter} was set to ${expected} and ${instead}`;
}
