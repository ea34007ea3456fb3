// Mistakes that programs make when they take files away, each planted between the program and its disk. The explorer of a run that rotates
// must find every one of them.

import { basename, dirname, join } from 'node:path';
import type { Disk } from '../../src/files/disk.ts';
import { methodsOf, noteHandles } from './wrapped-disk.ts';
import type { Wrap } from './wrapped-disk.ts';

export const ROTATION_MISTAKES: { readonly [mistake: string]: Wrap } = {
  'original removed before its compressed copy': (disk) => ({
    ...methodsOf(disk),
    create(path) {
      const original = originalOf(path);
      if (original !== undefined && disk.entryAt(original) !== undefined) disk.remove(original);
      return disk.create(path);
    },
    remove: (path) => removeUnlessGone(disk, path),
  }),
  'no fsync of the compressed copy': (disk) => withoutSync(disk, (path) => originalOf(path) !== undefined),
  'compressed copy not read back': (disk) => {
    const { isNoted, opening } = noteHandles(disk, (path) => originalOf(path) !== undefined);
    let meant: Uint8Array = new Uint8Array();
    return {
      ...methodsOf(disk),
      ...opening,
      // The disk writes another byte than it is given, which nobody sees who reads what he meant to write.
      write(file, bytes) {
        if (!isNoted(file)) return disk.write(file, bytes);
        meant = bytes;
        const damaged = Uint8Array.from(bytes);
        damaged[bytes.length >> 1] = (damaged[bytes.length >> 1] ?? 0) ^ 1;
        return disk.write(file, damaged);
      },
      readFile: (path) => (path.endsWith('.gz') ? meant : disk.readFile(path)),
    };
  },
  'iterations removed before ROTATION.json': (disk) => {
    const late: (() => void)[] = [];
    return {
      ...methodsOf(disk),
      rename(from, to) {
        if (basename(to) === 'ROTATION.json') late.push(() => disk.rename(from, to));
        else disk.rename(from, to);
      },
      remove(path) {
        disk.remove(path);
        if (basename(path).startsWith('ITER_SUMMARY')) for (const rename of late.splice(0)) rename();
      },
    };
  },
  'no fsync of ROTATION.json': (disk) => withoutSync(disk, (path) => basename(path).startsWith('.ROTATION.json')),
  'run removed before the log says so': (disk) => withoutSync(disk, (path) => path.endsWith('ROTATION_LOG.jsonl')),
};

/** Of the temporary file of a compressed copy, what it is a copy of. */
function originalOf(path: string): string | undefined {
  const [, name] = /^\.(.+)\.gz\.\d+\.tmp$/u.exec(basename(path)) ?? [];
  return name === undefined ? undefined : join(dirname(path), name);
}

function withoutSync(disk: Disk, matches: (path: string) => boolean): Disk {
  const { isNoted, opening } = noteHandles(disk, matches);
  return { ...methodsOf(disk), ...opening, sync: (file) => (isNoted(file) ? undefined : disk.sync(file)) };
}

function removeUnlessGone(disk: Disk, path: string): void {
  if (disk.entryAt(path) !== undefined) disk.remove(path);
}
