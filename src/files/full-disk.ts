// Whether a failure means that there is no room left, as opposed to a disk that is broken or must not be written.

import { Failure } from '../std/failure.ts';
import { errorCode } from './disk.ts';

export function isFullDisk(error: unknown): boolean {
  const code = errorCode(error instanceof Failure ? error.cause : error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}
