// A folder and all folders above it, their names durable.

import { dirname } from 'node:path';
import { DiskError, errorCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';

/** Does nothing where the folder, or a link to one, exists. `Failure('disk')` names the path asked for. */
export function ensureFolder(disk: Disk, path: string): void {
  try {
    make(disk, path);
  } catch (error) {
    throw diskFailure(`create the folder ${path}`, error);
  }
}

/** Makes the names in each folder durable. `Failure('disk')` names the folder. */
export function syncFolders(disk: Disk, folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      disk.syncFolder(folder);
    } catch (error) {
      throw diskFailure(`make the names in ${folder} durable`, error);
    }
  }
}

function make(disk: Disk, path: string): void {
  const found = disk.entryAt(path);
  if (found !== undefined) {
    if (found.kind === 'file' || found.kind === 'other') throw new DiskError('ENOTDIR', path);
    // A link must lead to a folder; to list it is the way to know.
    if (found.kind === 'link') disk.list(path);
    return;
  }
  const parent = dirname(path);
  if (parent !== path) make(disk, parent);
  try {
    disk.makeFolder(path);
  } catch (error) {
    // Another process may have made it in between.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  disk.syncFolder(parent);
}
