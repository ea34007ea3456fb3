// A symbolic link moved to another target in one step: who follows it meets the old target or the new one, never none.

import { dirname, relative } from 'node:path';
import { DiskError } from './disk.ts';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';
import { quietly } from './quietly.ts';
import { makeTemporary } from './temporary-name.ts';

/** The link is relative, so that the folder around both may move. `Failure('disk')` where something other than a link has its name. */
export function pointLink(disk: Disk, link: string, target: string): void {
  try {
    const found = disk.entryAt(link);
    if (found !== undefined && found.kind !== 'link') {
      throw new DiskError('EEXIST', link);
    }
    const towards = relative(dirname(link), target);
    const { temporary } = makeTemporary(link, (name) => disk.symlink(towards, name));
    try {
      disk.rename(temporary, link);
    } catch (error) {
      quietly(() => disk.remove(temporary));
      throw error;
    }
    disk.syncFolder(dirname(link));
  } catch (error) {
    throw diskFailure(`point the link ${link} at ${target}`, error);
  }
}
