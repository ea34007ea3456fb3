// A guard looks at one wanted change and says whether it may be applied: granted, trimmed or refused, always with a reason. Pure:
// it sees the applied history, never merely proposed values, and the clock of the run.

import type { ParameterName, Parameters } from '../config/parameters.ts';

export const GUARD_ORDER = [
  'pin',
  'evidence',
  'freeze',
  'cooldown',
  'oscillation',
  'velocity',
  'bounds',
  'signature',
  'late_iteration',
] as const;
export type GuardName = (typeof GUARD_ORDER)[number];

/** A change that was applied, and when. */
export interface AppliedChange {
  readonly iteration: number;
  readonly elapsed_us: number;
  readonly parameter: ParameterName;
  readonly from: number;
  readonly to: number;
}

export interface GuardContext {
  /** The iteration that just completed, and how many the run has. */
  readonly iteration: number;
  readonly iterations: number;
  /** Run time at its end. */
  readonly elapsed_us: number;
  /** What the target runs with now. */
  readonly parameters: Parameters;
  /** Every applied change of this run, oldest first. */
  readonly applied: readonly AppliedChange[];
  /** Parameters that the operator holds; not the tuner's to change. */
  readonly pinned: { readonly [name in ParameterName]?: string };
}

/** What one guard did to one wanted value. */
export interface GuardStep {
  readonly guard: GuardName;
  readonly outcome: 'granted' | 'trimmed' | 'refused';
  readonly value_in: number;
  /** After a refusal: the current value. */
  readonly value_out: number;
  readonly reason: string;
}

export interface Guard {
  readonly name: GuardName;
  review(parameter: ParameterName, wanted: number, context: GuardContext): GuardStep;
}

/** What became of one proposed change after all guards. */
export interface GuardDecision {
  readonly parameter: ParameterName;
  readonly outcome: 'granted' | 'trimmed' | 'refused';
  readonly from: number;
  /** The value the tuner wanted: `from` + delta. */
  readonly wanted: number;
  /** The value to apply; equals `from` when refused. */
  readonly to: number;
  /** The step that decided: the first refusal, else the last trim, else the last grant. */
  readonly reason: string;
  readonly steps: readonly GuardStep[];
}
