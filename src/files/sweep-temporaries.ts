// Clears a folder of what killed writers left in the making. Only for who holds the folder's lock: then no other writer is at work in it.

import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';
import { isAbandonedDraft } from './run-lock.ts';
import { isTemporaryName } from './temporary-name.ts';

/** Removes temporary files, and drafts of locks whose claimant is no more. `Failure('disk')` where the disk refuses. */
export function sweepTemporaries(disk: Disk, folder: string): void {
  try {
    for (const name of disk.list(folder)) {
      const path = join(folder, name);
      if (isTemporaryName(name) || isAbandonedDraft(disk, path)) disk.remove(path);
    }
  } catch (error) {
    throw diskFailure(`clear the folder ${folder} of unfinished files`, error);
  }
}
