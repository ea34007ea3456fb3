// A rotation's plan as a file: made from a decision by hashing every file that it lists, and read back only whole. What lies on the disk by
// then is for who applies it to look at.

import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import { hashBytes, hashJson } from '../../json/hash.ts';
import { Failure } from '../../std/failure.ts';
import { readDocument, writeDocument } from '../document.ts';
import { ROTATION_FOLDER, ROTATION_PLAN_FILE, runFolder } from '../layout.ts';
import { DAY_MS } from './keep-reasons.ts';
import { ROTATION_PLAN_FORMAT } from './rotation-plan.ts';
import type { RotationDecision, RotationPlan } from './rotation-plan.ts';
import type { RotationPolicy } from './rotation-policy.ts';

export function planPath(out: string): string {
  return join(out, ROTATION_FOLDER, ROTATION_PLAN_FILE);
}

/** Reads every file that is to go or to be compressed. `Failure('artifact')` where one cannot be read. */
export function sealPlan(
  disk: Disk,
  out: string,
  decision: RotationDecision,
  { policy, nowMs }: { readonly policy: RotationPolicy; readonly nowMs: number },
): RotationPlan {
  const steps = decision.steps.map((step) => ({
    ...step,
    files: step.files.map((file) => ({ ...file, sha256: hashFile(disk, join(runFolder(out, step.run), file.name)) })),
  }));
  const made = { format: ROTATION_PLAN_FORMAT, folder: out, now: new Date(nowMs).toISOString(), policy };
  const plan = { ...decision, ...made, steps };
  return { ...plan, plan_sha256: hashJson(plan) };
}

export function writePlan(disk: Disk, out: string, path: string, plan: RotationPlan): void {
  if (path === planPath(out)) ensureFolder(disk, join(out, ROTATION_FOLDER));
  writeDocument(disk, path, plan);
}

/** Throws `Failure('artifact')` for a file that is missing, no plan, or changed since it was made. */
export function readPlan(disk: Disk, path: string): RotationPlan {
  const value: unknown = readDocument(disk, path);
  if (!isPlan(value)) throw new Failure('artifact', `${path} is no plan of a rotation.`, { hint: HINT });
  const { plan_sha256: sealed, ...rest } = value;
  if (hashJson(rest) !== sealed) {
    throw new Failure('artifact', `${path} was changed after it was made: its plan_sha256 does not fit.`, {
      hint: HINT,
    });
  }
  return value;
}

/** What was true of a folder longer ago than this is not to be acted upon. */
const MOST_AGE_MS = DAY_MS;

/** Throws `Failure('usage')` for a plan of another folder, and for one of more than a day ago. */
export function refuseUnfit({ folder, now }: RotationPlan, out: string, nowMs: number): void {
  if (folder !== out) {
    throw new Failure('usage', `the plan was made for ${folder}, not for ${out}`, { hint: HINT });
  }
  if (nowMs - Date.parse(now) > MOST_AGE_MS) {
    throw new Failure('usage', `the plan was made at ${now}, which is more than a day ago`, { hint: HINT });
  }
}

const HINT = '`plimsoll artifacts plan` makes a new one';

export function hashFile(disk: Disk, path: string): string {
  try {
    return hashBytes(disk.readFile(path));
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
}

function isPlan(value: unknown): value is RotationPlan {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === ROTATION_PLAN_FORMAT &&
    'plan_sha256' in value &&
    'policy' in value &&
    'folder' in value &&
    'now' in value &&
    'steps' in value &&
    Array.isArray(value.steps)
  );
}
