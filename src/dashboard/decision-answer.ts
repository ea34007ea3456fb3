// What the log of decisions answers: a plain JSON value, and the contract between the server and the page.

import type { GuardDecision } from '../guards/guard.ts';

/** One decision of the guards, or one revert, as the log shows it. */
export interface LoggedDecision {
  /** Wall clock of the journal, ISO 8601, UTC. */
  readonly at: string;
  readonly iteration: number;
  readonly outcome: GuardDecision['outcome'] | 'revert';
  /** Absent of a revert itself; what it changed follows as decisions of their own. */
  readonly parameter?: GuardDecision['parameter'];
  readonly from?: number;
  readonly wanted?: number;
  readonly to?: number;
  /** The guard that shortened or stopped it, or set it off; absent where all granted it. */
  readonly guard?: string;
  readonly reason: string;
}

export interface DecisionAnswer {
  readonly decisions: readonly (LoggedDecision & { readonly run: string })[];
  /** How many fit the filter, those not given included. */
  readonly matching: number;
  /** How many older decisions of these runs are no longer held, whatever the filter. */
  readonly forgotten: number;
  /** What can be asked for, each with how many decisions it has; made of all runs, so that a filter can be widened again. */
  readonly choices: { readonly [field in 'run' | 'guard' | 'parameter' | 'outcome']: readonly Choice[] };
}

export interface Choice {
  readonly value: string;
  readonly count: number;
}
