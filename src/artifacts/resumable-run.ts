// A run that stopped before its end, in the hands of the one who goes on with it: locked, read, and held to everything that its journal
// acknowledged. Nothing is changed before `goOn`; then what the crash left is cleared away, and the run has its writer again.

import { basename, dirname, join } from 'node:path';
import { AppendLog } from '../files/append-log.ts';
import type { Disk } from '../files/disk.ts';
import { diskFailure } from '../files/disk-failure.ts';
import { syncFolders } from '../files/ensure-folder.ts';
import { fileLines } from '../files/file-lines.ts';
import { listFolder } from '../files/list-folder.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import type { RunLock } from '../files/run-lock.ts';
import { sweepTemporaries } from '../files/sweep-temporaries.ts';
import { writeDurably } from '../files/write-durably.ts';
import { hashJson } from '../json/hash.ts';
import { Failure } from '../std/failure.ts';
import { checkFile } from './document.ts';
import { readIntactPart } from './journal-chain.ts';
import type { IntactPart } from './journal-chain.ts';
import { isFinal } from './journal-record.ts';
import type { JournalLine, JournalRecord, RunEnded, RunResumed } from './journal-record.ts';
import { iterationOf, JOURNAL_FILE, runFolder } from './layout.ts';
import { checkStart, readRunRecord } from './read-run.ts';
import { isRemovedIteration, readRemoved } from './removed-iterations.ts';
import type { RunRecord } from './run-record.ts';
import { RunWriter } from './run-writer.ts';
import type { RunPlace } from './run-writer.ts';

/** One acknowledged record, as much of it as going on needs: small, so that a long journal is. */
interface Acknowledged {
  readonly kind: JournalRecord['kind'];
  readonly iteration?: number;
  /** Of the record alone. */
  readonly sha256: string;
}

/** Where a journal stands, as anybody may read it. */
export interface JournalState {
  /** In order, without the marks of earlier resumes. */
  readonly acknowledged: readonly Acknowledged[];
  readonly iterations: number;
  /** Absent where the last record is another one. */
  readonly ended?: RunEnded;
  readonly intact: IntactPart;
}

export class ResumableRun {
  readonly folder: string;
  readonly record: RunRecord;
  readonly journal: JournalState;
  readonly #place: RunPlace;
  readonly #lock: RunLock;
  #open = true;

  private constructor(place: RunPlace, folder: string, record: RunRecord, journal: JournalState, lock: RunLock) {
    this.folder = folder;
    this.record = record;
    this.journal = journal;
    this.#place = place;
    this.#lock = lock;
  }

  /**
   * Throws `Failure('usage')` while another process is at work in the folder, `Failure('disk')` where it cannot be written, and
   * `Failure('artifact')` where something acknowledged is missing or changed, or the journal is damaged as no crash damages it.
   */
  static open(place: RunPlace, folder: string): ResumableRun {
    const lock = acquireRunLock(place.disk, folder, { pid: place.pid });
    try {
      const record = readRunRecord(place.disk, folder);
      const journal = readJournalState(place.disk, folder, record, (path, hash) => checkFile(place.disk, path, hash));
      return new ResumableRun(place, folder, record, journal, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Acknowledges the resume and hands over the writer, with the lock. */
  goOn({ versions, differences }: Pick<RunResumed, 'versions' | 'differences'>): {
    readonly writer: RunWriter;
    readonly record: RunResumed;
  } {
    const { disk } = this.#place;
    const { acknowledged, iterations, intact } = this.journal;
    const { tail } = intact;
    const path = join(this.folder, JOURNAL_FILE);
    sweepTemporaries(disk, this.folder);
    // A writer killed between making a name and syncing it left a name that a crash of the machine would still take away.
    const isAmongRuns = runFolder(this.#place.out, this.record.run_id) === this.folder;
    syncFolders(disk, [this.folder, dirname(this.folder), ...(isAmongRuns ? [this.#place.out] : [])]);
    const torn = tail.length === 0 ? {} : { torn_tail: { file: saveTail(disk, path, tail), bytes: tail.length } };
    const log =
      disk.entryAt(path) === undefined ? AppendLog.create(disk, path) : AppendLog.open(disk, path, intact.bytes);
    this.#open = false;
    const writer = RunWriter.goOn(this.#place, {
      folder: this.folder,
      lock: this.#lock,
      journal: log,
      end: intact.end,
    });
    const record: RunResumed = { kind: 'run_resumed', iterations, versions, differences, ...torn };
    try {
      writer.pointLatest(this.record.run_id);
      // A journal begins with the start of its run, and one without a record has nothing to go on from.
      if (acknowledged.length > 0) writer.record(record);
      return { writer, record };
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  /** Lets the next one in, where nobody went on. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#lock.release();
  }
}

/**
 * Reads without changing or locking anything. `check` is called for each file that counts, with its hash. Throws `Failure('artifact')` for a
 * journal that is damaged as no crash damages it.
 */
export function readJournalState(
  disk: Disk,
  folder: string,
  run: RunRecord,
  check: (path: string, hash: string) => void,
): JournalState {
  const path = join(folder, JOURNAL_FILE);
  const lines = disk.entryAt(path) === undefined ? [] : fileLines(disk, path);
  const acknowledged: Acknowledged[] = [];
  const files: { readonly name: string; readonly hash: string; readonly iteration: number }[] = [];
  let iterations = 0;
  let ended: RunEnded | undefined;
  const intact = readIntactPart(lines, path, ({ record, seq }: JournalLine) => {
    if (seq === 1) checkStart(run, record, folder);
    ended = record.kind === 'run_ended' ? record : undefined;
    if (record.kind === 'run_resumed' || record.kind === 'run_ended') return;
    const iteration = 'iteration' in record ? { iteration: record.iteration } : {};
    acknowledged.push({ kind: record.kind, ...iteration, sha256: hashJson(record) });
    if (record.kind !== 'iteration_completed') return;
    iterations += 1;
    for (const [name, hash] of Object.entries(record.artifacts))
      files.push({ name, hash, iteration: record.iteration });
  });
  const removed = readRemoved(disk, folder, { plan: run.plan, completed: iterations });
  for (const { name, hash, iteration } of files) {
    if (!isRemovedIteration(removed, iteration)) check(join(folder, name), hash);
  }
  for (const [name, hash] of Object.entries(ended?.artifacts ?? {})) check(join(folder, name), hash);
  if (ended !== undefined && isFinal(ended.reason) && intact.tail.length > 0) {
    throw new Failure('artifact', `${path} goes on behind the end of its run.`, { hint: EVIDENCE_HINT });
  }
  refuseUnknownIterations(disk, folder, iterations);
  return {
    acknowledged,
    iterations,
    ...(ended === undefined ? {} : { ended }),
    intact,
  };
}

/** A crash leaves at most the files of one iteration that the journal does not know: the next is begun once its record is there. */
function refuseUnknownIterations(disk: Disk, folder: string, iterations: number): void {
  const unknown = listFolder(disk, folder).find((name) => (iterationOf(name) ?? 0) > iterations + 1);
  if (unknown === undefined) return;
  throw new Failure(
    'artifact',
    `${join(folder, unknown)} is there, but the journal ends with iteration ${iterations}: records are missing from it`,
    { hint: EVIDENCE_HINT },
  );
}

const EVIDENCE_HINT = 'no crash explains that; keep the folder as evidence and take another run';

function readBytes(disk: Disk, path: string): Uint8Array {
  try {
    return disk.readFile(path);
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
}

/** Answers the name of the copy. The same tail, met again after a crash of the resume itself, has its copy already. */
function saveTail(disk: Disk, path: string, tail: Uint8Array): string {
  for (let number = 1; ; number += 1) {
    const copy = `${path}.torn-${number}`;
    if (disk.entryAt(copy) === undefined) {
      writeDurably(disk, copy, tail);
      return basename(copy);
    }
    if (Buffer.from(readBytes(disk, copy)).equals(tail)) return basename(copy);
  }
}
