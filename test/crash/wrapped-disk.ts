// What stands between a program and its disk, where a mistake is planted.

import type { Disk, FileHandle } from '../../src/files/disk.ts';

/** How a disk is handed to the program. */
export type Wrap = (disk: Disk) => Disk;

export const INTENDED: Wrap = (disk) => disk;

/** A disk that is a class has its methods on its prototype, which a spread leaves behind. */
export function methodsOf(disk: Disk): Disk {
  return {
    create: (path) => disk.create(path),
    openToAppend: (path) => disk.openToAppend(path),
    write: (file, bytes) => disk.write(file, bytes),
    size: (file) => disk.size(file),
    truncate: (file, size) => disk.truncate(file, size),
    sync: (file) => disk.sync(file),
    close: (file) => disk.close(file),
    syncFolder: (path) => disk.syncFolder(path),
    rename: (from, to) => disk.rename(from, to),
    link: (existing, added) => disk.link(existing, added),
    symlink: (target, path) => disk.symlink(target, path),
    readLink: (path) => disk.readLink(path),
    remove: (path) => disk.remove(path),
    makeFolder: (path) => disk.makeFolder(path),
    removeFolder: (path) => disk.removeFolder(path),
    freeBytes: (folder) => disk.freeBytes(folder),
    readPart: (path, from, size) => disk.readPart(path, from, size),
    readFile: (path) => disk.readFile(path),
    list: (folder) => disk.list(folder),
    entryAt: (path) => disk.entryAt(path),
  };
}

export interface NotedHandles {
  readonly isNoted: (file: FileHandle) => boolean;
  readonly opening: Pick<Disk, 'create' | 'openToAppend'>;
}

/** Knows which open files have a path that matches. */
export function noteHandles(disk: Disk, matches: (path: string) => boolean): NotedHandles {
  const files = new Set<FileHandle>();
  const noted = (path: string, file: FileHandle): FileHandle => {
    if (matches(path)) files.add(file);
    else files.delete(file);
    return file;
  };
  return {
    isNoted: (file) => files.has(file),
    opening: {
      create: (path) => noted(path, disk.create(path)),
      openToAppend: (path) => noted(path, disk.openToAppend(path)),
    },
  };
}
