// What a run remembers of its tuning: the newest observations for the tuner, the applied changes for the guards, and the counters and
// rows for the artifacts. Bounded, whatever the length of the run, except for the applied changes, which guards rein in.

import { SKIP_CAUSES } from '../artifacts/iteration-summary.ts';
import type { IterationSummary, SkipCause } from '../artifacts/iteration-summary.ts';
import type { TuningCounters, TuningReport, TuningRow, TuningState } from '../artifacts/run-documents.ts';
import type { AppliedChange, GuardDecision, GuardName } from '../guards/guard.ts';
import type { Observation } from '../tuner/tuner.ts';

/** How many iterations a tuner looks back, and TUNING_REPORT.json lists. */
export const REMEMBERED_ITERATIONS = 100;

export class TuningLedger {
  readonly #observations: Observation[] = [];
  readonly #rows: TuningRow[] = [];
  readonly #applied: AppliedChange[] = [];
  readonly #skips: { [cause in SkipCause]?: number } = {};
  #count = 0;
  #appliedIterations = 0;
  #oscillation = 0;
  #velocity = 0;
  #cooldown = 0;
  #violations = 0;

  /** Oldest first; pass it to the tuner after `observe`. */
  get history(): readonly Observation[] {
    return this.#observations;
  }

  get applied(): readonly AppliedChange[] {
    return this.#applied;
  }

  observe(observation: Observation): void {
    this.#observations.push(observation);
    if (this.#observations.length > REMEMBERED_ITERATIONS) this.#observations.shift();
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
    this.#oscillation += held(tuning.decisions, 'oscillation');
    this.#velocity += held(tuning.decisions, 'velocity');
    this.#cooldown += held(tuning.decisions, 'cooldown');
    this.#violations += completed.gate.rules.filter((rule) => rule.verdict === 'FAIL').length;
  }

  report(): TuningReport {
    return {
      iterations: this.#rows,
      summary: {
        count: this.#count,
        applied: this.#appliedIterations,
        blocked_oscillation: this.#oscillation,
        blocked_velocity: this.#velocity,
        cooldown_skips: this.#cooldown,
        skip_reasons: this.#skips,
      },
    };
  }

  state(completed: IterationSummary): TuningState {
    return {
      iteration: completed.iteration,
      parameters: completed.tuning.parameters_next,
      state_hash: completed.tuning.state_hash_next,
      applied: this.#applied,
      counters: this.#counters(),
    };
  }

  #counters(): TuningCounters {
    return {
      oscillation_suppressed_total: this.#oscillation,
      velocity_blocked_total: this.#velocity,
      cooldown_skips_total: this.#cooldown,
      kpi_violations_total: this.#violations,
    };
  }
}

/** How many proposed changes this guard trimmed or refused. */
function held(decisions: readonly GuardDecision[], guard: GuardName): number {
  return decisions.filter((decision) =>
    decision.steps.some((step) => step.guard === guard && step.outcome !== 'granted'),
  ).length;
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
