// Every guard there is, in the order in which they are asked; what is left of them where a run asks for none; and what is left for a panic.

import { boundsGuard } from './bounds.ts';
import { cooldownGuard } from './cooldown.ts';
import { evidenceGuard } from './evidence.ts';
import { freezeGuard } from './freeze.ts';
import type { Guard, GuardName } from './guard.ts';
import { lateIterationGuard } from './late-iteration.ts';
import { oscillationGuard } from './oscillation.ts';
import { pinGuard } from './pin.ts';
import { signatureGuard } from './signature.ts';
import { velocityGuard } from './velocity.ts';

export const GUARDS: readonly Guard[] = [
  pinGuard,
  evidenceGuard,
  freezeGuard,
  cooldownGuard,
  oscillationGuard,
  velocityGuard,
  boundsGuard,
  signatureGuard,
  lateIterationGuard,
];

/**
 * These are not caution but law: what the operator configured stays, nothing leaves the apply bounds, and nothing counts as applied
 * that no iteration ran with.
 */
const LAWS: ReadonlySet<GuardName> = new Set(['pin', 'bounds', 'late_iteration']);

/** A revert is an emergency and waits for nothing, but it is carried out once, and inside the law. */
export const REVERT_GUARDS: readonly Guard[] = GUARDS.filter(({ name }) => LAWS.has(name) || name === 'signature');

/** `enabled` false is a run for comparison (`--no-guards`): the laws alone. */
export function guardsFor(enabled: boolean): readonly Guard[] {
  return enabled ? GUARDS : GUARDS.filter(({ name }) => LAWS.has(name));
}
