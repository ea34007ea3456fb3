// What lies in the folder of all runs, as facts without a disk: what the planner of a rotation decides from.

import type { Verdict } from '../../gates/judgement.ts';

export interface FileFact {
  readonly name: string;
  readonly size: number;
  readonly inode: number;
  /** Milliseconds since 1970, UTC, whole. */
  readonly modifiedMs: number;
  /** Absent for files that belong to the run as a whole. */
  readonly iteration?: number;
  readonly compressed: boolean;
}

/** `running`: its lock is held. `stopped`: it can be resumed. `damaged`: what it is cannot be read. */
type RunState = 'running' | 'ended' | 'stopped' | 'damaged';

export interface RunFact {
  readonly id: string;
  readonly state: RunState;
  /** Of an ended run, as its journal's last record says. */
  readonly verdict?: Verdict;
  /** Milliseconds since 1970, UTC; of a damaged run, 0. */
  readonly startedMs: number;
  /** Of the journal's last record. */
  readonly lastMs: number;
  readonly hasSnapshot: boolean;
  readonly isLatest: boolean;
  readonly marks: readonly ('BASELINE' | 'PINNED')[];
  /** How many iterations count. */
  readonly completed: number;
  /** The leading iterations that the run's own verdict needs, and the last ones. */
  readonly needed: { readonly leading: number; readonly last: number };
  readonly files: readonly FileFact[];
}

/** Something that is no part of a run as Plimsoll writes it: it counts, and is never touched. */
export interface ForeignFact {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly what: string;
}

export interface FolderFacts {
  readonly runs: readonly RunFact[];
  readonly foreign: readonly ForeignFact[];
  /** Of the whole folder. */
  readonly bytes: number;
  /** Of the disk on which it lies. */
  readonly freeBytes: number;
}
