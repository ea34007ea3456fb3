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

export function iterationSummaryFile(iteration: number): string {
  return `ITER_SUMMARY_${iteration}.json`;
}

export function fillsFile(iteration: number): string {
  return `FILLS_${iteration}.jsonl`;
}

/** The iteration that a file of a run belongs to; `undefined` for every other file. */
export function iterationOf(fileName: string): number | undefined {
  const [, number] = /^(?:ITER_SUMMARY_(?=\d+\.json$)|FILLS_(?=\d+\.jsonl$))(\d+)/u.exec(fileName) ?? [];
  return number === undefined ? undefined : Number(number);
}

export function runFolder(out: string, runId: string): string {
  return join(out, RUNS_FOLDER, runId);
}

export function latestLink(out: string): string {
  return join(out, LATEST_LINK);
}
