// One run as the list, the history and the live stream show it: small, so that hundreds of them travel at once. A plain JSON value, and the
// contract between the server and the page.

import type { EndReason } from '../artifacts/journal-record.ts';
import type { KpiName } from '../edge/edge-report.ts';
import type { GateRule } from '../gates/gate-policy.ts';
import type { Verdict } from '../gates/judgement.ts';

/**
 * `running`: a process holds the run's lock. `cut_off`: the run wrote no end, and nobody is at work in it. `unreadable`: journal or documents are
 * not what they were when they were written, or of another version.
 */
export type RunState = 'running' | 'cut_off' | 'unreadable' | EndReason;

export const ROW_KPIS = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms'] as const;

export type RowKpi =
  | {
      readonly name: KpiName;
      readonly value: number;
      readonly n: number;
      readonly lower?: number;
      readonly upper?: number;
    }
  | { readonly name: KpiName; readonly absent: string };

export interface RunRow {
  readonly id: string;
  /** Grows with every change of any run: what a page compares to know whether it is behind. */
  readonly revision: number;
  readonly state: RunState;
  /** Why the run is `unreadable`, or how a target or disk failed. */
  readonly message?: string;
  /** Absent where `run.json` cannot be read. */
  readonly plan?: RowPlan;
  readonly course: RowCourse;
  /** `run`: of the last iterations together, as the run ended. `iteration`: of the newest iteration alone. */
  readonly verdict?: { readonly scope: 'run' | 'iteration'; readonly verdict: Verdict };
  /** Of the newest iterations, oldest first. */
  readonly verdicts: readonly Verdict[];
  /** The four of `ROW_KPIS`, in the verdict's scope; empty before the first iteration. */
  readonly kpis: readonly RowKpi[];
  /** Of the newest iterations, oldest first; null where one has none. */
  readonly netBps: readonly (number | null)[];
  readonly tuning: RowTuning;
}

export interface RowPlan {
  readonly target: string;
  readonly scenario?: string;
  readonly profile: string;
  readonly seed: number;
  readonly iterations: number;
  readonly iterationUs: number;
  readonly tuner: string;
  readonly tune: boolean;
  readonly guards: boolean;
  readonly policy: string;
  readonly rules: readonly GateRule[];
  readonly planSha256: string;
  /** Of the Plimsoll that began it. */
  readonly version: string;
}

interface RowCourse {
  /** ISO 8601, UTC, as are the others. Absent before the journal's first record. */
  readonly startedAt?: string;
  readonly lastAt?: string;
  /** When an iteration last counted, or the run began or went on. */
  readonly aliveAt?: string;
  readonly completed: number;
  readonly resumes: number;
}

interface RowTuning {
  readonly granted: number;
  readonly trimmed: number;
  readonly refused: number;
  readonly reverts: number;
  /** The last iteration that runs with what is frozen; absent where nothing is, or the run is over. */
  readonly frozenUntil?: number;
  /** Why nothing changes since a panic. */
  readonly heldBecause?: string;
}
