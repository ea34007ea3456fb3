// A disk in memory that remembers what a crash of the machine may take away again; what that is, `crash-tree.ts` says.

import { basename, dirname } from 'node:path';
import { DiskError } from '../../src/files/disk.ts';
import type { Disk, FileHandle } from '../../src/files/disk.ts';
import { changeNames, copyOf, fingerprintOf, folderNode, treesAfterCrash } from './crash-tree.ts';
import type { DiskNode, FileNode, FolderNode } from './crash-tree.ts';

export class CrashDisk implements Disk {
  readonly #root: FolderNode;
  readonly #open = new Map<FileHandle, FileNode>();
  #nextHandle = 1;
  /** How many operations changed what a crash may leave. */
  changes = 0;
  /** Called before every operation that changes something. */
  beforeChange: () => void = () => undefined;

  constructor(root: FolderNode = folderNode()) {
    this.#root = root;
  }

  /** The disk after a process was killed on it: all that it wrote is there, and a later crash may still take away what was not synced. */
  afterKill(): CrashDisk {
    return new CrashDisk(copyOf(this.#root));
  }

  /** Every disk that a crash of the machine may leave now. */
  *afterCrash(): Generator<CrashDisk> {
    for (const root of treesAfterCrash(this.#root)) yield new CrashDisk(root);
  }

  /** Equal for two disks on which everything from here on goes the same. */
  fingerprint(digest: (bytes: Uint8Array) => string): string {
    return fingerprintOf(this.#root, digest);
  }

  create(path: string): FileHandle {
    this.#change();
    const folder = this.#folder(dirname(path));
    if (folder.names.has(basename(path))) throw new DiskError('EEXIST', path);
    const empty = new Uint8Array();
    const file: FileNode = { kind: 'file', bytes: empty, synced: empty };
    changeNames(folder, [[basename(path), file]]);
    return this.#handle(file);
  }

  openToAppend(path: string): FileHandle {
    return this.#handle(this.#file(path));
  }

  write(handle: FileHandle, bytes: Uint8Array): number {
    this.#change();
    const file = this.#opened(handle);
    file.bytes = Buffer.concat([file.bytes, bytes]);
    return bytes.length;
  }

  size(handle: FileHandle): number {
    return this.#opened(handle).bytes.length;
  }

  truncate(handle: FileHandle, size: number): void {
    this.#change();
    const file = this.#opened(handle);
    file.bytes = file.bytes.slice(0, size);
  }

  sync(handle: FileHandle): void {
    this.#change();
    const file = this.#opened(handle);
    file.synced = file.bytes;
  }

  close(handle: FileHandle): void {
    this.#open.delete(handle);
  }

  syncFolder(path: string): void {
    this.#change();
    const folder = this.#folder(path);
    folder.synced.clear();
    for (const [name, node] of folder.names) folder.synced.set(name, node);
    folder.unsynced.length = 0;
  }

  rename(from: string, to: string): void {
    this.#change();
    const folder = this.#folder(dirname(from));
    if (this.#folder(dirname(to)) !== folder)
      throw new DiskError('EXDEV', `${from} to ${to}: this disk renames within a folder`);
    const node = this.#entry(from);
    if (folder.names.get(basename(to)) === node) return;
    changeNames(folder, [
      [basename(from), undefined],
      [basename(to), node],
    ]);
  }

  link(existing: string, added: string): void {
    this.#change();
    const folder = this.#folder(dirname(added));
    if (folder.names.has(basename(added))) throw new DiskError('EEXIST', added);
    changeNames(folder, [[basename(added), this.#file(existing)]]);
  }

  symlink(target: string, path: string): void {
    this.#change();
    const folder = this.#folder(dirname(path));
    if (folder.names.has(basename(path))) throw new DiskError('EEXIST', path);
    changeNames(folder, [[basename(path), { kind: 'link', target }]]);
  }

  readLink(path: string): string {
    const node = this.#entry(path);
    if (node.kind !== 'link') throw new DiskError('EINVAL', path);
    return node.target;
  }

  remove(path: string): void {
    this.#change();
    const folder = this.#folder(dirname(path));
    this.#entry(path);
    changeNames(folder, [[basename(path), undefined]]);
  }

  makeFolder(path: string): void {
    this.#change();
    const folder = this.#folder(dirname(path));
    if (folder.names.has(basename(path))) throw new DiskError('EEXIST', path);
    changeNames(folder, [[basename(path), folderNode()]]);
  }

  removeFolder(path: string): void {
    this.#change();
    this.#folder(path);
    changeNames(this.#folder(dirname(path)), [[basename(path), undefined]]);
  }

  /** There is room for everything: a full disk is a fault, and `faults.ts` makes it. */
  freeBytes(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  readFile(path: string): Uint8Array {
    return Buffer.from(this.#file(path).bytes);
  }

  readPart(path: string, from: number, size: number): Uint8Array {
    return Buffer.from(this.#file(path).bytes.subarray(from, from + size));
  }

  list(folder: string): readonly string[] {
    return [...this.#folder(folder).names.keys()];
  }

  /** No time passes on this disk, and it numbers nothing. */
  entryAt(path: string): ReturnType<Disk['entryAt']> {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    return { kind: node.kind, size: node.kind === 'file' ? node.bytes.length : 0, inode: 0, modifiedMs: 0 };
  }

  #change(): void {
    this.beforeChange();
    this.changes += 1;
  }

  #find(path: string): DiskNode | undefined {
    let node: DiskNode | undefined = this.#root;
    for (const part of path.split('/').filter((one) => one !== '')) {
      if (node?.kind !== 'folder') return undefined;
      node = node.names.get(part);
    }
    return node;
  }

  #entry(path: string): DiskNode {
    const node = this.#find(path);
    if (node === undefined) throw new DiskError('ENOENT', path);
    return node;
  }

  #folder(path: string): FolderNode {
    const node = this.#entry(path);
    if (node.kind !== 'folder') throw new DiskError('ENOTDIR', path);
    return node;
  }

  #file(path: string): FileNode {
    const node = this.#entry(path);
    if (node.kind !== 'file') throw new DiskError('EISDIR', path);
    return node;
  }

  #handle(file: FileNode): FileHandle {
    const handle = this.#nextHandle;
    this.#nextHandle += 1;
    this.#open.set(handle, file);
    return handle;
  }

  #opened(handle: FileHandle): FileNode {
    const file = this.#open.get(handle);
    if (file === undefined) throw new DiskError('EBADF', `${handle}`);
    return file;
  }
}
