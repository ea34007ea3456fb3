// What guards remember of a run, as data: `advance.ts` folds it from the completed iterations and nothing else, so that replaying a run, or
// going on with one, comes to the same state, and no run sees another's. Its size does not grow with the run.

import type { Parameters } from '../config/parameters.ts';

/** The KPIs that guards themselves look at. */
export const GUARD_KPIS = ['risk_ratio', 'net_bps', 'min_interval_ratio', 'throttle_ratio'] as const;
export type GuardKpi = (typeof GUARD_KPIS)[number];

/** One completed iteration, as guards see it. */
export interface CompletedIteration {
  readonly iteration: number;
  /** What it ran with. */
  readonly parameters: Parameters;
  readonly state_hash: string;
  readonly verdict: 'PASS' | 'WARN' | 'INCONCLUSIVE' | 'NO_DATA' | 'FAIL';
  /** Those of the KPIs that the gate reads that have no finite value. */
  readonly missing: readonly string[];
  /** Finite values only. */
  readonly kpis: { readonly [name in GuardKpi]?: number };
}

/** The iterations that run with what is frozen. */
interface Freeze {
  readonly from_iteration: number;
  readonly until_iteration: number;
}

/** A vector, and the iterations running in which it held every hard gate. */
export interface KnownGood {
  readonly parameters: Parameters;
  readonly state_hash: string;
  readonly first_iteration: number;
  readonly last_iteration: number;
}

/** Nothing changes for the iterations from the one to the other; to the end of the run where `until_iteration` is absent. */
export interface Hold {
  readonly from_iteration: number;
  readonly until_iteration?: number;
  readonly reason: string;
}

/** Where a panic leads. */
export interface PastRevert {
  readonly iteration: number;
  readonly target: 'last_known_good' | 'steady_safe';
  readonly parameters: Parameters;
}

/** A panic, as long as it is news. */
export interface Panic extends PastRevert {
  readonly reason: string;
}

export interface GuardState {
  /** The newest completed iterations, oldest first: as many as a change that raises risk rests on. */
  readonly recent: readonly CompletedIteration[];
  /** How many up to the newest were steady, those not counted that ran frozen. */
  readonly steady_running: number;
  readonly freeze?: Freeze;
  /** How many up to the newest held every hard gate with one and the same vector. */
  readonly passes_running: number;
  /** How many up to the newest failed. One without data neither adds to them nor ends them. */
  readonly fails_running: number;
  readonly last_known_good?: KnownGood;
  /** What the newest iteration set off. */
  readonly panic?: Panic;
  readonly hold?: Hold;
  readonly reverts: readonly PastRevert[];
  /** Of the newest decision that was taken in, see `signature.ts`. */
  readonly signature?: string;
}

/** Of a run that has completed nothing yet. */
export const INITIAL_STATE: GuardState = {
  recent: [],
  steady_running: 0,
  passes_running: 0,
  fails_running: 0,
  reverts: [],
};
