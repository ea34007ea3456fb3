// A forger who knows the hashes: changes what a run's documents or its journal say, and makes every hash and the whole chain fit again.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDocument } from '../../artifacts/document.ts';
import { CHAIN_START, chainLines, lineText, nextLine } from '../../artifacts/journal-chain.ts';
import type { ArtifactHashes, JournalRecord } from '../../artifacts/journal-record.ts';
import { JOURNAL_FILE } from '../../artifacts/layout.ts';
import { fileLines } from '../../files/file-lines.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { parseJson } from '../../json/parse.ts';
import { assert } from '../../std/assert.ts';

export interface Forgery {
  /** Answers what a document shall say; the same object leaves it alone. */
  readonly document?: (document: JsonObject, fileName: string) => JsonObject;
  /** Answers the records that shall stand in place of one: none, one or more. */
  readonly record?: (record: JournalRecord) => readonly JournalRecord[];
}

export function forgeRun(folder: string, { document = same, record = (one) => [one] }: Forgery): void {
  const path = join(folder, JOURNAL_FILE);
  const lines = [...chainLines(fileLines(nodeDisk, path), path)];
  let end = CHAIN_START;
  let text = '';
  for (const line of lines) {
    for (const forged of record(line.record)) {
      const next = nextLine(end, withNewHashes(folder, forged, document), line.at);
      text += lineText(next);
      end = next;
    }
  }
  writeFileSync(path, text);
}

function same(document: JsonObject): JsonObject {
  return document;
}

function withNewHashes(
  folder: string,
  record: JournalRecord,
  change: (document: JsonObject, fileName: string) => JsonObject,
): JournalRecord {
  if (record.kind !== 'iteration_completed' && record.kind !== 'run_ended') return record;
  const artifacts: { [name: string]: string } = {};
  for (const [name, hash] of Object.entries(record.artifacts)) artifacts[name] = rewritten(folder, name, hash, change);
  return { ...record, artifacts: artifacts satisfies ArtifactHashes };
}

function rewritten(
  folder: string,
  name: string,
  hash: string,
  change: (document: JsonObject, fileName: string) => JsonObject,
): string {
  if (!name.endsWith('.json')) return hash;
  const path = join(folder, name);
  const document = parseJson(readFileSync(path, 'utf8'));
  assert(isJsonObject(document), 'an artifact is an object');
  const changed = change(document, name);
  return changed === document ? hash : writeDocument(nodeDisk, path, changed);
}
