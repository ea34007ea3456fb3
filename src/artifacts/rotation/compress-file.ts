// One file made smaller without a byte of it being lost: the compressed copy is written, synced, read back from the disk and held against
// the original before the original goes. Cut off anywhere it leaves the original, the copy beside it, or the copy alone.

import { gzipSync } from 'node:zlib';
import { dirname } from 'node:path';
import { diskFailure } from '../../files/disk-failure.ts';
import type { Disk } from '../../files/disk.ts';
import { quietly } from '../../files/quietly.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { hashBytes } from '../../json/hash.ts';
import { Failure } from '../../std/failure.ts';
import { COMPRESSED_ENDING } from '../layout.ts';
import { decompress } from '../stored-file.ts';

/**
 * Answers the size of the compressed file. `sha256`: of the original, as its reader knows it. Throws `Failure('disk')` where the disk refuses,
 * `Failure('artifact')` where what is read back is another content; the original is then still there.
 */
export function compressFile(disk: Disk, path: string, sha256: string): number {
  const copy = `${path}${COMPRESSED_ENDING}`;
  const bytes = read(disk, path);
  refuseOther(bytes, sha256, path);
  // Level and header are fixed, so that the same content gives the same file.
  const compressed = gzipSync(bytes, { level: 9 });
  writeDurably(disk, copy, compressed);
  try {
    refuseOther(decompress(read(disk, copy), copy), sha256, copy);
  } catch (error) {
    quietly(() => disk.remove(copy));
    throw error;
  }
  try {
    disk.remove(path);
    disk.syncFolder(dirname(path));
  } catch (error) {
    throw diskFailure(`remove ${path}`, error, `${copy} holds the same`);
  }
  return compressed.length;
}

function read(disk: Disk, path: string): Uint8Array {
  try {
    return disk.readFile(path);
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
}

function refuseOther(bytes: Uint8Array, sha256: string, path: string): void {
  const found = hashBytes(bytes);
  if (found === sha256) return;
  throw new Failure('artifact', `${path} holds another content than it should: its SHA-256 is ${found}, not ${sha256}`);
}
