// PRODUCTION_SNAPSHOT.json: the parameters that a run has earned, and what says so. Names no run, time or path, so that it is the same for
// the same plan and seed; it carries a hash of its own and the head of the journal it rests on, so that it cannot be changed or moved unseen.

import { join } from 'node:path';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { Disk } from '../files/disk.ts';
import type { Judgement, Verdict } from '../gates/judgement.ts';
import { hashJson } from '../json/hash.ts';
import { Failure } from '../std/failure.ts';
import { checkHash, readDocument } from './document.ts';
import type { JournalHead } from './evidence-document.ts';
import type { StoredRun } from './read-run.ts';
import { refuseNull } from './refuse-null.ts';

export const PRODUCTION_SNAPSHOT_FILE = 'PRODUCTION_SNAPSHOT.json';
export const SNAPSHOT_FORMAT = 1;

export interface ProductionSnapshot {
  readonly format: number;
  /** What the last judged iteration ran with. */
  readonly parameters: Parameters;
  readonly state_hash: string;
  readonly verdict: Verdict;
  readonly gate_line: string;
  readonly judgement: Judgement;
  /** Which judged iterations ran while these were frozen. */
  readonly frozen: { readonly parameters: readonly ParameterName[]; readonly iterations: readonly number[] };
  /** What else a reader must know. */
  readonly notes: readonly string[];
  readonly seed: number;
  readonly plan_sha256: string;
  readonly journal: JournalHead;
  /** `claim_sha256` of the evidence of this verdict. */
  readonly evidence_sha256: string;
  /** Over all the rest. */
  readonly snapshot_sha256: string;
}

/** To be called once everything else stands. */
export function sealSnapshot(snapshot: Omit<ProductionSnapshot, 'snapshot_sha256'>): ProductionSnapshot {
  return { ...snapshot, snapshot_sha256: hashJson(snapshot) };
}

/**
 * The run's snapshot, or undefined where it has none. Throws `Failure('artifact')` that names the file where it was changed, or belongs to
 * another run.
 */
export function readSnapshot(disk: Disk, stored: StoredRun): ProductionSnapshot | undefined {
  const path = join(stored.folder, PRODUCTION_SNAPSHOT_FILE);
  if (disk.entryAt(path) === undefined) return undefined;
  const document = readDocument(disk, path);
  refuseNull(document, path);
  const value: unknown = document;
  if (!isSnapshot(value)) throw new Failure('artifact', `${path} is no snapshot.`, { hint: HINT });
  const { snapshot_sha256: sealed, ...rest } = value;
  checkHash(`snapshot_sha256 in ${path}`, sealed, hashJson(rest));
  checkHash(`plan_sha256 in ${path}`, value.plan_sha256, stored.record.plan_sha256);
  const { journal, parameters, state_hash: hash } = value;
  checkHash(`state_hash in ${path}`, hash, hashJson(parameters));
  const head = stored.journal.undisturbed[journal.records - 1];
  checkHash(`the journal head in ${path}`, journal.sha256, head ?? 'of no record');
  return value;
}

const HINT = '`plimsoll snapshot RUN` writes it anew from the run';

function isSnapshot(value: unknown): value is ProductionSnapshot {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['parameters', 'state_hash', 'plan_sha256', 'journal', 'evidence_sha256', 'snapshot_sha256', 'judgement'].every(
      (key) => Object.hasOwn(value, key),
    )
  );
}
