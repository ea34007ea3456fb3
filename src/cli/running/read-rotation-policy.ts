// The rotation policy that holds for a folder: a file that was typed, else the folder's own, else the defaults.

import { join } from 'node:path';
import { ROTATION_FOLDER, ROTATION_POLICY_FILE } from '../../artifacts/layout.ts';
import { parseRotationPolicy } from '../../artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../../artifacts/rotation/rotation-policy.ts';
import { errorCode } from '../../files/disk.ts';
import type { Disk } from '../../files/disk.ts';
import type { Host } from '../host.ts';
import { readJsonFile } from './read-json-file.ts';

/** `source`: who named the file. Throws `Failure('usage')`. */
export function readRotationPolicy(host: Pick<Host, 'cwd' | 'disk'>, file: string, source: string): RotationPolicy {
  return parseRotationPolicy(readJsonFile(host, file, source).value, file);
}

/** Undefined where the folder has none. */
export function folderPolicy(host: Pick<Host, 'cwd' | 'disk'>, out: string): RotationPolicy | undefined {
  const file = join(out, ROTATION_FOLDER, ROTATION_POLICY_FILE);
  return existsAt(host.disk, file) ? readRotationPolicy(host, file, file) : undefined;
}

/** Where a part of the path is no folder, nothing lies there; what is wrong with it is for whoever writes there to say. */
export function existsAt(disk: Disk, path: string): boolean {
  try {
    return disk.entryAt(path) !== undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}
