// The documents of a run that are rewritten as it goes: the newest edge report, the tuner's report and state, and the final gate.
// `runtime_overrides.json` needs no type of its own: it is a flat object of parameters.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { CostComponent, EdgeReport, Kpis } from '../edge/edge-report.ts';
import type { Judgement, Verdict } from '../gates/judgement.ts';
import type { Counters } from '../guards/counters.ts';
import type { AppliedChange } from '../guards/guard.ts';
import type { Hold, KnownGood, PastRevert } from '../guards/guard-state.ts';
import type { SkipCause } from './iteration-summary.ts';

/** EDGE_REPORT.json: the accounts of the newest iteration. */
export type EdgeReportDocument = EdgeReport & { readonly iteration: number };

/** KPI_GATE.json: the last iterations, pooled and judged together. Written when a run ends. */
export interface KpiGateDocument {
  readonly judgement: Judgement;
  readonly kpis: Kpis;
  /** The one line for people and scripts. */
  readonly line: string;
}

export interface TuningRow {
  readonly iteration: number;
  readonly net_bps?: number;
  readonly risk_ratio?: number;
  readonly kpi_verdict: Verdict;
  readonly neg_edge_drivers: readonly CostComponent[];
  readonly state_hash: string;
  readonly proposed_deltas: { readonly [name in ParameterName]?: number };
  readonly rationale: readonly string[];
  readonly applied: boolean;
  readonly changed_keys: readonly ParameterName[];
  readonly skip_reason: { readonly [cause in SkipCause]?: string };
  /** Why a panic changed the parameters, where one did. */
  readonly revert?: string;
}

/** TUNING_REPORT.json. */
export interface TuningReport {
  /** The newest iterations, oldest first; `summary` counts all of them. */
  readonly iterations: readonly TuningRow[];
  readonly summary: {
    readonly count: number;
    /** Iterations after which a change was granted. */
    readonly applied: number;
    readonly blocked_oscillation: number;
    readonly blocked_velocity: number;
    readonly cooldown_skips: number;
    /** How often each guard refused or trimmed; only guards that did. */
    readonly blocked: Counters['guards'];
    readonly panic_reverts: number;
    /** `off`: the laws alone (pin, bounds, late iteration). */
    readonly guards: 'on' | 'off';
    /** In how many iterations each cause held something back. */
    readonly skip_reasons: { readonly [cause in SkipCause]?: number };
  };
}

/** TUNING_STATE.json: where tuner and guards stand after the newest iteration. */
export interface TuningState {
  /** The newest completed; 0 before the first. */
  readonly iteration: number;
  /** What the next iteration runs with. */
  readonly parameters: Parameters;
  readonly state_hash: string;
  /** `off`: the laws alone (pin, bounds, late iteration), and nothing of what follows but the changes and the counters. */
  readonly guards: 'on' | 'off';
  /** Of the newest decision that was taken in: the iteration, and the hash of what it ran with. Taken in again it changes nothing. */
  readonly last_applied_signature?: string;
  /** The iterations up to this one run with `frozen_parameters` as they are. */
  readonly frozen_until_iter?: number;
  readonly freeze_reason?: 'steady_state_lock';
  readonly frozen_parameters?: readonly ParameterName[];
  /** The parameters that rest after a large change, each with the last iteration whose proposal is skipped. */
  readonly cooldown_until_iter: { readonly [name in ParameterName]?: number };
  /** After a panic. */
  readonly hold?: Hold;
  readonly last_known_good?: KnownGood;
  /** The newest, oldest first. */
  readonly reverts: readonly PastRevert[];
  /** How many iterations up to the newest were steady, held every hard gate with one vector, failed. */
  readonly running: { readonly steady: number; readonly passes: number; readonly fails: number };
  /**
   * The changes that the guards granted, oldest first, from the moment they did: all within the guards' longest window, and of each parameter
   * the newest. The target is given the newest after this is written, and the journal's `parameters_applied` says that it took it.
   */
  readonly applied: readonly AppliedChange[];
  readonly counters: Counters;
}
