// The lines of a file that may be large, one after the other: no more of it is in memory than a part and the line in hand.

import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';

export interface FileLine {
  /** Without its line feed. */
  readonly bytes: Uint8Array;
  /** False for what stands behind the last line feed of the file. */
  readonly isWhole: boolean;
}

export const LINE_FEED = 0x0a;

const PART_BYTES = 262_144;

/** `Failure('artifact')` names the path where the file is missing or cannot be read. */
export function* fileLines(disk: Pick<Disk, 'readPart'>, path: string): Generator<FileLine, void> {
  /** What was read of the line in hand. */
  let begun: Uint8Array[] = [];
  for (let at = 0; ;) {
    const part = readPart(disk, path, at);
    if (part.length === 0) break;
    at += part.length;
    let from = 0;
    for (let feed = part.indexOf(LINE_FEED); feed >= 0; feed = part.indexOf(LINE_FEED, from)) {
      const bytes = part.subarray(from, feed);
      yield { bytes: begun.length === 0 ? bytes : Buffer.concat([...begun, bytes]), isWhole: true };
      begun = [];
      from = feed + 1;
    }
    if (from < part.length) begun.push(part.subarray(from));
  }
  if (begun.length > 0) yield { bytes: Buffer.concat(begun), isWhole: false };
}

function readPart(disk: Pick<Disk, 'readPart'>, path: string, from: number): Uint8Array {
  try {
    return disk.readPart(path, from, PART_BYTES);
  } catch (error) {
    throw diskFailure(`read ${path}`, error, undefined, 'artifact');
  }
}
