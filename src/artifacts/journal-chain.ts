// The hash chain of the journal, as text: making one line after another, and reading a whole journal back. A line that does not fit
// is refused by file and line number and never skipped. Mending a tail torn by a crash is a resume's business, not a reader's.

import { canonicalJson } from '../json/canonical.ts';
import { hashJson } from '../json/hash.ts';
import type { JsonValue } from '../json/json-value.ts';
import { JsonError } from '../json/json-error.ts';
import { parseJson } from '../json/parse.ts';
import { Failure } from '../std/failure.ts';
import type { JournalLine, JournalRecord } from './journal-record.ts';

export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export const CHAIN_START: ChainEnd = { seq: 0, hash: '0'.repeat(64) };

const LINE_KEYS = 'at,hash,prev,record,seal,seq';

export function nextLine(end: ChainEnd, record: JournalRecord, at: string): JournalLine {
  const seq = end.seq + 1;
  const hash = linkHash(end.hash, record, seq);
  return { at, hash, prev: end.hash, record, seal: sealHash(at, hash), seq };
}

/** The line as it stands in the file, with its line feed. */
export function lineText(line: JournalLine): string {
  return `${canonicalJson(line)}\n`;
}

/** Verifies every line of a journal's `text`. Throws `Failure('artifact')` that names `path` and the first line that is wrong. */
export function readChain(text: string, path: string): readonly JournalLine[] {
  const texts = text.split('\n');
  const rest = texts.pop();
  if (rest !== '')
    throw damage(path, texts.length + 1, 'it has no end: it was cut off while it was written, or edited');
  if (texts.length === 0) throw damage(path, 1, 'the journal is empty');
  let end = CHAIN_START;
  return texts.map((one, index) => {
    const line = readLine(one, end, path, index + 1);
    end = line;
    return line;
  });
}

function readLine(text: string, end: ChainEnd, path: string, number: number): JournalLine {
  const line = parseLine(text, path, number);
  if (line.seq !== number) throw damage(path, number, `it says that it is line ${String(line.seq)}`);
  if (line.prev !== end.hash) throw damage(path, number, 'it does not follow from the line before it');
  if (line.hash !== linkHash(line.prev, line.record, line.seq)) {
    throw damage(path, number, 'its record does not match its hash');
  }
  if (line.seal !== sealHash(line.at, line.hash)) throw damage(path, number, 'its time does not match its seal');
  if (text !== canonicalJson(line)) throw damage(path, number, 'it is not in the form in which it was written');
  return line;
}

/** The six keys and no others; their values are then held to by the hashes. */
function parseLine(text: string, path: string, number: number): JournalLine {
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw damage(path, number, `it is not JSON: ${error.message}`);
    throw error;
  }
  if (!isJournalLine(value)) throw damage(path, number, `it is no journal line: its keys are not ${LINE_KEYS}`);
  return value;
}

function isJournalLine(value: unknown): value is JournalLine {
  return typeof value === 'object' && value !== null && Object.keys(value).toSorted().join() === LINE_KEYS;
}

function linkHash(prev: string, record: JournalRecord, seq: number): string {
  return hashJson({ prev, record, seq });
}

function sealHash(at: string, hash: string): string {
  return hashJson({ at, hash });
}

function damage(path: string, line: number, what: string): Failure {
  return new Failure('artifact', `${path}, line ${line}: ${what}`, {
    hint: 'the run cannot be trusted from here on; keep the folder as evidence and take another run',
  });
}
