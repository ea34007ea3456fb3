// What the journal says, step by step. Each record rests on the run's seed and plan alone; the wall clock stands in the envelope
// around it, so that the chain of hashes is the same in two runs of one seed.

import type { Parameters } from '../config/parameters.ts';
import type { Verdict } from '../gates/judgement.ts';
import type { GuardDecision } from '../guards/guard.ts';

/** File name -> SHA-256: of a JSON document over its RFC 8785 form, of any other file over its bytes. */
export type ArtifactHashes = { readonly [fileName: string]: string };

/** The first record: nothing has touched the target yet. */
export interface RunStarted {
  readonly kind: 'run_started';
  readonly format: number;
  readonly seed: number;
  readonly plan_sha256: string;
  readonly parameters: Parameters;
  readonly state_hash: string;
}

/** The target was given these parameters and reported exactly them. */
export interface ParametersApplied {
  readonly kind: 'parameters_applied';
  /** The first iteration that runs with them. */
  readonly iteration: number;
  /** Absent for the run's first parameters. */
  readonly from?: Parameters;
  readonly to: Parameters;
  readonly state_hash: string;
  readonly read_back: 'verified';
}

/** Written after the artifacts it names are durable: from here on the iteration counts. */
export interface IterationCompleted {
  readonly kind: 'iteration_completed';
  readonly iteration: number;
  readonly window: { readonly start_us: number; readonly end_us: number };
  readonly artifacts: ArtifactHashes;
  readonly state_hash: string;
  readonly kpi_verdict: Verdict;
  readonly decisions: readonly GuardDecision[];
  readonly parameters_next: Parameters;
  readonly state_hash_next: string;
}

export type EndReason = 'completed' | 'failed_gate' | 'interrupted' | 'exhausted' | 'target_failed';

export interface RunEnded {
  readonly kind: 'run_ended';
  readonly reason: EndReason;
  /** What the target said where it ran out or failed. */
  readonly message?: string;
  /** How many iterations count. */
  readonly iterations: number;
  readonly kpi_verdict: Verdict;
  /** The documents as the run left them. */
  readonly artifacts: ArtifactHashes;
}

export type JournalRecord = RunStarted | ParametersApplied | IterationCompleted | RunEnded;

/** One line of the journal, its keys in canonical order. */
export interface JournalLine {
  /** Wall clock, ISO 8601, UTC. */
  readonly at: string;
  /** SHA-256 over the canonical {prev, record, seq}. */
  readonly hash: string;
  /** The hash of the line before; 64 zeros before the first. */
  readonly prev: string;
  readonly record: JournalRecord;
  /** SHA-256 over the canonical {at, hash}: guards the envelope. */
  readonly seal: string;
  /** From 1, equal to the line's number. */
  readonly seq: number;
}
