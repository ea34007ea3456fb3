// A gate file that the user names.

import { resolve } from 'node:path';
import { readTextFile } from '../../files/read-text-file.ts';
import type { GatePolicy } from '../../gates/gate-policy.ts';
import { JsonError } from '../../json/json-error.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { parseJson } from '../../json/parse.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';

/** Throws `Failure('usage')` where the file cannot be read, is no JSON, or is no policy. */
export async function readPolicy(host: Pick<Host, 'cwd' | 'disk'>, file: string): Promise<GatePolicy> {
  const value = parse(readFile(host, file), file);
  // The schema library takes a while to load and is needed here alone.
  const { parseGatePolicy } = await import('../../gates/gate-file.ts');
  return parseGatePolicy(value, file);
}

function readFile(host: Pick<Host, 'cwd' | 'disk'>, file: string): string {
  try {
    return readTextFile(host.disk, resolve(host.cwd, file));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('usage', `--policy: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function parse(text: string, file: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Failure('usage', `${file}:${error.line}:${error.column}: is not valid JSON: ${error.message}`, {
      hint: 'correct it there',
      cause: error,
    });
  }
}
