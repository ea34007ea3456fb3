// Carries a panic out: one atomic step for all parameters, which waits for no velocity and no cooldown. The laws (pin, bounds, late iteration)
// hold for it as for any change.

import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ProposedChange } from '../tuner/tuner.ts';
import type { GuardContext, GuardDecision } from './guard.ts';
import type { Hold, Panic } from './guard-state.ts';
import { REVERT_GUARDS } from './guards.ts';
import { reviewProposal } from './review-proposal.ts';

/** A decision of its own kind, beside those about proposals. */
export interface RevertDecision extends Omit<Panic, 'iteration'> {
  readonly kind: 'revert';
  readonly hold?: Hold;
  /** One for each parameter that stands elsewhere than `parameters`, in the registry's order. */
  readonly decisions: readonly GuardDecision[];
}

/** What the panic of the newest iteration does to the parameters; `undefined` where there is none. */
export function reviewRevert(context: GuardContext): RevertDecision | undefined {
  const { panic, hold } = context.state;
  if (panic === undefined) return undefined;
  const { target, parameters, reason } = panic;
  const changes = PARAMETER_NAMES.flatMap((name): ProposedChange[] => {
    const delta = parameters[name] - context.parameters[name];
    return delta === 0 ? [] : [{ parameter: name, delta, reasons: [reason] }];
  });
  const decisions = reviewProposal({ changes, rationale: [] }, context, REVERT_GUARDS);
  return { kind: 'revert', target, parameters, reason, ...(hold === undefined ? {} : { hold }), decisions };
}
