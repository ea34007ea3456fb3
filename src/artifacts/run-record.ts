// run.json: what the run set out to do, with what, and where every value came from. Besides the journal's envelope the only artifact
// with wall-clock time, versions and paths in it.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { Configuration } from '../config/resolve-configuration.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { hashJson } from '../json/hash.ts';
import type { GuardPolicy } from '../guards/guard-policy.ts';
import type { JsonValue } from '../json/json-value.ts';

/** Grows with every change that an older reader would misread. */
export const RUN_FORMAT = 4;

/** All that decides what a run does; the same plan gives the same artifacts. */
export interface RunPlan {
  readonly seed: number;
  readonly target: {
    readonly kind: string;
    /** What makes this target this one: the scenario's name, hashes of data files, a command line. No secrets. */
    readonly options: { readonly [name: string]: JsonValue };
  };
  readonly iterations: number;
  readonly iteration_us: number;
  readonly sleep_seconds: number;
  /** `hard`: an iteration that FAILs ends the run. */
  readonly gate_mode: 'soft' | 'hard';
  readonly policy: GatePolicy;
  readonly tuner: string;
  readonly tune: boolean;
  readonly guards: boolean;
  /** The numbers that the guards review by. */
  readonly guard_policy: GuardPolicy;
  readonly profile: string;
  readonly parameters: Parameters;
  /** Parameters that the operator holds, each with the place that says so. */
  readonly pinned: { readonly [name in ParameterName]?: string };
}

export interface RunRecord {
  readonly format: number;
  readonly run_id: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly versions: { readonly [name: string]: string };
  readonly plan: RunPlan;
  readonly plan_sha256: string;
  /** Every resolved value with all its candidates. */
  readonly configuration: Configuration['provenance'];
  readonly configuration_sha256: string;
  readonly target: {
    readonly kind: string;
    readonly instruments: readonly InstrumentRecord[];
    /** What the target cannot know or leaves out. */
    readonly assumptions: readonly string[];
  };
  /** SHA-256 over all the rest: what the journal does not bind here, times and versions, cannot change unseen either. */
  readonly run_sha256: string;
}

/** To be called once everything else stands. */
export function sealRun(run: Omit<RunRecord, 'run_sha256'>): RunRecord {
  return { ...run, run_sha256: hashJson(run) };
}

export interface InstrumentRecord {
  readonly symbol: string;
  /** Quote currency per tick. */
  readonly tick_size: number;
  /** Base currency per lot. */
  readonly lot_size: number;
  /** Base currency, signed: what the bot held when the run began. Absent: nothing, and in files of fills. */
  readonly position?: number;
}
