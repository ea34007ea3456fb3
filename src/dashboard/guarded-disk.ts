// The disk as a dashboard may use it: it reads plain files of a bounded size and nothing else. A link is not followed, so that no file outside the
// folder is shown, whatever somebody put into it; that folders on the way are real ones is for who lists them to see.

import { DiskError } from '../files/disk.ts';
import type { Disk } from '../files/disk.ts';
import { assert } from '../std/assert.ts';

/** No document of a run comes near it; a file that does is not one of ours. Journals are read in pieces and are not bound by it. */
const LARGEST_FILE = 64_000_000;

export function guardedDisk(disk: Disk): Disk {
  return {
    create: refuseWrite,
    openToAppend: refuseWrite,
    write: refuseWrite,
    size: refuseWrite,
    truncate: refuseWrite,
    sync: refuseWrite,
    close: refuseWrite,
    syncFolder: refuseWrite,
    rename: refuseWrite,
    link: refuseWrite,
    symlink: refuseWrite,
    remove: refuseWrite,
    makeFolder: refuseWrite,
    removeFolder: refuseWrite,
    readLink: (path) => disk.readLink(path),
    freeBytes: (folder) => disk.freeBytes(folder),
    list: (folder) => disk.list(folder),
    entryAt: (path) => disk.entryAt(path),
    readPart(path, from, size) {
      plainFile(disk, path);
      return disk.readPart(path, from, size);
    },
    readFile(path) {
      const entry = plainFile(disk, path);
      if (entry.size > LARGEST_FILE)
        throw new DiskError('EFBIG', `${path} is larger than any file that Plimsoll writes`);
      return disk.readFile(path);
    },
  };
}

function plainFile(disk: Disk, path: string): NonNullable<ReturnType<Disk['entryAt']>> {
  const entry = disk.entryAt(path);
  if (entry === undefined) throw new DiskError('ENOENT', `there is no ${path}`);
  if (entry.kind !== 'file') throw new DiskError('ELOOP', `${path} is no plain file, and is not followed`);
  return entry;
}

function refuseWrite(): never {
  assert(false, 'a dashboard changes nothing');
}
