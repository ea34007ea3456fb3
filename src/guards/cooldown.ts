// After a large applied change the parameter rests, so that the next proposal has seen what it did. Each parameter rests for itself, counted in
// iterations of the run, however many changes one of them made.

import type { ParameterName } from '../config/parameters.ts';
import { calmsIn } from './calms-in.ts';
import type { AppliedChange, Guard, GuardContext } from './guard.ts';

export const cooldownGuard: Guard = {
  name: 'cooldown',
  review(parameter, wanted, context) {
    const until = cooldownUntil(parameter, context);
    if (until === undefined) return { kind: 'granted', reason: 'it is not resting' };
    const rests = `rests until iteration ${until} after a large change`;
    const trouble = calmsIn(parameter, wanted, context);
    if (trouble !== undefined) {
      return { kind: 'granted', reason: `${rests}, but the newest iteration is ${trouble} and this lowers risk` };
    }
    return { kind: 'refused', reason: rests };
  },
};

/** The last iteration whose proposal for this parameter is skipped; `undefined` where the newest completed lies behind it. */
export function cooldownUntil(
  parameter: ParameterName,
  { applied, iteration, policy }: Pick<GuardContext, 'applied' | 'iteration' | 'policy'>,
): number | undefined {
  const { above, iterations } = policy.cooldown;
  const isLarge = ({ from, to, parameter: changed, revert }: AppliedChange): boolean =>
    changed === parameter && revert !== true && Math.abs(to - from) > above[parameter] + DUST;
  const large = applied.findLast(isLarge);
  if (large === undefined) return undefined;
  const until = large.iteration + iterations;
  return iteration <= until ? until : undefined;
}

/** Finer than any quantum: a change of just the threshold is not above it, whatever its floating point says. */
const DUST = 1e-9;
