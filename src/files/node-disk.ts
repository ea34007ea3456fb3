// The real disk: Node's file system, one call to a method and nothing remembered.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import type { Disk, EntryKind } from './disk.ts';

export const nodeDisk: Disk = {
  create: (path) => openSync(path, 'ax'),
  openToAppend: (path) => openSync(path, constants.O_WRONLY | constants.O_APPEND),
  write: (file, bytes) => writeSync(file, bytes),
  size: (file) => fstatSync(file).size,
  truncate: (file, size) => ftruncateSync(file, size),
  sync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  syncFolder(path) {
    // Windows cannot open a folder as a file; NTFS journals names by itself.
    if (process.platform === 'win32') return;
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
  rename: (from, to) => renameSync(from, to),
  link: (existing, added) => linkSync(existing, added),
  symlink: (target, path) => symlinkSync(target, path),
  readLink: (path) => readlinkSync(path),
  remove: (path) => unlinkSync(path),
  makeFolder: (path) => mkdirSync(path),
  removeFolder: (path) => rmdirSync(path),
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  },
  readFile: (path) => readFileSync(path),
  readPart(path, from, size) {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(size);
      let filled = 0;
      for (let read = -1; read !== 0 && filled < size; filled += read) {
        read = readSync(file, bytes, filled, size - filled, from + filled);
      }
      return bytes.subarray(0, filled);
    } finally {
      closeSync(file);
    }
  },
  list: (folder) => readdirSync(folder),
  entryAt(path) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return { kind: kindOf(found), size: found.size, inode: found.ino, modifiedMs: found.mtimeMs };
  },
};

function kindOf(entry: Stats): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
