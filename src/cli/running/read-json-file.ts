// A JSON file that the user names on the command line, read strictly, with the place of every value.

import { resolve } from 'node:path';
import { readTextFile } from '../../files/read-text-file.ts';
import { JsonError } from '../../json/json-error.ts';
import { parseJsonWithPositions, type PositionedJson } from '../../json/parse.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';

/** `source`: who named the file. Throws `Failure('usage')` where it cannot be read or is no JSON. */
export function readJsonFile(host: Pick<Host, 'cwd' | 'disk'>, file: string, source: string): PositionedJson {
  try {
    return parseJsonWithPositions(readTextFile(host.disk, resolve(host.cwd, file)));
  } catch (error) {
    if (error instanceof Failure) {
      throw new Failure('usage', `${source}: ${error.message}`, { hint: error.hint, cause: error });
    }
    if (!(error instanceof JsonError)) throw error;
    throw new Failure('usage', `${file}:${error.line}:${error.column}: is not valid JSON: ${error.message}`, {
      hint: 'correct it there',
      cause: error,
    });
  }
}
