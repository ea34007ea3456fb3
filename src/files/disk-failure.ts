// A refusal of the disk in a person's words: what could not be done, why, and the way out.

import { Failure } from '../std/failure.ts';
import type { FailureCode } from '../std/failure.ts';
import { errorCode } from './disk.ts';

interface Explanation {
  readonly reason: string;
  readonly hint: string;
}

const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map([
  ['ENOSPC', { reason: 'the disk is full', hint: 'free space on that disk, or choose a folder on another one' }],
  ['EDQUOT', { reason: 'the disk quota is used up', hint: 'free space within the quota, or choose another disk' }],
  ['EROFS', { reason: 'the disk is read-only', hint: 'choose a folder on a disk that can be written' }],
  [
    'EACCES',
    { reason: 'permission is denied', hint: 'choose a folder that belongs to you, or change its permissions' },
  ],
  ['EPERM', { reason: 'the operation is not permitted there', hint: 'choose a folder on an ordinary local disk' }],
  ['EOPNOTSUPP', { reason: 'the disk lacks that operation', hint: 'choose a folder on an ordinary local disk' }],
  ['ENOENT', { reason: 'there is no such file or folder', hint: 'check the path' }],
  ['ENOTDIR', { reason: 'a part of the path is not a folder', hint: 'check the path' }],
  ['EISDIR', { reason: 'a folder has that name', hint: 'move the folder away, or choose another path' }],
  ['EEXIST', { reason: 'something has that name already', hint: 'move it away, or choose another path' }],
  ['ENAMETOOLONG', { reason: 'the name is too long', hint: 'choose a shorter path' }],
  ['EMFILE', { reason: 'too many files are open', hint: 'raise the limit of open files (ulimit -n)' }],
  ['EIO', { reason: 'the disk reports an input/output error', hint: 'check the disk; data on it may be damaged' }],
]);

/**
 * The failure to do `action` ("write /runs/a.json"). `consequence` says what state that leaves.
 * An error without an errno is no refusal of the disk but a bug, and is thrown on as it is.
 */
export function diskFailure(action: string, error: unknown, consequence?: string, code: FailureCode = 'disk'): Failure {
  if (error instanceof Failure) return error;
  const errno = errorCode(error);
  if (errno === undefined) throw error;
  const explanation = EXPLANATIONS.get(errno);
  const reason = explanation?.reason ?? (error instanceof Error ? error.message : errno);
  const message = `cannot ${action}: ${reason} (${errno})`;
  return new Failure(code, consequence === undefined ? message : `${message}; ${consequence}`, {
    hint: explanation?.hint,
    cause: error,
  });
}
