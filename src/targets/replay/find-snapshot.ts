// Looks ahead in a recording for the next depth snapshot, so that a lost book is known at once to be lost for good. It reads the text
// only and judges nothing: the book decides whether the snapshot fits.

import { readLines } from './read-lines.ts';

/** Whether a snapshot follows line `line` (from 1) of `file` in it or in the files behind it. */
export async function snapshotFollows(files: readonly string[], file: string, line: number): Promise<boolean> {
  let skip = line;
  for (const path of files.slice(files.indexOf(file))) {
    for await (const lines of readLines(path)) {
      for (const text of lines) {
        if (skip > 0) skip -= 1;
        else if (text.includes('"lastUpdateId"')) return true;
      }
    }
  }
  return false;
}
