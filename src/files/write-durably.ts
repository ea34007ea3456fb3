// A file replaced as a whole: a reader, a crash or a full disk meets the old content or the new, never a mixture. Not for links: a link
// at the path is itself replaced.

import { dirname } from 'node:path';
import { diskFailure } from './disk-failure.ts';
import { errorCode } from './disk.ts';
import type { Disk, FileHandle } from './disk.ts';
import { quietly } from './quietly.ts';
import { makeTemporary } from './temporary-name.ts';
import { verifySize, writeFully } from './write-fully.ts';

/**
 * On return the content (a text as UTF-8) and its name survive a power cut. On any refusal nothing at `path` has changed, except when
 * the folder's fsync came last and failed, and a `Failure('disk')` says which. Nothing is retried: after a failed fsync the kernel may
 * have dropped the very pages that a second fsync would then report as safe (Rebello et al., USENIX ATC 2020).
 */
export function writeDurably(disk: Disk, path: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  try {
    const { temporary, made } = makeTemporary(path, (name) => disk.create(name));
    try {
      fill(disk, made, bytes);
      disk.rename(temporary, path);
    } catch (error) {
      quietly(() => disk.remove(temporary));
      throw error;
    }
  } catch (error) {
    throw diskFailure(`write ${path}`, error, 'nothing at that path has changed');
  }
  try {
    disk.syncFolder(dirname(path));
  } catch (error) {
    const consequence = 'the new file is in place, but a power cut may bring back what was there before';
    throw diskFailure(`make the new name of ${path} durable`, error, consequence);
  }
}

/** As `writeDurably`, but leaves a file alone that holds exactly that already. */
export function writeIfOther(disk: Disk, path: string, text: string): void {
  if (!holdsText(disk, path, text)) writeDurably(disk, path, text);
}

/** False where there is no such file, too. Any other refusal is `Failure('disk')`. */
function holdsText(disk: Disk, path: string, text: string): boolean {
  try {
    return Buffer.from(disk.readFile(path)).equals(Buffer.from(text, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw diskFailure(`read ${path}`, error);
  }
}

/** Writes, verifies, syncs and closes. A close that fails may hide a lost write (NFS, quotas), so it counts. */
function fill(disk: Disk, file: FileHandle, bytes: Uint8Array): void {
  try {
    writeFully(disk, file, bytes);
    verifySize(disk, file, bytes.length);
    disk.sync(file);
  } catch (error) {
    quietly(() => disk.close(file));
    throw error;
  }
  disk.close(file);
}
