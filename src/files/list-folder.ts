// The names in a folder.

import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';

/** Sorted by code units, so that what is derived from them is the same on every disk. `Failure('artifact')` where it cannot be read. */
export function listFolder(disk: Disk, path: string): readonly string[] {
  try {
    return disk.list(path).toSorted();
  } catch (error) {
    throw diskFailure(`list the folder ${path}`, error, undefined, 'artifact');
  }
}
