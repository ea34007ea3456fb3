// A file of a run as it was written, whether it still lies there so or was compressed since: the one place that knows both. Where both
// lie there, because a compression was cut off before the original went, the original counts.

import { gunzipSync } from 'node:zlib';
import { diskFailure } from '../files/disk-failure.ts';
import type { Disk } from '../files/disk.ts';
import { decodeText } from '../files/read-text-file.ts';
import { Failure } from '../std/failure.ts';
import { COMPRESSED_ENDING } from './layout.ts';

/** `path` without the ending of a compressed file. `Failure('artifact')` names the file that is missing, unreadable or damaged. */
function readStored(disk: Disk, path: string): Uint8Array {
  const compressed = `${path}${COMPRESSED_ENDING}`;
  try {
    const isCompressed = disk.entryAt(path) === undefined && disk.entryAt(compressed) !== undefined;
    return isCompressed ? decompress(disk.readFile(compressed), compressed) : disk.readFile(path);
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
}

/** As `readStored`, and `Failure('artifact')` also where the content is not UTF-8. */
export function readStoredText(disk: Disk, path: string): string {
  return decodeText(readStored(disk, path), path);
}

/** Whether the file is there, compressed or not. */
export function isStored(disk: Disk, path: string): boolean {
  return disk.entryAt(path) !== undefined || disk.entryAt(`${path}${COMPRESSED_ENDING}`) !== undefined;
}

/** `Failure('artifact')` names `path` where the bytes are no whole gzip stream. */
export function decompress(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new Failure('artifact', `${path} cannot be decompressed`, {
      hint: 'the file is damaged or was cut off; keep the run as evidence and take another one',
      cause,
    });
  }
}
