// One JSON artifact on disk, written durably and read back strictly. Its hash is that of the value, SHA-256 over the RFC 8785 form; that
// a file holds exactly the canonical text of its value is checked on reading, so no byte of it can change unseen.

import type { Disk } from '../files/disk.ts';
import { writeDurably } from '../files/write-durably.ts';
import { canonicalDocument } from '../json/canonical.ts';
import { hashJson, hashText } from '../json/hash.ts';
import { JsonError } from '../json/json-error.ts';
import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse.ts';
import { readCanonical } from '../json/read-canonical.ts';
import { Failure } from '../std/failure.ts';
import { readStoredText } from './stored-file.ts';

const DAMAGE_HINT = 'the file was changed after it was written; keep the run as evidence and take another one';

/** Answers the hash. A value that is no JSON is a bug of ours and throws a `JsonError`. */
export function writeDocument(disk: Disk, path: string, value: object): string {
  const hash = hashJson(value);
  writeDurably(disk, path, canonicalDocument(value));
  return hash;
}

/** A compressed file is read as what it was. Throws `Failure('artifact')` that names the file: missing, no canonical JSON, or not what `hash` (where given) says. */
export function readDocument(disk: Disk, path: string, hash?: string): JsonValue {
  return parseDocument(readStoredText(disk, path), path, hash);
}

/** The value of a document whose text is read already; throws as `readDocument` does. */
export function parseDocument(text: string, path: string, hash?: string): JsonValue {
  const quick = readCanonical(text, 'document');
  if (quick !== undefined) {
    if (hash !== undefined) checkHash(path, hashText(quick.compact), hash);
    return quick.value;
  }
  const value = parse(text, path);
  if (canonicalDocument(value) !== text) {
    throw new Failure('artifact', `${path} is not in the form in which Plimsoll writes`, { hint: DAMAGE_HINT });
  }
  if (hash !== undefined) checkHash(path, hashJson(value), hash);
  return value;
}

/** Throws `Failure('artifact')` where a file is not what the journal says. */
export function checkHash(path: string, found: string, journalled: string): void {
  if (found === journalled) return;
  const message = `${path} does not match the journal: its SHA-256 is ${found}, the journal says ${journalled}`;
  throw new Failure('artifact', message, { hint: DAMAGE_HINT });
}

/** Holds a file of whatever kind to the hash in the journal: of a JSON document over its value, of another one over its bytes. */
export function checkFile(disk: Disk, path: string, hash: string): void {
  if (path.endsWith('.json')) readDocument(disk, path, hash);
  else checkHash(path, hashText(readStoredText(disk, path)), hash);
}

function parse(text: string, path: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Failure('artifact', `${path} is damaged: ${error.message}`, { hint: DAMAGE_HINT, cause: error });
  }
}
