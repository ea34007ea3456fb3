// ROTATION.json of a run: of which iterations rotation removed the files. It is written before the first of them goes, so that a file that is
// missing is explained or was taken by somebody else. It explains nothing that a verdict rests on, and no file in the midst of others.

import type { Disk } from '../files/disk.ts';
import { join } from 'node:path';
import { leadingIterations } from '../gates/warm-up.ts';
import { Failure } from '../std/failure.ts';
import { readDocument, writeDocument } from './document.ts';
import { REMOVED_ITERATIONS_FILE } from './layout.ts';
import type { RunPlan } from './run-record.ts';

/** From the first through the last, both included. */
export interface RemovedIterations {
  readonly from: number;
  readonly through: number;
}

const REMOVED_FORMAT = 1;

/** How many of its first and last iterations the run's own verdict rests on. */
export function neededIterations({ policy }: Pick<RunPlan, 'policy'>): {
  readonly leading: number;
  readonly last: number;
} {
  return { leading: leadingIterations(policy.warm_up), last: policy.last_iterations };
}

/** Durable on return. */
export function writeRemoved(disk: Disk, folder: string, { from, through }: RemovedIterations): void {
  writeDocument(disk, join(folder, REMOVED_ITERATIONS_FILE), { format: REMOVED_FORMAT, from, through });
}

/**
 * Undefined where nothing was removed. Throws `Failure('artifact')` for a file that explains more than rotation ever takes: `completed` is how many
 * iterations the journal acknowledges.
 */
export function readRemoved(
  disk: Disk,
  folder: string,
  { plan, completed }: { readonly plan: Pick<RunPlan, 'policy'>; readonly completed: number },
): RemovedIterations | undefined {
  const path = join(folder, REMOVED_ITERATIONS_FILE);
  if (disk.entryAt(path) === undefined) return undefined;
  const value: unknown = readDocument(disk, path);
  if (!isRemoved(value)) throw new Failure('artifact', `${path} does not say which iterations were removed.`);
  const { from, through } = value;
  const { leading, last } = neededIterations(plan);
  if (from === leading + 1 && from <= through && through <= completed - last) return { from, through };
  throw new Failure(
    'artifact',
    `${path} says that rotation removed the iterations ${from} to ${through} of ${completed}, which it never does: the verdict of the run rests on its last ${last}.`,
    { hint: 'the file was changed after it was written; keep the run as evidence and take another one' },
  );
}

export function isRemovedIteration(removed: RemovedIterations | undefined, iteration: number): boolean {
  return removed !== undefined && removed.from <= iteration && iteration <= removed.through;
}

function isRemoved(value: unknown): value is RemovedIterations {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).toSorted().join() === 'format,from,through' &&
    'format' in value &&
    value.format === REMOVED_FORMAT &&
    'from' in value &&
    Number.isSafeInteger(value.from) &&
    'through' in value &&
    Number.isSafeInteger(value.through)
  );
}
