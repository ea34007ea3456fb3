// The plan of a rotation: everything that stays with the reasons why, everything that goes or is compressed with the reason why, file by file
// as it was found. The data alone; `plan-rotation.ts` makes it and `apply-plan.ts` carries it out.

import type { RemovedIterations } from '../removed-iterations.ts';
import type { RotationPolicy } from './rotation-policy.ts';

interface PlannedFile {
  readonly name: string;
  readonly size: number;
  readonly inode: number;
}

/** A step is carried out as a whole or not at all. */
export interface RotationStep {
  readonly action: 'remove_run' | 'remove_iterations' | 'compress';
  readonly run: string;
  readonly reason: string;
  readonly files: readonly PlannedFile[];
  /** Of `remove_iterations`: the iterations of which no file is left afterwards. */
  readonly removed?: RemovedIterations;
}

export interface KeptItem {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly reasons: readonly string[];
}

export interface FolderBytes {
  readonly now: number;
  /** What is to be expected; how much a compression saves is an estimate. */
  readonly after: number;
  /** The smaller of the budget and of what leaves the disk its free bytes. */
  readonly allowed: number;
  readonly limit: 'budget' | 'keep_free';
  /** Of all that no plan may touch. */
  readonly untouchable: number;
}

export interface RotationDecision {
  readonly keep: readonly KeptItem[];
  readonly steps: readonly RotationStep[];
  readonly bytes: FolderBytes;
  /** Even after all that may go has gone. */
  readonly over_budget: boolean;
}

export const ROTATION_PLAN_FORMAT = 2;

/** The plan as a file: with what it was made from, and the hash of every file that it lists. */
export interface RotationPlan extends Omit<RotationDecision, 'steps'> {
  readonly format: number;
  /** The folder of all runs that it was made for, as an absolute path. */
  readonly folder: string;
  /** ISO 8601, UTC: the time that ages were held against. */
  readonly now: string;
  readonly policy: RotationPolicy;
  readonly steps: readonly (Omit<RotationStep, 'files'> & {
    readonly files: readonly (PlannedFile & { readonly sha256: string })[];
  })[];
  /** SHA-256 over the RFC 8785 form of all the rest. */
  readonly plan_sha256: string;
}
