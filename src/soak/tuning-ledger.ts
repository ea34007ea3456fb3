// What a run remembers of its tuning: the newest observations for the tuner, the applied changes and the state for the guards, and the counters
// and rows for the artifacts. All of it follows from the iterations it was told of, and none of it grows with the length of the run.

import { SKIP_CAUSES } from '../artifacts/iteration-summary.ts';
import type { IterationSummary, SkipCause } from '../artifacts/iteration-summary.ts';
import type { TuningReport, TuningRow, TuningState } from '../artifacts/run-documents.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import { advance } from '../guards/advance.ts';
import { NO_COUNTERS } from '../guards/counters.ts';
import type { Counters } from '../guards/counters.ts';
import type { AppliedChange, GuardContext } from '../guards/guard.ts';
import { horizonIterations } from '../guards/guard-policy.ts';
import { INITIAL_STATE } from '../guards/guard-state.ts';
import type { GuardState } from '../guards/guard-state.ts';
import { signatureOf } from '../guards/signature.ts';
import { assert } from '../std/assert.ts';
import type { Observation } from '../tuner/tuner.ts';
import { completedIteration } from '../artifacts/completed-iteration.ts';
import type { ObservedIteration } from '../artifacts/completed-iteration.ts';
import { stateHash } from '../artifacts/state-hash.ts';
import { tuningState } from './tuning-state.ts';

/** How many iterations a tuner looks back, and TUNING_REPORT.json lists. */
export const REMEMBERED_ITERATIONS = 100;

/** What a decision rests on. */
export interface TuningMoment {
  /** Ends with the iteration that just completed. */
  readonly history: readonly Observation[];
  readonly context: GuardContext;
  /** Before this decision. */
  readonly counters: Counters;
  /** How many rules of the gate failed in the iteration that just completed. */
  readonly kpiViolations: number;
}

export class TuningLedger {
  readonly #plan: Pick<RunPlan, 'tune' | 'guards' | 'guard_policy' | 'pinned'>;
  readonly #observations: Observation[] = [];
  readonly #rows: TuningRow[] = [];
  readonly #skips: { [cause in SkipCause]?: number } = {};
  #newest: ObservedIteration | undefined;
  /** The newest iteration whose decision was taken in. */
  #decided = 0;
  #state: GuardState = INITIAL_STATE;
  #applied: readonly AppliedChange[] = [];
  #count = 0;
  #appliedIterations = 0;
  #counters: Counters = NO_COUNTERS;

  constructor(plan: Pick<RunPlan, 'tune' | 'guards' | 'guard_policy' | 'pinned'>) {
    this.#plan = plan;
  }

  /** To be called once for each completed iteration, before it is decided. */
  observe(completed: ObservedIteration): void {
    const { iteration, parameters, edge } = completed;
    this.#newest = completed;
    this.#observations.push({ iteration, parameters, edge });
    // The first stays: it is what the run started with, and the tuner measures lost trading against it.
    if (this.#observations.length > REMEMBERED_ITERATIONS) this.#observations.splice(1, 1);
    // Where nothing is tuned, or nothing but the law guards it, nothing freezes and nobody panics.
    if (!this.#plan.tune || !this.#plan.guards) return;
    this.#state = advance(this.#state, completedIteration(completed), this.#plan.guard_policy);
  }

  /** For the decision after the newest observed iteration. `iterations`: how many the run has. */
  moment(iterations: number): TuningMoment {
    const newest = this.#newest;
    assert(newest !== undefined, 'a decision follows on an iteration');
    const { iteration, window, parameters, gate } = newest;
    return {
      history: this.#observations,
      context: {
        iteration,
        iterations,
        elapsed_us: window.end_us,
        parameters,
        state_hash: stateHash(parameters),
        applied: this.#applied,
        state: this.#state,
        policy: this.#plan.guard_policy,
        pinned: this.#plan.pinned,
      },
      counters: this.#counters,
      kpiViolations: gate.rules.filter(({ verdict }) => verdict === 'FAIL').length,
    };
  }

  /** Whether the decision after that iteration was taken in already. */
  has({ iteration, state_hash: hash }: Pick<IterationSummary, 'iteration' | 'state_hash'>): boolean {
    return iteration < this.#decided || this.#state.signature === signatureOf(iteration, hash);
  }

  /** Takes in an iteration that is decided: what was granted counts as applied from here on. Taken in again it changes nothing. */
  record(completed: IterationSummary): void {
    if (this.has(completed)) return;
    const { iteration, tuning } = completed;
    assert(iteration > this.#decided, () => `iteration ${iteration} was decided twice, and differently`);
    this.#decided = iteration;
    this.#state = { ...this.#state, signature: signatureOf(iteration, completed.state_hash) };
    this.#count += 1;
    this.#rows.push(tuningRow(completed));
    if (this.#rows.length > REMEMBERED_ITERATIONS) this.#rows.shift();
    if (tuning.applied) this.#appliedIterations += 1;
    this.#applied = this.#withinHorizon([...this.#applied, ...changesOf(completed)], iteration);
    for (const cause of SKIP_CAUSES) {
      if (tuning.skip_reason[cause] !== undefined) this.#skips[cause] = (this.#skips[cause] ?? 0) + 1;
    }
    this.#counters = tuning.counters;
  }

  report(): TuningReport {
    return {
      iterations: this.#rows,
      summary: {
        count: this.#count,
        applied: this.#appliedIterations,
        blocked_oscillation: this.#counters.oscillation_suppressed_total,
        blocked_velocity: this.#counters.velocity_blocked_total,
        cooldown_skips: this.#counters.cooldown_skips_total,
        blocked: this.#counters.guards,
        panic_reverts: this.#counters.panic_reverts_total,
        guards: this.#plan.guards ? 'on' : 'off',
        skip_reasons: this.#skips,
      },
    };
  }

  /** `parameters` are those that follow on the newest `iteration`, which is 0 before the first. */
  state(iteration: number, parameters: Parameters): TuningState {
    const [plan, applied, state, counters] = [this.#plan, this.#applied, this.#state, this.#counters];
    return tuningState({ plan, iteration, parameters, applied, state, counters });
  }

  /** Velocity asks when a parameter last moved, however long ago that was. */
  #withinHorizon(changes: readonly AppliedChange[], newest: number): readonly AppliedChange[] {
    const oldest = newest - horizonIterations(this.#plan.guard_policy);
    const last = new Set(PARAMETER_NAMES.map((name) => changes.findLast(({ parameter }) => parameter === name)));
    return changes.filter((change) => change.iteration >= oldest || last.has(change));
  }
}

function changesOf({ iteration, window, parameters, tuning }: IterationSummary): readonly AppliedChange[] {
  return tuning.changed_keys.map((parameter) => ({
    iteration,
    elapsed_us: window.end_us,
    parameter,
    from: parameters[parameter],
    to: tuning.parameters_next[parameter],
    ...(tuning.revert === undefined ? {} : { revert: true }),
  }));
}

function tuningRow(completed: IterationSummary): TuningRow {
  const { summary, tuning } = completed;
  return {
    iteration: completed.iteration,
    ...(summary.net_bps === undefined ? {} : { net_bps: summary.net_bps }),
    ...(summary.risk_ratio === undefined ? {} : { risk_ratio: summary.risk_ratio }),
    kpi_verdict: summary.kpi_verdict,
    neg_edge_drivers: summary.neg_edge_drivers,
    state_hash: completed.state_hash,
    proposed_deltas: tuning.proposed_deltas,
    rationale: tuning.rationale,
    applied: tuning.applied,
    changed_keys: tuning.changed_keys,
    skip_reason: tuning.skip_reason,
    ...(tuning.revert === undefined ? {} : { revert: tuning.revert.reason }),
  };
}
