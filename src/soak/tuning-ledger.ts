// What a run remembers of its tuning: the newest observations for the tuner, the applied changes for the guards, and the counters and
// rows for the artifacts. Bounded, whatever the length of the run, except for the applied changes, which guards rein in.

import { SKIP_CAUSES } from '../artifacts/iteration-summary.ts';
import type { IterationSummary, SkipCause } from '../artifacts/iteration-summary.ts';
import type { TuningReport, TuningRow, TuningState } from '../artifacts/run-documents.ts';
import type { Parameters } from '../config/parameters.ts';
import { countOn, NO_COUNTERS } from '../guards/counters.ts';
import type { Counters } from '../guards/counters.ts';
import type { AppliedChange } from '../guards/guard.ts';
import type { Observation } from '../tuner/tuner.ts';
import { stateHash } from './state-hash.ts';

/** How many iterations a tuner looks back, and TUNING_REPORT.json lists. */
export const REMEMBERED_ITERATIONS = 100;

export class TuningLedger {
  readonly #observations: Observation[] = [];
  readonly #rows: TuningRow[] = [];
  readonly #applied: AppliedChange[] = [];
  readonly #skips: { [cause in SkipCause]?: number } = {};
  #count = 0;
  #appliedIterations = 0;
  #counters: Counters = NO_COUNTERS;

  /** The run's first, then the newest, oldest first; pass it to the tuner after `observe`. */
  get history(): readonly Observation[] {
    return this.#observations;
  }

  get applied(): readonly AppliedChange[] {
    return this.#applied;
  }

  observe(observation: Observation): void {
    this.#observations.push(observation);
    // The first stays: it is what the run started with, and the tuner measures lost trading against it.
    if (this.#observations.length > REMEMBERED_ITERATIONS) this.#observations.splice(1, 1);
  }

  /** Takes in an iteration that is decided: what was granted counts as applied from here on. */
  record(completed: IterationSummary): void {
    const { tuning } = completed;
    this.#count += 1;
    this.#rows.push(tuningRow(completed));
    if (this.#rows.length > REMEMBERED_ITERATIONS) this.#rows.shift();
    if (tuning.applied) this.#appliedIterations += 1;
    for (const parameter of tuning.changed_keys) {
      this.#applied.push({
        iteration: completed.iteration,
        elapsed_us: completed.window.end_us,
        parameter,
        from: completed.parameters[parameter],
        to: tuning.parameters_next[parameter],
      });
    }
    for (const cause of SKIP_CAUSES) {
      if (tuning.skip_reason[cause] !== undefined) this.#skips[cause] = (this.#skips[cause] ?? 0) + 1;
    }
    const violations = completed.gate.rules.filter((rule) => rule.verdict === 'FAIL').length;
    this.#counters = countOn(this.#counters, tuning.decisions, violations);
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
        skip_reasons: this.#skips,
      },
    };
  }

  /** `parameters` are those that follow on the newest `iteration`, which is 0 before the first. */
  state(iteration: number, parameters: Parameters): TuningState {
    return {
      iteration,
      parameters,
      state_hash: stateHash(parameters),
      applied: this.#applied,
      counters: this.#counters,
    };
  }
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
  };
}
