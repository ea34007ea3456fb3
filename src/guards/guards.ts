// Every guard there is, in the order in which they are asked, and what is left of them where a run asks for none: today all,
// because each of them is law.

import { boundsGuard } from './bounds.ts';
import type { Guard, GuardName } from './guard.ts';
import { lateIterationGuard } from './late-iteration.ts';
import { pinGuard } from './pin.ts';

export const GUARDS: readonly Guard[] = [pinGuard, boundsGuard, lateIterationGuard];

/**
 * These are not caution but law: what the operator configured stays, nothing leaves the apply bounds, and nothing counts as applied
 * that no iteration ran with.
 */
const LAWS: ReadonlySet<GuardName> = new Set(['pin', 'bounds', 'late_iteration']);

/** `enabled` false is a run for comparison (`--no-guards`): the laws alone. */
export function guardsFor(enabled: boolean): readonly Guard[] {
  return enabled ? GUARDS : GUARDS.filter(({ name }) => LAWS.has(name));
}
