// A run followed from its folder alone, at work, killed, resumed or over: whatever its journal acknowledged since the last look, told as the events
// that the run itself told. Looks no further than at the journal's size where nothing came.

import { join } from 'node:path';
import { readDocument } from '../../artifacts/document.ts';
import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { JournalLine, RunEnded } from '../../artifacts/journal-record.ts';
import { JOURNAL_FILE, TUNING_STATE_FILE } from '../../artifacts/layout.ts';
import { readRun } from '../../artifacts/read-run.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { TuningState } from '../../artifacts/run-documents.ts';
import type { Parameters } from '../../config/parameters.ts';
import type { Disk } from '../../files/disk.ts';
import type { Verdict } from '../../gates/judgement.ts';
import type { SoakEvent } from '../../soak/soak-host.ts';
import { Failure } from '../../std/failure.ts';

export type Followed =
  | { readonly kind: 'event'; readonly event: SoakEvent; readonly atMs: number }
  /** A completed iteration that is too far back to be read, or whose files are gone. */
  | { readonly kind: 'skimmed'; readonly iteration: number; readonly verdict: Verdict; readonly atMs: number };

export class RunFollower {
  readonly #disk: Disk;
  readonly #folder: string;
  /** How many of the newest iterations are read in full. */
  readonly #newest: number;
  #seenBytes = -1;
  #seenLines = 0;
  #parameters: Parameters | undefined;

  constructor(disk: Disk, folder: string, newest: number) {
    this.#disk = disk;
    this.#folder = folder;
    this.#newest = newest;
  }

  /** In the order in which it happened. Throws `Failure('artifact')` where the run cannot be read. */
  look(): readonly Followed[] {
    const bytes = this.#disk.entryAt(join(this.#folder, JOURNAL_FILE))?.size ?? 0;
    if (bytes === this.#seenBytes) return [];
    const run = readRun(this.#disk, this.#folder, 'may be begun');
    this.#seenBytes = bytes;
    const readable = new Map(run.summaries.slice(-this.#newest).map((summary) => [summary.iteration, summary]));
    const standing = readStanding(this.#disk, this.#folder);
    const followed: Followed[] = [];
    for (const line of run.journal.lines()) {
      if (line.seq <= this.#seenLines) continue;
      this.#seenLines = line.seq;
      followed.push(...this.#follow(line, run, readable, standing));
    }
    return followed;
  }

  #follow(
    { record, seq, at }: JournalLine,
    run: StoredRun,
    readable: ReadonlyMap<number, IterationSummary>,
    standing: TuningState | undefined,
  ): readonly Followed[] {
    const atMs = Date.parse(at);
    const told = (event: SoakEvent): Followed => ({ kind: 'event', event, atMs });
    switch (record.kind) {
      case 'run_started':
        this.#parameters = record.parameters;
        return [
          told({ kind: 'run_started', folder: run.folder, run: run.record }),
          told({ kind: 'iteration_started', iteration: 1, parameters: record.parameters }),
        ];
      case 'parameters_applied':
        return [told({ kind: 'parameters_applied', record })];
      case 'iteration_completed': {
        const { iteration, kpi_verdict: verdict, parameters_next: parameters } = record;
        this.#parameters = parameters;
        const summary = readable.get(iteration);
        const next = Math.min(iteration + 1, run.record.plan.iterations);
        return [
          summary === undefined || standing === undefined
            ? { kind: 'skimmed', iteration, verdict, atMs }
            : told({ kind: 'iteration_completed', summary, standing }),
          told({ kind: 'iteration_started', iteration: next, parameters }),
        ];
      }
      case 'run_resumed':
        return [told({ kind: 'run_resumed', record })];
      case 'run_ended':
        // An end behind which the run went on is none.
        return seq === run.journal.head.records ? this.#ended(record, run, told) : [];
      default:
        return record satisfies never;
    }
  }

  #ended(record: RunEnded, { folder, ended }: StoredRun, told: (event: SoakEvent) => Followed): readonly Followed[] {
    if (ended === undefined || this.#parameters === undefined) return [];
    const { reason, message, iterations } = record;
    const result = {
      folder,
      reason,
      ...(message === undefined ? {} : { message }),
      iterations,
      ...ended.gate,
      finalParameters: this.#parameters,
    };
    return [told({ kind: 'run_ended', result })];
  }
}

/** Undefined where there is none yet, or it is just being replaced. */
function readStanding(disk: Disk, folder: string): TuningState | undefined {
  try {
    const value: unknown = readDocument(disk, join(folder, TUNING_STATE_FILE));
    return isTuningState(value) ? value : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Whoever reads it shows it: what it holds beyond this is checked by `plimsoll verify`. */
function isTuningState(value: unknown): value is TuningState {
  return typeof value === 'object' && value !== null && 'guards' in value && 'running' in value;
}
