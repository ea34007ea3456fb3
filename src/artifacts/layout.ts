// Where everything of a run lies: `<out>/runs/<run_id>/`, and `<out>/latest` pointing at the newest. Names only; reads nothing.

import { join } from 'node:path';

export const RUNS_FOLDER = 'runs';
export const LATEST_LINK = 'latest';

export const RUN_FILE = 'run.json';
export const JOURNAL_FILE = 'journal.jsonl';
export const EDGE_REPORT_FILE = 'EDGE_REPORT.json';
export const KPI_GATE_FILE = 'KPI_GATE.json';
export const TUNING_REPORT_FILE = 'TUNING_REPORT.json';
export const TUNING_STATE_FILE = 'TUNING_STATE.json';
export const RUNTIME_OVERRIDES_FILE = 'runtime_overrides.json';
/** Which files of the run rotation removed; absent where it removed none. */
export const REMOVED_ITERATIONS_FILE = 'ROTATION.json';
/** Room that is given back when the disk is full, so that the end can be written. */
export const JOURNAL_RESERVE_FILE = 'journal.jsonl.reserve';

/** Where a bot of the user's and what watches it keep their files. */
export const BOT_FOLDER = 'bot';

/** Beside `runs/`: plans, policy and log of the rotation. */
export const ROTATION_FOLDER = 'rotation';
export const ROTATION_LOG_FILE = 'ROTATION_LOG.jsonl';
/** What the log told before it was full. */
export const OLDER_ROTATION_LOG_FILE = 'ROTATION_LOG.older.jsonl';
export const ROTATION_PLAN_FILE = 'ROTATION_PLAN.json';
export const ROTATION_POLICY_FILE = 'policy.json';

export function iterationSummaryFile(iteration: number): string {
  return `ITER_SUMMARY_${iteration}.json`;
}

export function fillsFile(iteration: number): string {
  return `FILLS_${iteration}.jsonl`;
}

/** What a compressed file's name ends with, behind the name that the file had. */
export const COMPRESSED_ENDING = '.gz';

/** The iteration that a file of a run belongs to, compressed or not; `undefined` for every other file. */
export function iterationOf(fileName: string): number | undefined {
  const name = plainName(fileName);
  const [, number] = /^(?:ITER_SUMMARY_(?=\d+\.json$)|FILLS_(?=\d+\.jsonl$))(\d+)/u.exec(name) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The name that a file had before it was compressed; of any other file, its own. */
function plainName(fileName: string): string {
  return fileName.endsWith(COMPRESSED_ENDING) ? fileName.slice(0, -COMPRESSED_ENDING.length) : fileName;
}

export function runFolder(out: string, runId: string): string {
  return join(out, RUNS_FOLDER, runId);
}

export function latestLink(out: string): string {
  return join(out, LATEST_LINK);
}
