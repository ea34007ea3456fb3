// How much the folder of all runs holds, and what its rotation said of itself. Measured anew only now and then, because it looks at every file.

import { setImmediate as breathe } from 'node:timers/promises';
import { join } from 'node:path';
import { ROTATION_FOLDER, ROTATION_LOG_FILE, ROTATION_POLICY_FILE } from '../../artifacts/layout.ts';
import { parseRotationPolicy, ROTATION_POLICY } from '../../artifacts/rotation/rotation-policy.ts';
import { errorCode } from '../../files/disk.ts';
import type { Disk } from '../../files/disk.ts';
import { JsonError } from '../../json/json-error.ts';
import { parseJson } from '../../json/parse.ts';
import { Failure } from '../../std/failure.ts';

export interface FolderSize {
  readonly bytes: number;
  readonly budgetBytes: number;
  readonly freeBytes: number;
  readonly rotationFailures: number;
}

/** `undefined` where there is no such folder. Files that go while it looks are not counted. */
export async function measureFolder(disk: Disk, out: string): Promise<FolderSize | undefined> {
  try {
    return {
      bytes: await bytesIn(disk, out),
      budgetBytes: budgetOf(disk, out),
      freeBytes: disk.freeBytes(out),
      rotationFailures: failuresIn(readIfThere(disk, join(out, ROTATION_FOLDER, ROTATION_LOG_FILE))),
    };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function bytesIn(disk: Disk, folder: string): Promise<number> {
  let sum = 0;
  await breathe();
  for (const name of disk.list(folder)) {
    const path = join(folder, name);
    const entry = disk.entryAt(path);
    if (entry?.kind === 'folder') sum += await unlessGone(() => bytesIn(disk, path));
    else sum += entry?.size ?? 0;
  }
  return sum;
}

async function unlessGone(measure: () => Promise<number>): Promise<number> {
  try {
    return await measure();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 0;
  }
}

/** As the rotation reads it; a policy that is wrong is for the rotation to complain of, and it then does nothing. */
function budgetOf(disk: Disk, out: string): number {
  const text = readIfThere(disk, join(out, ROTATION_FOLDER, ROTATION_POLICY_FILE));
  if (text === undefined) return ROTATION_POLICY.budget_bytes;
  try {
    return parseRotationPolicy(parseJson(text), ROTATION_POLICY_FILE).budget_bytes;
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof JsonError)) throw error;
    return ROTATION_POLICY.budget_bytes;
  }
}

function failuresIn(log: string | undefined): number {
  return (log ?? '').split('\n').filter((line) => line.includes('"event":"failed"')).length;
}

function readIfThere(disk: Disk, path: string): string | undefined {
  return disk.entryAt(path) === undefined ? undefined : Buffer.from(disk.readFile(path)).toString('utf8');
}
