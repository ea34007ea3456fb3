// The few documents of a run that a dashboard looks at beside the journal. What the journal names is held to its hash; what a run at work rewrites
// is taken as it lies there, because it is written whole.

import { join } from 'node:path';
import { readDocument } from '../artifacts/document.ts';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { KPI_GATE_FILE, TUNING_REPORT_FILE, TUNING_STATE_FILE } from '../artifacts/layout.ts';
import { refuseNull } from '../artifacts/refuse-null.ts';
import type { KpiGateDocument, TuningReport, TuningState } from '../artifacts/run-documents.ts';
import type { Disk } from '../files/disk.ts';
import { Failure } from '../std/failure.ts';
import type { NamedFile } from './journal-digest.ts';

/** Throws `Failure('artifact')` where the file is missing, damaged or another one than the journal names. */
export function readSummary(disk: Disk, folder: string, { name, hash }: NamedFile): IterationSummary {
  return read(disk, join(folder, name), hash, (value): value is IterationSummary =>
    has(value, 'iteration', 'parameters', 'edge', 'gate', 'tuning'),
  );
}

export function readGate(disk: Disk, folder: string, hash: string | undefined): KpiGateDocument {
  return read(disk, join(folder, KPI_GATE_FILE), hash, (value): value is KpiGateDocument =>
    has(value, 'judgement', 'kpis', 'line'),
  );
}

export function readTuningReport(disk: Disk, folder: string, hash: string | undefined): TuningReport {
  return read(disk, join(folder, TUNING_REPORT_FILE), hash, (value): value is TuningReport =>
    has(value, 'iterations', 'summary'),
  );
}

export function readTuningState(disk: Disk, folder: string, hash: string | undefined): TuningState {
  return read(disk, join(folder, TUNING_STATE_FILE), hash, (value): value is TuningState =>
    has(value, 'iteration', 'parameters', 'counters'),
  );
}

function read<T>(disk: Disk, path: string, hash: string | undefined, is: (value: unknown) => value is T): T {
  const document = readDocument(disk, path, hash);
  refuseNull(document, path);
  const value: unknown = document;
  if (!is(value)) throw new Failure('artifact', `${path} is not the document that its name promises`);
  return value;
}

function has(value: unknown, ...keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key));
}
