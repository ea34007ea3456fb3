// Reads the project folder's configuration from disk: `plimsoll.config.json` and `profiles/*.json`. The one file of this room that
// knows a disk; what the texts mean is decided elsewhere. A missing file is no problem, an unreadable one is.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../std/failure.ts';
import type { ConfigurationFile } from './layers.ts';

export const PROJECT_FILE = 'plimsoll.config.json';
export const PROFILES_FOLDER = 'profiles';

export interface ConfigurationFiles {
  readonly projectFile: ConfigurationFile | undefined;
  /** In the order of their names. */
  readonly profiles: readonly ConfigurationFile[];
}

/** Paths in the answer are relative to `folder`. Throws `Failure('usage')` where a file exists but cannot be read as UTF-8. */
export function readConfigurationFiles(folder: string): ConfigurationFiles {
  const names = listFolder(join(folder, PROFILES_FOLDER)).filter((name) => name.endsWith('.json'));
  return {
    projectFile: readIfPresent(folder, PROJECT_FILE),
    profiles: names.toSorted().flatMap((name) => readIfPresent(folder, `${PROFILES_FOLDER}/${name}`) ?? []),
  };
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw unreadable(path, error);
  }
}

function readIfPresent(folder: string, path: string): ConfigurationFile | undefined {
  const whole = join(folder, path);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(whole));
    return { path, text };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unreadable(whole, error);
  }
}

function unreadable(path: string, cause: unknown): Failure {
  const code = codeOf(cause);
  const reason = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : code;
  return new Failure('usage', `${path} cannot be read: ${reason}`, {
    hint: 'make it a readable UTF-8 file, or move it away',
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
