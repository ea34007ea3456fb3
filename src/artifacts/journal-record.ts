// What the journal says, step by step. The wall clock stands in the envelope around a record; the record itself rests on the run's seed and
// plan alone, so that the chain of hashes is the same in two runs of one seed. Only where a run was cut off and went on does the journal
// hold more, and what it holds more can be told by kind: see `undisturbed`.

import type { Parameters } from '../config/parameters.ts';
import type { RunCourse } from '../gates/cap-unfinished.ts';
import type { Verdict } from '../gates/judgement.ts';
import type { GuardDecision } from '../guards/guard.ts';
import type { RevertDecision } from '../guards/review-revert.ts';

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

/** The target was given these parameters and reported exactly them, or reports none. */
export interface ParametersApplied {
  readonly kind: 'parameters_applied';
  /** The first iteration that runs with them. */
  readonly iteration: number;
  /** Absent for the run's first parameters. */
  readonly from?: Parameters;
  readonly to: Parameters;
  readonly state_hash: string;
  readonly read_back: 'verified' | 'not_reported';
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
  /** A panic, where the iteration set one off. */
  readonly revert?: RevertDecision;
  readonly parameters_next: Parameters;
  readonly state_hash_next: string;
}

/** `paused`: the run was asked to stop after so much of it, and did. `disk_full`: what it wrote next had no room. */
export type EndReason = NonNullable<RunCourse['reason']>;

/** An end behind which no run goes on: it did all that it was to do, or all that it can. */
export function isFinal(reason: EndReason): boolean {
  return reason === 'completed' || reason === 'failed_gate' || reason === 'exhausted';
}

export interface RunEnded {
  readonly kind: 'run_ended';
  readonly reason: EndReason;
  /** What the target said where it ran out or failed, or the disk where it was full. */
  readonly message?: string;
  /** How many iterations count. */
  readonly iterations: number;
  readonly kpi_verdict: Verdict;
  /** The documents as the run left them. */
  readonly artifacts: ArtifactHashes;
}

/** The run went on after it was cut off: the target was brought back to where it was, and came there byte for byte. */
export interface RunResumed {
  readonly kind: 'run_resumed';
  /** How many iterations counted by then. */
  readonly iterations: number;
  /** Of the program that goes on. */
  readonly versions: { readonly [name: string]: string };
  /** What was other than when the run began, and was allowed; sentences. */
  readonly differences: readonly string[];
  /** What a crash had left behind the last whole record, and where it lies now. */
  readonly torn_tail?: { readonly file: string; readonly bytes: number };
}

export type JournalRecord = RunStarted | ParametersApplied | IterationCompleted | RunEnded | RunResumed;

/**
 * A journal's lines without the marks of having been cut off: no resumes, and no end but the last line's. Of a run that was resumed and
 * of one that never stopped their records are the same.
 */
export function* undisturbed<Line extends Pick<JournalLine, 'record'>>(lines: Iterable<Line>): Generator<Line, void> {
  let end: Line | undefined;
  for (const line of lines) {
    const { kind } = line.record;
    end = kind === 'run_ended' ? line : undefined;
    if (kind !== 'run_ended' && kind !== 'run_resumed') yield line;
  }
  if (end !== undefined) yield end;
}

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
