// A tuner reads the history of a run and proposes changes; it is pure, applies nothing and knows nothing of guards.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { EdgeReport } from '../edge/edge-report.ts';

/** One completed iteration, as a tuner sees it: what ran, and what came of it. */
export interface Observation {
  readonly iteration: number;
  readonly parameters: Parameters;
  readonly edge: Pick<EdgeReport, 'kpis' | 'neg_edge_drivers'>;
}

export interface ProposedChange {
  readonly parameter: ParameterName;
  /** In the parameter's own unit; never 0. */
  readonly delta: number;
  /** Each rule that asked for it, with the number that triggered it. */
  readonly reasons: readonly string[];
}

export interface Proposal {
  /** At most one change per parameter, in the registry's order. */
  readonly changes: readonly ProposedChange[];
  /** What the tuner saw and why it wants what it wants, or why it wants nothing: one sentence per finding. */
  readonly rationale: readonly string[];
}

export interface Tuner {
  readonly name: string;
  /** `history` is in order of iterations, at least one long; the last is the newest. */
  propose(history: readonly Observation[]): Proposal;
}
