// Writes all bytes of a buffer, however few the disk takes at a time. A writer that makes one call and drops the count it is given
// leaves a truncated file on a full disk, and reports success.

import { assert } from '../std/assert.ts';
import { DiskError } from './disk.ts';
import type { Disk, FileHandle } from './disk.ts';

export function writeFully(disk: Disk, file: FileHandle, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    const taken = disk.write(file, bytes.subarray(written));
    assert(taken <= bytes.length - written, 'The disk says that it wrote more than it was given.');
    if (taken <= 0) throw new DiskError('EIO', `the disk takes no more after ${written} of ${bytes.length} bytes`);
    written += taken;
  }
}

/** Believes the disk's own account of the file more than the sum of what its writes answered. */
export function verifySize(disk: Disk, file: FileHandle, expected: number): void {
  const size = disk.size(file);
  if (size !== expected) throw new DiskError('EIO', `the file holds ${size} bytes instead of ${expected}`);
}
