// The evidence of one verdict as one file: what was judged, by what, with which result, and where it came from. The claim is the same for the
// same plan and seed wherever and whenever they ran, and so is its hash; what differs from machine to machine is the origin.

import type { Parameters } from '../config/parameters.ts';
import type { Kpis } from '../edge/edge-report.ts';
import type { Judgement, Verdict } from '../gates/judgement.ts';
import type { EndReason, RunResumed } from './journal-record.ts';
import type { RunPlan, RunRecord } from './run-record.ts';

export const EVIDENCE_FORMAT = 1;

/** How far the chain of the journal reaches, and the hash that stands for all of it. */
export interface JournalHead {
  readonly records: number;
  readonly sha256: string;
}

interface JudgedIteration {
  readonly iteration: number;
  readonly window: { readonly start_us: number; readonly end_us: number };
  readonly state_hash: string;
  /** Of ITER_SUMMARY_<n>.json over its RFC 8785 form, and of FILLS_<n>.jsonl over its bytes. */
  readonly summary_sha256: string;
  readonly fills_sha256: string;
}

/** What of a run was judged. */
export interface JudgedInputs {
  readonly plan: RunPlan;
  readonly plan_sha256: string;
  readonly course: { readonly planned: number; readonly completed: number; readonly reason?: EndReason };
  /** Up to the last completed iteration: what a run writes at its end comes after what is judged. */
  readonly journal: JournalHead;
  readonly iterations: readonly JudgedIteration[];
  /** Completed iterations that the verdict leaves out, and why. */
  readonly exclusions: readonly { readonly iterations: readonly number[]; readonly reason: string }[];
  readonly parameter_vectors: readonly {
    readonly state_hash: string;
    readonly parameters: Parameters;
    readonly iterations: readonly number[];
  }[];
  /** What the target cannot know or leaves out. */
  readonly assumptions: readonly string[];
}

export interface EvidenceClaim {
  readonly verdict: Verdict;
  readonly gate_line: string;
  /** Rules, numbers and reasons, and the waivers where there are any. */
  readonly judgement: Judgement;
  readonly kpis: Kpis;
  readonly run: JudgedInputs;
  readonly baseline?: JudgedInputs;
  /** What else a reader must know. */
  readonly notes: readonly string[];
}

type Origin = Pick<RunRecord, 'run_id' | 'started_at' | 'versions' | 'configuration' | 'run_sha256'> & {
  /** All that the journal held when the evidence was taken. */
  readonly journal: JournalHead;
  /** Each time that the run went on after it was cut off. */
  readonly resumes: readonly RunResumed[];
};

export interface EvidenceDocument {
  readonly format: number;
  readonly claim: EvidenceClaim;
  /** SHA-256 over the RFC 8785 form of `claim`. */
  readonly claim_sha256: string;
  readonly origin: Origin;
  readonly judged_by: { readonly [name: string]: string };
}
