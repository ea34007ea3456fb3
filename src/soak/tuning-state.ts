// TUNING_STATE.json: what an operator asks of a run whose parameters do not move. Names that the prior toolkit's scripts read are kept.

import type { TuningState } from '../artifacts/run-documents.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { cooldownUntil } from '../guards/cooldown.ts';
import type { Counters } from '../guards/counters.ts';
import type { AppliedChange } from '../guards/guard.ts';
import type { GuardState } from '../guards/guard-state.ts';
import { stateHash } from '../artifacts/state-hash.ts';

interface Standing {
  readonly plan: Pick<RunPlan, 'guards' | 'guard_policy'>;
  /** The newest completed; 0 before the first. */
  readonly iteration: number;
  /** Those that follow on it. */
  readonly parameters: Parameters;
  readonly applied: readonly AppliedChange[];
  readonly state: GuardState;
  readonly counters: Counters;
}

export function tuningState({ plan, iteration, parameters, applied, state, counters }: Standing): TuningState {
  const { freeze, hold, last_known_good: known, signature } = state;
  return {
    iteration,
    parameters,
    state_hash: stateHash(parameters),
    guards: plan.guards ? 'on' : 'off',
    ...(signature === undefined ? {} : { last_applied_signature: signature }),
    ...(freeze === undefined
      ? {}
      : {
          frozen_until_iter: freeze.until_iteration,
          freeze_reason: 'steady_state_lock',
          frozen_parameters: plan.guard_policy.freeze.parameters,
        }),
    cooldown_until_iter: plan.guards ? cooldowns(plan, iteration, applied) : {},
    ...(hold === undefined ? {} : { hold }),
    ...(known === undefined ? {} : { last_known_good: known }),
    reverts: state.reverts,
    running: { steady: state.steady_running, passes: state.passes_running, fails: state.fails_running },
    applied,
    counters,
  };
}

/** Those that the next proposal will meet. */
function cooldowns(
  { guard_policy: policy }: Pick<RunPlan, 'guard_policy'>,
  completed: number,
  applied: readonly AppliedChange[],
): TuningState['cooldown_until_iter'] {
  const resting: { [name in ParameterName]?: number } = {};
  for (const name of PARAMETER_NAMES) {
    const until = cooldownUntil(name, { applied, iteration: completed + 1, policy });
    if (until !== undefined) resting[name] = until;
  }
  return resting;
}
