// The numbers of the guards as data: every window, line, limit and budget stands here once, in the unit of its parameter. A run records the
// policy that it was reviewed by in its plan.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import { assert } from '../std/assert.ts';

/** One number for each parameter, in the parameter's own unit. */
export type PerParameter = { readonly [name in ParameterName]: number };

export interface GuardPolicy {
  readonly evidence: {
    /** A change that raises risk rests on so many newest iterations. */
    readonly iterations: number;
    /** A parameter that blocked less than this share of the decisions did not bind. */
    readonly binding_share: number;
  };
  readonly freeze: {
    readonly parameters: readonly ParameterName[];
    /** So many iterations running inside both lines begin a freeze. */
    readonly steady_iterations: number;
    /** At most this. */
    readonly risk_ratio: number;
    /** At least this. */
    readonly net_bps: number;
    /** How long it lasts. */
    readonly iterations: number;
  };
  readonly cooldown: {
    /** A change above this starts a cooldown of its parameter. */
    readonly above: PerParameter;
    /** How many proposals it skips. */
    readonly iterations: number;
  };
  readonly oscillation: {
    /** Two values closer than this are one. */
    readonly tolerance: number;
    /** A value is not returned to for so many iterations after it was left. */
    readonly return_iterations: number;
    /** The window of the budget, of the reversals, and of a return after a return. */
    readonly window_iterations: number;
    /** In the window a parameter may turn towards more risk while it has turned no more often than this. */
    readonly reversals: number;
    /** In the window a parameter may move towards more risk while all its moves add up to no more than this. */
    readonly budget: PerParameter;
  };
  /** The most that a parameter may change in an hour of run time. */
  readonly velocity: {
    /** The safer way. */
    readonly calming: PerParameter;
    /** The riskier way. */
    readonly loosening: PerParameter;
  };
  readonly panic: {
    /** So many FAIL iterations running revert the parameters. */
    readonly fails: number;
    /** So many iterations running with one vector, every hard gate held, make it the last known good. */
    readonly passes: number;
    /** After a revert nothing changes for so many iterations. */
    readonly hold_iterations: number;
    /** So many reverts to one vector, and nothing changes any more. */
    readonly reverts_to_one_vector: number;
    /** Where to, while no vector is known to be good. */
    readonly safe: Parameters;
  };
}

/** A cooldown starts above a fifth of the apply range, a budget is one and a half of it; an hour calms by the whole of it and loosens by a quarter. */
export const GUARD_POLICY: GuardPolicy = {
  evidence: { iterations: 2, binding_share: 0.01 },
  freeze: {
    parameters: ['impact_cap_ratio', 'max_delta_ratio'],
    steady_iterations: 2,
    risk_ratio: 0.35,
    net_bps: 2.7,
    iterations: 4,
  },
  cooldown: { above: perParameter(8, 24, 0.034, 60, 0.008, 0.012), iterations: 3 },
  oscillation: {
    tolerance: 1e-6,
    return_iterations: 12,
    window_iterations: 24,
    reversals: 2,
    budget: perParameter(60, 180, 0.255, 450, 0.06, 0.09),
  },
  velocity: {
    calming: perParameter(40, 120, 0.17, 300, 0.04, 0.06),
    loosening: perParameter(10, 30, 0.04, 75, 0.01, 0.015),
  },
  panic: { fails: 3, passes: 3, hold_iterations: 4, reverts_to_one_vector: 2, safe: steadySafe() },
};

/** How many iterations back any guard looks for applied changes. */
export function horizonIterations({ cooldown, oscillation }: GuardPolicy): number {
  return Math.max(cooldown.iterations, oscillation.return_iterations, oscillation.window_iterations);
}

/** In the order of the registry, so that a table reads like one. */
function perParameter(
  intervalMs: number,
  replaceRatePerMin: number,
  spreadBps: number,
  tailAgeMs: number,
  impactRatio: number,
  maxDeltaRatio: number,
): PerParameter {
  return {
    min_interval_ms: intervalMs,
    replace_rate_per_min: replaceRatePerMin,
    base_spread_bps_delta: spreadBps,
    tail_age_ms: tailAgeMs,
    impact_cap_ratio: impactRatio,
    max_delta_ratio: maxDeltaRatio,
  };
}

function steadySafe(): Parameters {
  const { steady_safe: parameters } = BUILT_IN_PROFILES;
  assert(parameters !== undefined, 'steady_safe is built in');
  return parameters;
}
