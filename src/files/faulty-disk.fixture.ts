// A disk for tests: another one behind a list of what was asked of it, with refusals and short writes where a test wants them.

import { basename } from 'node:path';
import { DiskError } from './disk.ts';
import type { Disk, FileHandle } from './disk.ts';
import { nodeDisk } from './node-disk.ts';

export type Operation = keyof Disk;

export interface Faults {
  /** The most bytes that one write takes; 0 takes none. */
  readonly mostBytes?: number;
  /** Called before each operation, numbered from 0; the errno that it answers is thrown instead. */
  readonly refuse?: (operation: Operation, index: number) => string | undefined;
  /** Added to every size that is told. */
  readonly sizeError?: number;
  /** The operation is done and then reported as failed, as an answer lost on its way from a server would be. */
  readonly refuseAfterwards?: boolean;
}

export interface FaultyDisk extends Disk {
  /** `create a.json`, by the name at the end of the path, in the order asked; a link and a rename name both. */
  readonly operations: readonly string[];
}

export function faultyDisk(faults: Faults = {}, inner: Disk = nodeDisk): FaultyDisk {
  const operations: string[] = [];
  const names = new Map<FileHandle, string>();

  function perform<Result>(operation: Operation, subject: string, action: () => Result): Result {
    const errno = faults.refuse?.(operation, operations.length);
    operations.push(`${operation} ${subject}`);
    if (errno === undefined) return action();
    if (faults.refuseAfterwards === true) action();
    throw new DiskError(errno, `${operation} ${subject} was told to fail`);
  }
  const onPath = <Result>(operation: Operation, path: string, action: () => Result): Result =>
    perform(operation, basename(path), action);
  const onPair = (operation: Operation, first: string, second: string, action: () => void): void =>
    perform(operation, `${basename(first)} ${basename(second)}`, action);
  const onFile = <Result>(operation: Operation, file: FileHandle, action: () => Result): Result =>
    perform(operation, names.get(file) ?? 'a file not opened here', action);
  const opening = (operation: Operation, path: string, open: () => FileHandle): FileHandle =>
    onPath(operation, path, () => {
      const file = open();
      names.set(file, basename(path));
      return file;
    });

  return {
    operations,
    create: (path) => opening('create', path, () => inner.create(path)),
    openToAppend: (path) => opening('openToAppend', path, () => inner.openToAppend(path)),
    write: (file, bytes) =>
      onFile('write', file, () =>
        faults.mostBytes === 0 ? 0 : inner.write(file, bytes.subarray(0, faults.mostBytes ?? bytes.length)),
      ),
    size: (file) => onFile('size', file, () => inner.size(file) + (faults.sizeError ?? 0)),
    truncate: (file, size) => onFile('truncate', file, () => inner.truncate(file, size)),
    sync: (file) => onFile('sync', file, () => inner.sync(file)),
    close: (file) => onFile('close', file, () => inner.close(file)),
    syncFolder: (path) => onPath('syncFolder', path, () => inner.syncFolder(path)),
    rename: (from, to) => onPair('rename', from, to, () => inner.rename(from, to)),
    link: (existing, added) => onPair('link', existing, added, () => inner.link(existing, added)),
    symlink: (target, path) => onPair('symlink', target, path, () => inner.symlink(target, path)),
    readLink: (path) => onPath('readLink', path, () => inner.readLink(path)),
    remove: (path) => onPath('remove', path, () => inner.remove(path)),
    makeFolder: (path) => onPath('makeFolder', path, () => inner.makeFolder(path)),
    removeFolder: (path) => onPath('removeFolder', path, () => inner.removeFolder(path)),
    freeBytes: (folder) => onPath('freeBytes', folder, () => inner.freeBytes(folder)),
    readFile: (path) => onPath('readFile', path, () => inner.readFile(path)),
    readPart: (path, from, size) => onPath('readPart', path, () => inner.readPart(path, from, size)),
    list: (folder) => onPath('list', folder, () => inner.list(folder)),
    entryAt: (path) => onPath('entryAt', path, () => inner.entryAt(path)),
  };
}
