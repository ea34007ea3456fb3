// A text that lies on the disk, read as a whole.

import { Failure } from '../std/failure.ts';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';

/** `Failure('artifact')` names the path where the file is missing, cannot be read, or is not UTF-8. A byte order mark is kept. */
export function readTextFile(disk: Disk, path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = disk.readFile(path);
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
  return decodeText(bytes, path);
}

/** `Failure('artifact')` names the path where the bytes are not UTF-8. A byte order mark is kept. */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('artifact', `cannot read ${path}: it is not UTF-8 text`, {
      hint: 'the file is damaged or was written by another program',
      cause,
    });
  }
}
