// A guard looks at one wanted change and says whether it may be applied: granted, trimmed or refused, always with a reason. Pure:
// it sees the applied history, never merely proposed values, and the clock of the run.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { GuardPolicy } from './guard-policy.ts';
import type { GuardState } from './guard-state.ts';

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
  /** A panic did it, and not a proposal. */
  readonly revert?: true;
}

export interface GuardContext {
  /** The iteration that just completed, and how many the run has. */
  readonly iteration: number;
  readonly iterations: number;
  /** Run time at its end. */
  readonly elapsed_us: number;
  /** What the target runs with now. */
  readonly parameters: Parameters;
  /** Names those parameters: the hash of the vector. */
  readonly state_hash: string;
  /** Applied changes of this run, oldest first: all of the policy's longest window, and of each parameter the newest. */
  readonly applied: readonly AppliedChange[];
  /** What the run's iterations up to this one come to. */
  readonly state: GuardState;
  readonly policy: GuardPolicy;
  /** Parameters that the operator holds, and where he said so; not the tuner's to change. */
  readonly pinned: { readonly [name in ParameterName]?: string };
}

export type GuardAnswer =
  | { readonly kind: 'granted'; readonly reason: string }
  /** `to` lies between the current value and the wanted one, and is neither. */
  | { readonly kind: 'trimmed'; readonly to: number; readonly reason: string }
  /** The current value stays. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Guard {
  readonly name: GuardName;
  /** `wanted` is what the guards before this one left of the tuner's wish; never the current value. */
  review(parameter: ParameterName, wanted: number, context: GuardContext): GuardAnswer;
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

/** What became of one proposed change after all guards. */
export interface GuardDecision {
  readonly parameter: ParameterName;
  readonly outcome: 'granted' | 'trimmed' | 'refused';
  readonly from: number;
  /** The value the tuner wanted: `from` + delta. */
  readonly wanted: number;
  /** The value to apply; equals `from` exactly when refused. */
  readonly to: number;
  /** The step that decided: the refusal, else the last trim, else the last grant. */
  readonly reason: string;
  /** One for each guard that was asked, in their order; a refusal is the last, also that of an earlier guard against what a later one left. */
  readonly steps: readonly GuardStep[];
}
