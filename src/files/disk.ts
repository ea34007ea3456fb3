// The few file operations that Plimsoll's durability rests on, as an interface: the real disk stands behind it in a run, a faulty or an
// exploding one in tests. Synchronous, so that the order of operations is the order of lines.

/** Names an open file until it is closed. */
export type FileHandle = number;

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

interface DiskEntry {
  readonly kind: EntryKind;
  /** Bytes; of a link, the length of its target's path. */
  readonly size: number;
  /** Tells one file from another that later has its name. */
  readonly inode: number;
  /** When the content last changed: milliseconds since 1970, UTC. */
  readonly modifiedMs: number;
}

/** Every method throws an error with an errno name as `code` (`ENOSPC`, `EEXIST`) where the disk refuses. */
export interface Disk {
  /** Opens a new file; every write goes to its end. `EEXIST` where anything, a dangling link included, has that name. */
  create(path: string): FileHandle;
  /** Opens a file that exists; every write goes to its end. */
  openToAppend(path: string): FileHandle;
  /** Takes bytes from the start of `bytes` and answers how many were written, which may be fewer than there are. */
  write(file: FileHandle, bytes: Uint8Array): number;
  size(file: FileHandle): number;
  truncate(file: FileHandle, size: number): void;
  /** Returns once the file's bytes and size survive a power cut. Its name needs `syncFolder`. */
  sync(file: FileHandle): void;
  close(file: FileHandle): void;
  /** Returns once the names in a folder, as they are now, survive a power cut. */
  syncFolder(path: string): void;
  /** Replaces a file or link at `to` in one step. */
  rename(from: string, to: string): void;
  /** Gives a file a second name. `EEXIST` where anything has that name. */
  link(existing: string, added: string): void;
  symlink(target: string, path: string): void;
  readLink(path: string): string;
  /** Removes a file or a link. */
  remove(path: string): void;
  /** Makes one folder, whose parent exists. */
  makeFolder(path: string): void;
  /** Removes a folder in which nothing is. */
  removeFolder(path: string): void;
  /** Bytes that may still be written to the disk on which a folder lies. */
  freeBytes(folder: string): number;
  readFile(path: string): Uint8Array;
  /** At most `size` bytes of a file, from the byte `from`; fewer only where it ends before. */
  readPart(path: string, from: number, size: number): Uint8Array;
  /** Names in a folder, in no order. */
  list(folder: string): readonly string[];
  /** What has that name, without following a link; `undefined` where nothing has. */
  entryAt(path: string): DiskEntry | undefined;
}

/** A refusal in the shape of Node's own, for a disk that is not Node's and for faults that have no errno of their own. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** The errno name that a disk gave its refusal; `undefined` for any other error, which is a bug and not the disk's doing. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
