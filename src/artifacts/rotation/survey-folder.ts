// Looks at the folder of all runs and tells what lies there, without changing anything or following a link. What a run is it takes from
// `run.json` and the journal's last lines; whether all of it is true is for `plimsoll verify` to say.

import { join } from 'node:path';
import type { Disk, EntryKind } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { listFolder } from '../../files/list-folder.ts';
import { fileLines } from '../../files/file-lines.ts';
import { decodeText } from '../../files/read-text-file.ts';
import { isRunLocked, LOCK_FILE } from '../../files/run-lock.ts';
import { isTemporaryName } from '../../files/temporary-name.ts';
import { parseJson } from '../../json/parse.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { JsonError } from '../../json/json-error.ts';
import { Failure } from '../../std/failure.ts';
import { isFinal } from '../journal-record.ts';
import type { JournalLine } from '../journal-record.ts';
import {
  BOT_FOLDER,
  COMPRESSED_ENDING,
  EDGE_REPORT_FILE,
  iterationOf,
  JOURNAL_FILE,
  JOURNAL_RESERVE_FILE,
  KPI_GATE_FILE,
  LATEST_LINK,
  latestLink,
  REMOVED_ITERATIONS_FILE,
  ROTATION_FOLDER,
  RUN_FILE,
  runFolder,
  RUNS_FOLDER,
  RUNTIME_OVERRIDES_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
} from '../layout.ts';
import { PRODUCTION_SNAPSHOT_FILE } from '../production-snapshot.ts';
import { readRunRecord } from '../read-run.ts';
import { neededIterations } from '../removed-iterations.ts';
import type { FileFact, FolderFacts, ForeignFact, RunFact } from './folder-facts.ts';

const MARKS = ['BASELINE', 'PINNED'] as const;

/** Names that a run's folder may hold besides the files of its iterations. */
const OWN_FILES: ReadonlySet<string> = new Set([
  RUN_FILE,
  JOURNAL_FILE,
  JOURNAL_RESERVE_FILE,
  EDGE_REPORT_FILE,
  KPI_GATE_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
  RUNTIME_OVERRIDES_FILE,
  PRODUCTION_SNAPSHOT_FILE,
  REMOVED_ITERATIONS_FILE,
  'STEADY_TREND.md',
  'report.html',
  ...MARKS,
]);

/** `Failure('usage')` where there is no such folder, `Failure('artifact')` where it cannot be read. */
export function surveyFolder(disk: Disk, out: string): FolderFacts {
  const kind = entryAt(disk, out)?.kind;
  // A link here is what the user named, and so where he wants to be.
  if (kind !== 'folder' && kind !== 'link') {
    throw new Failure('usage', `There is no folder ${out}.`, { hint: '--dir DIR says where the runs are' });
  }
  const runsFolder = join(out, RUNS_FOLDER);
  const names = entryAt(disk, runsFolder)?.kind === 'folder' ? listFolder(disk, runsFolder) : [];
  const isRun = (name: string): boolean =>
    entryAt(disk, join(runsFolder, name))?.kind === 'folder' &&
    entryAt(disk, join(runsFolder, name, RUN_FILE))?.kind === 'file';
  const latest = latestRun(disk, out);
  const surveyed = names.filter(isRun).map((id) => surveyRun(disk, out, id, latest));
  const others = [
    ...listFolder(disk, out).filter((name) => name !== RUNS_FOLDER && name !== LATEST_LINK),
    ...names.filter((name) => !isRun(name)).map((name) => `${RUNS_FOLDER}/${name}`),
  ].map((path) => foreign(disk, out, path));
  const foreigners = [...surveyed.flatMap((one) => one.foreign), ...others];
  const runs = surveyed.map(({ run }) => run);
  const sizes = [...runs.flatMap(({ files }) => files), ...foreigners].map(({ size }) => size);
  return {
    runs,
    foreign: foreigners,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    freeBytes: disk.freeBytes(out),
  };
}

/** One run alone, for who looks again before touching it. */
export function surveyRun(
  disk: Disk,
  out: string,
  id: string,
  latest?: string,
): { readonly run: RunFact; readonly foreign: readonly ForeignFact[] } {
  const folder = runFolder(out, id);
  const files: FileFact[] = [];
  const foreigners: ForeignFact[] = [];
  for (const name of namesIn(disk, folder)) {
    const entry = entryAt(disk, join(folder, name));
    // Locks come and go with their holders, and whoever looks twice may hold one himself.
    if (entry === undefined || name === LOCK_FILE) continue;
    if (entry.kind !== 'file' || !(isOwn(name) || name.startsWith(`${BOT_FOLDER}/`))) {
      foreigners.push(foreign(disk, out, `${RUNS_FOLDER}/${id}/${name}`));
      continue;
    }
    const iteration = iterationOf(name);
    files.push({
      name,
      size: entry.size,
      inode: entry.inode,
      modifiedMs: Math.trunc(entry.modifiedMs),
      ...(iteration === undefined ? {} : { iteration }),
      compressed: name.endsWith(COMPRESSED_ENDING),
    });
  }
  const has = (name: string): boolean => files.some((file) => file.name === name);
  const marks = MARKS.filter(has);
  const facts = { id, hasSnapshot: has(PRODUCTION_SNAPSHOT_FILE), isLatest: id === latest, marks, files };
  return { run: { ...facts, ...readState(disk, folder) }, foreign: foreigners };
}

/** A bot's folder belongs to its run, with all that lies in it. */
function namesIn(disk: Disk, folder: string): readonly string[] {
  return listFolder(disk, folder).flatMap((name) => (name === BOT_FOLDER ? filesUnder(disk, folder, name) : [name]));
}

/** Relative to `folder`; what is no folder is named itself. */
function filesUnder(disk: Disk, folder: string, path: string): readonly string[] {
  if (entryAt(disk, join(folder, path))?.kind !== 'folder') return [path];
  return listFolder(disk, join(folder, path)).flatMap((name) => filesUnder(disk, folder, `${path}/${name}`));
}

function isOwn(name: string): boolean {
  return (
    OWN_FILES.has(name) ||
    iterationOf(name) !== undefined ||
    isTemporaryName(name) ||
    new RegExp(`^${JOURNAL_FILE}\\.torn-\\d+$`, 'u').test(name)
  );
}

type Told = Pick<RunFact, 'state' | 'verdict' | 'startedMs' | 'lastMs' | 'completed' | 'needed'>;

const DAMAGED: Told = { state: 'damaged', startedMs: 0, lastMs: 0, completed: 0, needed: { leading: 0, last: 0 } };

function readState(disk: Disk, folder: string): Told {
  const isRunning = isRunLocked(disk, folder);
  try {
    const { started_at, plan } = readRunRecord(disk, folder);
    const { last, completed } = readJournalEnd(disk, join(folder, JOURNAL_FILE));
    const ended = last?.record.kind === 'run_ended' && isFinal(last.record.reason) ? last.record : undefined;
    const startedMs = Date.parse(started_at);
    const lastMs = last === undefined ? startedMs : Date.parse(last.at);
    if (!Number.isFinite(startedMs) || !Number.isFinite(lastMs)) throw new Failure('artifact', 'a time cannot be read');
    return {
      state: isRunning ? 'running' : ended === undefined ? 'stopped' : 'ended',
      ...(ended === undefined ? {} : { verdict: ended.kpi_verdict }),
      startedMs,
      lastMs,
      completed,
      needed: neededIterations(plan),
    };
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof JsonError)) throw error;
    return isRunning ? { ...DAMAGED, state: 'running' } : DAMAGED;
  }
}

const COMPLETED = '"kind":"iteration_completed"';

/** Parses two lines of what may be many, and keeps no more. A last line that is only begun does not count; a journal that is missing is one without a record. */
function readJournalEnd(
  disk: Disk,
  path: string,
): { readonly last: JournalLine | undefined; readonly completed: number } {
  if (entryAt(disk, path) === undefined) return { last: undefined, completed: 0 };
  let [lastLine, lastCompleted]: (Uint8Array | undefined)[] = [];
  for (const { bytes, isWhole } of fileLines(disk, path)) {
    if (!isWhole) break;
    lastLine = bytes;
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(COMPLETED)) lastCompleted = bytes;
  }
  const parsed = (bytes: Uint8Array | undefined): JournalLine | undefined =>
    bytes === undefined ? undefined : parseLine(decodeText(bytes, path), path);
  const completed = parsed(lastCompleted)?.record;
  return {
    last: parsed(lastLine),
    completed: completed?.kind === 'iteration_completed' ? completed.iteration : 0,
  };
}

function parseLine(text: string, path: string): JournalLine {
  const value: unknown = parseJson(text);
  if (isLine(value)) return value;
  throw new Failure('artifact', `${path} holds a line that is no record`);
}

function isLine(value: unknown): value is JournalLine {
  return typeof value === 'object' && value !== null && 'record' in value && 'at' in value && isRecord(value.record);
}

function isRecord(value: unknown): value is { readonly kind: JsonValue } {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function latestRun(disk: Disk, out: string): string | undefined {
  const link = latestLink(out);
  if (entryAt(disk, link)?.kind !== 'link') return undefined;
  const [folder, id, ...rest] = disk.readLink(link).split('/');
  return folder === RUNS_FOLDER && rest.length === 0 ? id : undefined;
}

const WHAT: { readonly [kind in EntryKind]: string } = {
  file: 'a file that is not known',
  folder: 'a folder that is not known',
  link: 'a link, which is not followed',
  other: 'neither a file nor a folder',
};

/** With all that lies in it. */
function foreign(disk: Disk, out: string, path: string): ForeignFact {
  const kind = entryAt(disk, join(out, path))?.kind ?? 'other';
  const what = path === ROTATION_FOLDER ? 'what rotation has done' : WHAT[kind];
  return { path, size: sizeOf(disk, join(out, path)), what };
}

function sizeOf(disk: Disk, path: string): number {
  const entry = entryAt(disk, path);
  if (entry?.kind !== 'folder') return entry?.size ?? 0;
  return listFolder(disk, path).reduce((sum, name) => sum + sizeOf(disk, join(path, name)), 0);
}

function entryAt(disk: Disk, path: string): ReturnType<Disk['entryAt']> {
  try {
    return disk.entryAt(path);
  } catch (error) {
    throw diskFailure(`look at ${path}`, error, undefined, 'artifact');
  }
}
