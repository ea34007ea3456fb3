// A run read back from its folder, finished or not, with everything held to what the journal acknowledged. Reading changes nothing, so a
// run at work may be read: what it has not acknowledged yet is not there.

import { join } from 'node:path';
import type { Disk } from '../files/disk.ts';
import { hashJson, hashText } from '../json/hash.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { checkFile, checkHash, parseDocument, readDocument } from './document.ts';
import { heldSummaries } from './held-summaries.ts';
import type { SummaryReader } from './held-summaries.ts';
import type { IterationSummary } from './iteration-summary.ts';
import type { JournalRecord, RunEnded } from './journal-record.ts';
import { iterationSummaryFile, JOURNAL_FILE, KPI_GATE_FILE, RUN_FILE, TUNING_REPORT_FILE } from './layout.ts';
import type { KpiGateDocument, TuningReport } from './run-documents.ts';
import { readJournal } from './read-journal.ts';
import type { AcknowledgedIteration, StoredJournal } from './read-journal.ts';
import { isRemovedIteration, readRemoved } from './removed-iterations.ts';
import type { RemovedIterations } from './removed-iterations.ts';
import { readStoredText } from './stored-file.ts';
import { refuseNull } from './refuse-null.ts';
import { RUN_FORMAT } from './run-record.ts';
import type { RunRecord } from './run-record.ts';

export interface StoredRun {
  readonly folder: string;
  readonly record: RunRecord;
  readonly journal: StoredJournal;
  /** The journal goes on with a line that is only begun, and does not count. */
  readonly hasBegunLine?: true;
  /** Of every acknowledged iteration, by number. A few are in memory; the others are read again when they are looked at. */
  readonly summaries: readonly IterationSummary[];
  /** How many iterations the journal acknowledges. */
  readonly completed: number;
  /** Those of them of which rotation removed the files, so that they have no summary; absent where it removed none. */
  readonly removed?: RemovedIterations;
  /** The end, and what was written with it; absent where the run is at work, or was cut off. */
  readonly ended?: { readonly record: RunEnded; readonly gate: KpiGateDocument; readonly tuning: TuningReport };
}

/**
 * Throws `Failure('artifact')` that names the file (and in the journal the line) that is missing, damaged or changed. `lastLine` as for
 * `readJournal`.
 */
export function readRun(disk: Disk, folder: string, lastLine: 'whole' | 'may be begun' = 'whole'): StoredRun {
  const record = readRunRecord(disk, folder);
  const journalPath = join(folder, JOURNAL_FILE);
  const journal = readJournal(disk, journalPath, lastLine);
  const { completed, last } = journal;
  checkStart(record, journal.first, folder);
  checkNumbers(completed, journalPath);
  const removed = readRemoved(disk, folder, { plan: record.plan, completed: completed.length });
  const stored = completed.filter(({ iteration }) => !isRemovedIteration(removed, iteration));
  const summaries = heldSummaries(stored.length, summaryReader(disk, folder, stored));
  const begun = journal.hasBegunLine ? { hasBegunLine: true as const } : {};
  const gone = removed === undefined ? {} : { removed };
  const run = { folder, record, journal, summaries, completed: completed.length, ...gone, ...begun };
  if (last.kind !== 'run_ended') return run;
  const listed = Object.entries(last.artifacts);
  const { document: gate } = readListed(disk, folder, listed, KPI_GATE_FILE, isKpiGate);
  const { document: tuning } = readListed(disk, folder, listed, TUNING_REPORT_FILE, isTuningReport);
  return { ...run, ended: { record: last, gate, tuning } };
}

/** Those of `iterations` of which rotation left the files, read without looking at the others. */
export function summariesOf(
  { summaries, removed }: Pick<StoredRun, 'summaries' | 'removed'>,
  iterations: readonly number[],
): readonly IterationSummary[] {
  return iterations.flatMap((iteration) => {
    if (isRemovedIteration(removed, iteration)) return [];
    const gone = removed === undefined || iteration < removed.from ? 0 : removed.through - removed.from + 1;
    return summaries[iteration - gone - 1] ?? [];
  });
}

/** Holds every file that the journal names, and that `readRun` did not hold already, to its hash: the fills, the documents. Throws as `readRun` does. */
export function verifyArtifacts(disk: Disk, { folder, journal, removed, ended }: StoredRun): void {
  for (const { iteration, files } of journal.completed) {
    if (isRemovedIteration(removed, iteration)) continue;
    const summary = iterationSummaryFile(iteration);
    for (const [name, hash] of files) if (name !== summary) checkFile(disk, join(folder, name), hash);
  }
  for (const [name, hash] of Object.entries(ended?.record.artifacts ?? {})) {
    if (name !== KPI_GATE_FILE && name !== TUNING_REPORT_FILE) checkFile(disk, join(folder, name), hash);
  }
}

/** What the run set out to do, as it says itself. Throws `Failure('artifact')` where `run.json` is missing, damaged or of another format. */
export function readRunRecord(disk: Disk, folder: string): RunRecord {
  const path = join(folder, RUN_FILE);
  const value: unknown = readDocument(disk, path);
  if (!isRunRecord(value)) throw new Failure('artifact', `${path} is no record of a run.`);
  if (value.format !== RUN_FORMAT) {
    throw new Failure('artifact', `${path} has format ${value.format}; this version reads format ${RUN_FORMAT}.`, {
      hint: 'read the run with the version that wrote it; run.json names it',
    });
  }
  return value;
}

/** `run.json` holds wall-clock time and so is in no chain: the journal's first record binds what the run rests on, and the file itself the rest. */
export function checkStart(run: RunRecord, first: JournalRecord, folder: string): void {
  if (first.kind !== 'run_started') {
    throw new Failure('artifact', `${join(folder, JOURNAL_FILE)}, line 1: it is not the start of a run.`);
  }
  const path = join(folder, RUN_FILE);
  checkHash(`the plan in ${path}`, hashJson(run.plan), first.plan_sha256);
  checkHash(`plan_sha256 in ${path}`, run.plan_sha256, first.plan_sha256);
  checkHash(`configuration_sha256 in ${path}`, run.configuration_sha256, hashJson(run.configuration));
  const { run_sha256: sealed, ...rest } = run;
  checkHash(`run_sha256 in ${path}`, sealed, hashJson(rest));
}

function checkNumbers(completed: readonly AcknowledgedIteration[], journalPath: string): void {
  for (const [index, { iteration }] of completed.entries()) {
    if (iteration === index + 1) continue;
    throw new Failure('artifact', `${journalPath}: iteration ${iteration} stands where ${index + 1} belongs.`);
  }
}

/** What was held to its hash once is held to its bytes from then on, which takes a tenth of the time. */
function summaryReader(disk: Disk, folder: string, stored: readonly AcknowledgedIteration[]): SummaryReader {
  const bytes: string[] = [];
  const recordOf = (nth: number): AcknowledgedIteration => {
    const record = stored[nth - 1];
    assert(record !== undefined, 'a summary is read for a record');
    return record;
  };
  const nameOf = (nth: number): string => iterationSummaryFile(recordOf(nth).iteration);
  return {
    first(nth) {
      const name = nameOf(nth);
      const { document, text } = readListed(disk, folder, recordOf(nth).files, name, isIterationSummary);
      bytes[nth] = hashText(text);
      return document;
    },
    again(nth) {
      const path = join(folder, nameOf(nth));
      const text = readStoredText(disk, path);
      checkHash(path, hashText(text), bytes[nth] ?? '');
      const value: unknown = JSON.parse(text);
      assert(isIterationSummary(value), 'what was a summary before is one');
      return value;
    },
  };
}

function readListed<T>(
  disk: Disk,
  folder: string,
  listed: AcknowledgedIteration['files'],
  name: string,
  is: (value: unknown) => value is T,
): { readonly document: T; readonly text: string } {
  const path = join(folder, name);
  const hash = listed.find(([one]) => one === name)?.[1];
  if (hash === undefined) throw new Failure('artifact', `The journal in ${folder} names no ${name}.`);
  const text = readStoredText(disk, path);
  const value = parseDocument(text, path, hash);
  refuseNull(value, path);
  const document: unknown = value;
  if (!is(document)) throw new Failure('artifact', `${path} is no ${name}.`);
  return { document, text };
}

// What a hash has vouched for needs no look at every field; these tell one kind of document from another.
function has(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key));
}

function isRunRecord(value: unknown): value is RunRecord {
  return has(
    value,
    'format',
    'run_id',
    'plan',
    'plan_sha256',
    'configuration',
    'configuration_sha256',
    'target',
    'run_sha256',
  );
}

function isIterationSummary(value: unknown): value is IterationSummary {
  return has(value, 'iteration', 'summary', 'edge', 'gate', 'tuning');
}

function isKpiGate(value: unknown): value is KpiGateDocument {
  return has(value, 'judgement', 'kpis', 'line');
}

function isTuningReport(value: unknown): value is TuningReport {
  return has(value, 'iterations', 'summary');
}
