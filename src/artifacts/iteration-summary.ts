// ITER_SUMMARY_<n>.json: everything that one completed iteration showed, decided and handed on. No wall-clock time, run id or path
// stands here, so that two runs of one seed write the same bytes.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { CostComponent, EdgeReport, KpiName } from '../edge/edge-report.ts';
import type { ProcessKpis } from '../edge/process-kpis.ts';
import type { Judgement, Verdict } from '../gates/judgement.ts';
import type { Counters } from '../guards/counters.ts';
import { GUARD_ORDER } from '../guards/guard.ts';
import type { GuardDecision } from '../guards/guard.ts';
import type { RevertDecision } from '../guards/review-revert.ts';

/** Why a wish of the tuner, or the tuner itself, did nothing. */
export const SKIP_CAUSES = ['tuning_off', 'no_proposal', ...GUARD_ORDER] as const;
export type SkipCause = (typeof SKIP_CAUSES)[number];

export type KpiValues = { readonly [name in KpiName]?: number };

/** The flat numbers that scripts read: a KPI without data is missing here and explained in `absent`. */
type SummaryValues = KpiValues & {
  readonly neg_edge_drivers: readonly CostComponent[];
  readonly kpi_verdict: Verdict;
  /** The reason of every rule that did not pass. */
  readonly kpi_reasons: readonly string[];
};

export interface TuningOutcome {
  readonly tuner: string;
  readonly rationale: readonly string[];
  readonly proposed_deltas: { readonly [name in ParameterName]?: number };
  /** One for each proposed change, in the registry's order. */
  readonly decisions: readonly GuardDecision[];
  /** A panic, carried out beside whatever was proposed; absent where there was none. */
  readonly revert?: RevertDecision;
  /** Of the run up to and with this iteration. */
  readonly counters: Counters;
  /** The guards granted a change. The journal's `parameters_applied` record says that the target took it. */
  readonly applied: boolean;
  readonly changed_keys: readonly ParameterName[];
  /** Each cause that held something back, with its sentences; empty where everything proposed was granted. */
  readonly skip_reason: { readonly [cause in SkipCause]?: string };
  /** What the next iteration runs with. */
  readonly parameters_next: Parameters;
  readonly state_hash_next: string;
}

export interface IterationSummary {
  /** From 1. */
  readonly iteration: number;
  readonly window: { readonly start_us: number; readonly end_us: number };
  /** What the target was given for the window. */
  readonly parameters: Parameters;
  /** What the target itself reported before the window; a run goes on only where it matches `parameters`, rounding aside. */
  readonly read_back: Parameters;
  /** SHA-256 over the canonical form of `parameters`. */
  readonly state_hash: string;
  readonly summary: SummaryValues;
  readonly absent: { readonly [name in KpiName]?: string };
  readonly edge: EdgeReport;
  /** What the process under test used; absent where the target runs none. */
  readonly process?: ProcessKpis;
  readonly gate: Judgement;
  readonly tuning: TuningOutcome;
  /** Facts that the target reported about its window: hashes, counts. */
  readonly target_facts: { readonly [name: string]: string | number };
  /** SHA-256 over the bytes of FILLS_<n>.jsonl. */
  readonly fills_sha256: string;
}
