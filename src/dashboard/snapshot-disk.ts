// The disk as it stands at one moment, for one run: a run at work goes on, and its rotation takes files away, while somebody reads it. The journal,
// the summaries and what rotation removed are read at once; everything else is read as it is asked for.

import { join } from 'node:path';
import { iterationOf, JOURNAL_FILE, REMOVED_ITERATIONS_FILE } from '../artifacts/layout.ts';
import { errorCode } from '../files/disk.ts';
import type { Disk } from '../files/disk.ts';

/** Of a run that keeps more files than this nothing is held: it has no rotation that would take them away as it goes. */
const MOST_FILES = 600;
/** How often it begins anew where a file went between the listing and the reading. */
const ATTEMPTS = 5;

export function snapshotDisk(disk: Disk, folder: string): Disk {
  const held = hold(disk, folder);
  return {
    ...disk,
    readFile: (path) => held.get(path) ?? disk.readFile(path),
    readPart: (path, from, size) => held.get(path)?.subarray(from, from + size) ?? disk.readPart(path, from, size),
    entryAt(path) {
      if (!held.has(path)) return disk.entryAt(path);
      const bytes = held.get(path);
      return bytes && { kind: 'file', size: bytes.length, inode: 0, modifiedMs: 0 };
    },
  };
}

/** What was removed is read last: whatever it does not name was there when the summaries were read. A file that was not there has no bytes. */
function hold(disk: Disk, folder: string): ReadonlyMap<string, Uint8Array | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const held = new Map<string, Uint8Array | undefined>();
    const take = (name: string): void => {
      held.set(join(folder, name), disk.readFile(join(folder, name)));
    };
    try {
      const names = disk.list(folder);
      const summaries = names.filter((name) => name.startsWith('ITER_') && iterationOf(name) !== undefined);
      if (summaries.length > MOST_FILES) return new Map();
      take(JOURNAL_FILE);
      for (const name of summaries) take(name);
      const removed = join(folder, REMOVED_ITERATIONS_FILE);
      held.set(removed, disk.entryAt(removed) && disk.readFile(removed));
      return held;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      // What is missing for good is for the reader of the run to say.
      if (attempt === ATTEMPTS) return new Map();
    }
  }
}
