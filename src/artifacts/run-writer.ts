// The one hand that writes a run's folder: it holds the lock and keeps the journal's chain. A run that exists is never written over; who
// goes on with one has read it first, see `resumable-run.ts`.

import { dirname, join } from 'node:path';
import { AppendLog } from '../files/append-log.ts';
import { errorCode } from '../files/disk.ts';
import type { Disk } from '../files/disk.ts';
import { ensureFolder, syncFolders } from '../files/ensure-folder.ts';
import { pointLink } from '../files/point-link.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import type { RunLock } from '../files/run-lock.ts';
import { quietly } from '../files/quietly.ts';
import { sweepTemporaries } from '../files/sweep-temporaries.ts';
import { writeDurably } from '../files/write-durably.ts';
import { hashText } from '../json/hash.ts';
import { Failure } from '../std/failure.ts';
import { writeDocument } from './document.ts';
import { CHAIN_START, lineText, nextLine } from './journal-chain.ts';
import type { ChainEnd } from './journal-chain.ts';
import type { JournalRecord } from './journal-record.ts';
import { JOURNAL_FILE, JOURNAL_RESERVE_FILE, latestLink, RUN_FILE, runFolder } from './layout.ts';
import type { RunRecord } from './run-record.ts';

export interface RunPlace {
  readonly disk: Disk;
  /** The folder that holds `runs/` and `latest`. */
  readonly out: string;
  /** Of the process that holds the run's lock. */
  readonly pid: number;
  /** Bytes held back on the disk so that a run for which it is too small can still write its end; absent means none. */
  readonly reserveBytes?: number | undefined;
  /** ISO 8601, UTC; for the journal's envelope. */
  wallClock(): string;
}

/** A run's folder in the hands of one writer. */
export interface OpenFolder {
  readonly folder: string;
  readonly lock: RunLock;
  readonly journal: AppendLog;
  /** Of the last acknowledged record. */
  readonly end: ChainEnd;
}

/** Where a run's artifacts and records go. */
export interface RunSink {
  readonly folder: string;
  /** Durable on return; answers the document's hash. */
  writeDocument(fileName: string, value: object): string;
  /** Durable on return; answers the SHA-256 over the text's bytes. */
  writeText(fileName: string, text: string): string;
  /** On return the record, and with it everything whose hash it names, is acknowledged. */
  record(record: JournalRecord): void;
  /** Gives back what was held back of the disk, and these files; false where the end cannot be written even so. */
  makeRoom(leftovers: readonly string[]): boolean;
}

export class RunWriter implements RunSink {
  readonly folder: string;
  readonly #place: RunPlace;
  readonly #lock: RunLock;
  readonly #journal: AppendLog;
  #end: ChainEnd;

  private constructor(place: RunPlace, { folder, lock, journal, end }: OpenFolder) {
    this.#place = place;
    this.folder = folder;
    this.#lock = lock;
    this.#journal = journal;
    this.#end = end;
  }

  /**
   * Makes the folder, locks it, writes `run.json`, starts the journal and points `latest` here. `Failure('usage')` where another process
   * is at work in the folder, where it holds a run already, where it cannot be written, or where `latest` is no link.
   */
  static create(place: RunPlace, run: RunRecord): RunWriter {
    const { disk } = place;
    const folder = runFolder(place.out, run.run_id);
    const lock = asUsage(() => {
      checkLatest(disk, latestLink(place.out));
      ensureFolder(disk, folder);
      // Of a folder that was there already nobody knows whether its maker lived to sync its name.
      syncFolders(disk, [dirname(folder), place.out]);
      return lockRun(disk, folder, place.pid);
    });
    try {
      const runFile = join(folder, RUN_FILE);
      if (disk.entryAt(runFile) !== undefined) {
        throw new Failure('usage', `The folder ${folder} holds a run already.`, {
          hint: 'give this run another id, or another --out',
        });
      }
      // A writer that was killed before it came to its run.json left no run, but may have left this.
      sweepTemporaries(disk, folder);
      writeDocument(disk, runFile, run);
      const journal = AppendLog.create(disk, join(folder, JOURNAL_FILE));
      holdReserve(place, folder);
      pointLink(disk, latestLink(place.out), folder);
      return new RunWriter(place, { folder, lock, journal, end: CHAIN_START });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** The caller has read the journal, and trusts it up to its end. The writer releases the lock when it is closed. */
  static goOn(place: RunPlace, open: OpenFolder): RunWriter {
    holdReserve(place, open.folder);
    return new RunWriter(place, open);
  }

  /** Makes this run the one that `latest` means, where it lies among the runs of its place; one that was carried elsewhere does not. */
  pointLatest(runId: string): void {
    const { disk, out } = this.#place;
    if (runFolder(out, runId) !== this.folder) return;
    const link = latestLink(out);
    const kind = disk.entryAt(link)?.kind;
    if (kind === 'link' && join(out, disk.readLink(link)) === this.folder) return;
    if (kind === undefined || kind === 'link') pointLink(disk, link, this.folder);
  }

  writeDocument(fileName: string, value: object): string {
    return writeDocument(this.#place.disk, join(this.folder, fileName), value);
  }

  writeText(fileName: string, text: string): string {
    writeDurably(this.#place.disk, join(this.folder, fileName), text);
    return hashText(text);
  }

  record(record: JournalRecord): void {
    const line = nextLine(this.#end, record, this.#place.wallClock());
    this.#journal.append(lineText(line));
    this.#end = line;
  }

  makeRoom(leftovers: readonly string[]): boolean {
    const { disk } = this.#place;
    const reserve = join(this.folder, JOURNAL_RESERVE_FILE);
    if (disk.entryAt(reserve) === undefined || !this.#journal.reopen()) return false;
    for (const name of [JOURNAL_RESERVE_FILE, ...leftovers]) quietly(() => disk.remove(join(this.folder, name)));
    return true;
  }

  close(): void {
    quietly(() => {
      const reserve = join(this.folder, JOURNAL_RESERVE_FILE);
      if (this.#place.disk.entryAt(reserve) !== undefined) this.#place.disk.remove(reserve);
    });
    this.#journal.close();
    this.#lock.release();
  }
}

/** Of bytes that no disk makes smaller. A run that goes on where there is no room for it does without. */
function holdReserve({ disk, reserveBytes }: RunPlace, folder: string): void {
  if (reserveBytes === undefined) return;
  const bytes = Uint8Array.from({ length: reserveBytes }, (_, index) => (index * 167 + (index >> 8) * 59) % 251);
  writeDurably(disk, join(folder, JOURNAL_RESERVE_FILE), bytes);
}

/** The way out that only a run has: a folder of its own. */
function lockRun(disk: Disk, folder: string, pid: number): RunLock {
  try {
    return acquireRunLock(disk, folder, { pid });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'usage') throw error;
    const wayOut = 'give this run a name of its own with --run-id';
    throw new Failure('usage', error.message, { hint: `${wayOut}; or ${error.hint ?? 'choose another --out'}` });
  }
}

/** Asked before anything is made, so that no run id is used up by a run that cannot start. */
function checkLatest(disk: Disk, link: string): void {
  const kind = kindAt(disk, link);
  if (kind === undefined || kind === 'link') return;
  throw new Failure('usage', `${link} is no link, and the newest run could not be found by it.`, {
    hint: 'move it away, or give another --out',
  });
}

/** Nothing where the way there cannot be walked: that is for whoever makes the folder to say. */
function kindAt(disk: Disk, path: string): string | undefined {
  try {
    return disk.entryAt(path)?.kind;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** A folder that cannot be written before anything has started is a wrong choice of folder, not a disk that failed in a run. */
function asUsage<T>(start: () => T): T {
  try {
    return start();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'disk') throw error;
    throw new Failure('usage', error.message, { hint: error.hint ?? 'choose another folder with --out', cause: error });
  }
}
