// What a soak needs from the world and what it tells it, handed in and out as values: it neither prints nor reads a clock of its own.

import type { EndReason, ParametersApplied, RunResumed } from '../artifacts/journal-record.ts';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { TuningState } from '../artifacts/run-documents.ts';
import type { RunPlan, RunRecord } from '../artifacts/run-record.ts';
import type { Parameters } from '../config/parameters.ts';
import type { Configuration } from '../config/resolve-configuration.ts';
import type { Kpis } from '../edge/edge-report.ts';
import type { Disk } from '../files/disk.ts';
import type { Judgement } from '../gates/judgement.ts';

/** For a run that is begun: what `run.json` says besides its plan. */
export interface SoakHost extends RunningHost {
  readonly runId: string;
  /** The resolved configuration with provenance; for `run.json`. */
  readonly configuration: Configuration['provenance'];
}

/** For a run that is begun and for one that goes on. */
export interface RunningHost {
  readonly disk: Disk;
  /** The folder that holds `runs/` and `latest`. */
  readonly out: string;
  /** Of this process: it holds the run's lock. */
  readonly pid: number;
  /** Plimsoll's own and the platform's, by name; for `run.json`, and the journal of a run that was resumed. */
  readonly versions: { readonly [name: string]: string };
  /** After so many iterations of this process the run pauses; absent means that it goes on to its end. */
  readonly pauseAfter?: number | undefined;
  /** As for `RunPlace`. */
  readonly reserveBytes?: number | undefined;
  /** Keeps the run and the folder of all runs within their limits; absent means that nobody does. */
  readonly housekeeping?: Housekeeping | undefined;
  /** ISO 8601, UTC; for `run.json` and the journal's envelope alone. */
  wallClock(): string;
  /** Resolves after pending signals and timers were seen. */
  breathe(): Promise<void>;
  /** Resolves after so many seconds, or sooner once a stop was asked for. */
  sleep(seconds: number): Promise<void>;
  stopRequested(): boolean;
  onEvent(event: SoakEvent): void;
}

interface Housekeeping {
  /** Called whenever a further iteration counts. Throws `Failure('disk')` where there is no room for another one. */
  afterIteration(run: { readonly folder: string; readonly plan: RunPlan; readonly completed: number }): void;
}

export type SoakEvent =
  | { readonly kind: 'run_started'; readonly folder: string; readonly run: RunRecord }
  /** What a resume makes again, because it counts already; it comes before `run_resumed`. */
  | { readonly kind: 'iteration_repeated'; readonly iteration: number }
  | { readonly kind: 'run_resumed'; readonly record: RunResumed }
  | { readonly kind: 'iteration_started'; readonly iteration: number; readonly parameters: Parameters }
  | { readonly kind: 'progress'; readonly iteration: number; readonly reachedUs: number }
  /** With where tuner and guards stand after it, as TUNING_STATE.json says. */
  | { readonly kind: 'iteration_completed'; readonly summary: IterationSummary; readonly standing: TuningState }
  | { readonly kind: 'parameters_applied'; readonly record: ParametersApplied }
  | { readonly kind: 'run_ended'; readonly result: SoakResult };

export interface SoakResult {
  readonly folder: string;
  /** A target that failed throws instead of giving a result; `target_failed` reaches only the event `run_ended`. */
  readonly reason: EndReason;
  /** What the target said where it ran out or failed. */
  readonly message?: string;
  /** How many iterations count; their summaries are read back from the folder, so that memory does not grow with the run. */
  readonly iterations: number;
  /** Of the last iterations, pooled. */
  readonly judgement: Judgement;
  readonly kpis: Kpis;
  readonly line: string;
  /** What a further iteration would have run with. */
  readonly finalParameters: Parameters;
}
