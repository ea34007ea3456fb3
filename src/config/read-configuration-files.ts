// Reads the project folder's configuration from disk: `plimsoll.config.json` and `profiles/*.json`. What the texts mean is decided
// elsewhere. A missing file is no problem, an unreadable one is.

import { join } from 'node:path';
import { errorCode, type Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { Failure } from '../std/failure.ts';
import type { ConfigurationFile } from './layers.ts';

const PROJECT_FILE = 'plimsoll.config.json';
export const PROFILES_FOLDER = 'profiles';

export interface ConfigurationFiles {
  readonly projectFile: ConfigurationFile | undefined;
  /** In the order of their names. */
  readonly profiles: readonly ConfigurationFile[];
}

/** Paths in the answer are relative to `folder`. Throws `Failure('usage')` where a file exists but cannot be read as UTF-8. */
export function readConfigurationFiles(folder: string, disk: Disk = nodeDisk): ConfigurationFiles {
  const names = listFolder(disk, join(folder, PROFILES_FOLDER)).filter((name) => name.endsWith('.json'));
  return {
    projectFile: readIfPresent(disk, folder, PROJECT_FILE),
    profiles: names.toSorted().flatMap((name) => readIfPresent(disk, folder, `${PROFILES_FOLDER}/${name}`) ?? []),
  };
}

function listFolder(disk: Disk, path: string): readonly string[] {
  try {
    return disk.list(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw unreadable(path, error);
  }
}

function readIfPresent(disk: Disk, folder: string, path: string): ConfigurationFile | undefined {
  const whole = join(folder, path);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(disk.readFile(whole));
    return { path, text };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unreadable(whole, error);
  }
}

/** An error without an errno is a bug of ours, other than the decoder's. */
function unreadable(path: string, cause: unknown): Failure {
  const errno = errorCode(cause);
  if (errno === undefined) throw cause;
  const reason = errno === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : errno;
  const hint = 'make it a readable UTF-8 file, or move it away';
  return new Failure('usage', `${path} cannot be read: ${reason}`, { hint, cause });
}
