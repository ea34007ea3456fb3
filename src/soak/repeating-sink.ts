// Where a resumed run writes while it is brought back to where it stopped: nowhere. Every record that the run makes again is held against
// the one that its journal acknowledged; behind the last of them the run goes on for good, and from there on all is written.

import { join } from 'node:path';
import type { RunResumed, JournalRecord } from '../artifacts/journal-record.ts';
import { iterationOf } from '../artifacts/layout.ts';
import type { ResumableRun } from '../artifacts/resumable-run.ts';
import type { RunSink, RunWriter } from '../artifacts/run-writer.ts';
import type { Disk } from '../files/disk.ts';
import { writeIfOther } from '../files/write-durably.ts';
import { canonicalDocument } from '../json/canonical.ts';
import { hashJson, hashText } from '../json/hash.ts';
import { Failure } from '../std/failure.ts';

export interface Resume {
  readonly disk: Disk;
  readonly versions: RunResumed['versions'];
  readonly differences: RunResumed['differences'];
  /** Called once, when the run goes on. */
  onResumed(record: RunResumed): void;
}

export class RepeatingSink implements RunSink {
  readonly #run: ResumableRun;
  readonly #resume: Resume;
  /** The documents that are rewritten as a run goes, as they should stand. */
  readonly #documents = new Map<string, object>();
  #repeated = 0;
  #writer: RunWriter | undefined;

  private constructor(run: ResumableRun, resume: Resume) {
    this.#run = run;
    this.#resume = resume;
  }

  /** A run of which nothing was acknowledged goes on at once. */
  static begin(run: ResumableRun, resume: Resume): RepeatingSink {
    const sink = new RepeatingSink(run, resume);
    if (run.journal.acknowledged.length === 0) sink.#goOn();
    return sink;
  }

  get folder(): string {
    return this.#run.folder;
  }

  get repeating(): boolean {
    return this.#writer === undefined;
  }

  writeDocument(fileName: string, value: object): string {
    if (this.#writer !== undefined) return this.#writer.writeDocument(fileName, value);
    if (iterationOf(fileName) === undefined) this.#documents.set(fileName, value);
    return hashJson(value);
  }

  writeText(fileName: string, text: string): string {
    return this.#writer === undefined ? hashText(text) : this.#writer.writeText(fileName, text);
  }

  /** Throws `Failure('target')` where the run does not repeat itself. */
  record(record: JournalRecord): void {
    if (this.#writer !== undefined) {
      this.#writer.record(record);
      return;
    }
    const { acknowledged } = this.#run.journal;
    const expected = acknowledged[this.#repeated];
    if (expected?.sha256 !== hashJson(record)) throw notRepeated(record, this.folder);
    this.#repeated += 1;
    if (this.#repeated === acknowledged.length) this.#goOn();
  }

  makeRoom(leftovers: readonly string[]): boolean {
    return this.#writer?.makeRoom(leftovers) === true;
  }

  close(): void {
    this.#writer?.close();
    this.#run.close();
  }

  /** A run that was cut off in the midst of an iteration may have rewritten some documents already; they return to what is acknowledged. */
  #goOn(): void {
    const { writer, record } = this.#run.goOn(this.#resume);
    this.#writer = writer;
    for (const [name, value] of this.#documents) {
      writeIfOther(this.#resume.disk, join(this.folder, name), canonicalDocument(value));
    }
    this.#documents.clear();
    this.#resume.onResumed(record);
  }
}

/** The run made another step than the journal says: its state is not the one that was lost, so it cannot go on. */
export function notRepeated(step: { readonly kind: string; readonly iteration?: number }, folder: string): Failure {
  const where = step.iteration === undefined ? 'its start' : `iteration ${step.iteration}`;
  return new Failure(
    'target',
    `The run in ${folder} cannot be resumed: ${where}, repeated, differs from what its journal says.`,
    {
      hint: 'resume it with the version of Plimsoll and the data that it was begun with, or take another run; nothing was changed',
    },
  );
}
