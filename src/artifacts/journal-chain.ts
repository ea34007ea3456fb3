// The hash chain of the journal, as text: making one line after another, and reading them back. A line that does not fit
// is refused by file and line number and never skipped; a resume alone is told where the intact part ends, where a crash explains the rest.

import { canonicalJson } from '../json/canonical.ts';
import { LINE_FEED } from '../files/file-lines.ts';
import type { FileLine } from '../files/file-lines.ts';
import { hashJson, hashText } from '../json/hash.ts';
import type { JsonValue } from '../json/json-value.ts';
import { JsonError } from '../json/json-error.ts';
import { parseJson } from '../json/parse.ts';
import { readCanonical } from '../json/read-canonical.ts';
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
  const hash = linkHash({ prev: end.hash, record, seq });
  return { at, hash, prev: end.hash, record, seal: sealHash(at, hash), seq };
}

/** The line as it stands in the file, with its line feed. */
export function lineText(line: JournalLine): string {
  return `${canonicalJson(line)}\n`;
}

/** Verifies every line of a journal. Throws `Failure('artifact')` that names `path` and the first line that is wrong. */
export function* chainLines(lines: Iterable<FileLine>, path: string): Generator<JournalLine, void> {
  let end = CHAIN_START;
  for (const { bytes, isWhole } of lines) {
    const number = end.seq + 1;
    if (!isWhole) throw damage(path, number, 'it has no end: it was cut off while it was written, or edited');
    const line = readLine(bytes, end, path);
    yield line;
    end = { seq: line.seq, hash: line.hash };
  }
  if (end.seq === 0) throw damage(path, 1, 'the journal is empty');
}

/**
 * Whether a line is only begun: what a run at work, or one that was killed in an append, may leave at the end of its journal. Where the last
 * line is whole and something else stands in place of its line feed, it is not, because no append leaves that.
 */
export function isBegun({ bytes, isWhole }: FileLine): boolean {
  return !isWhole && !holdsWholeLine(bytes.subarray(0, -1));
}

/** How far a journal is intact. */
export interface IntactPart {
  readonly end: ChainEnd;
  readonly bytes: number;
  /** What a crash left of one append, behind them. */
  readonly tail: Uint8Array;
}

/**
 * Verifies a journal line by line, handing each to `visit`, as far as it is intact. `lines` begin behind the line `start`, and the bytes
 * that are answered count from there. What follows is left to a resume where a crash explains it: an append is acknowledged before the next one begins, so a crash damages the last line alone, and no whole line of any journal lies in
 * what it leaves. Throws `Failure('artifact')` as `chainLines` does for damage of any other kind.
 */
export function readIntactPart(
  lines: Iterable<FileLine>,
  path: string,
  visit: (line: JournalLine) => void,
  start: ChainEnd = CHAIN_START,
): IntactPart {
  let end = start;
  let intact = 0;
  let failure: Failure | undefined;
  const tail: Uint8Array[] = [];
  for (const one of lines) {
    const { bytes, isWhole } = one;
    const line = failure === undefined ? readUnlessTorn(one, end, path) : failure;
    if (line instanceof Failure) {
      failure = line;
      if (isWhole && holdsWholeLine(bytes)) throw failure;
      tail.push(bytes, isWhole ? Uint8Array.of(LINE_FEED) : new Uint8Array());
      continue;
    }
    visit(line);
    end = { seq: line.seq, hash: line.hash };
    intact += bytes.length + 1;
  }
  return { end, bytes: intact, tail: Buffer.concat(tail) };
}

/** What is wrong with a line, where something is. */
function readUnlessTorn({ bytes, isWhole }: FileLine, end: ChainEnd, path: string): JournalLine | Failure {
  try {
    if (!isWhole) throw damage(path, end.seq + 1, 'it has no end');
    return readLine(bytes, end, path);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Whether a line is one that was written whole, wherever it belongs. */
function holdsWholeLine(bytes: Uint8Array): boolean {
  try {
    const line = parseLine(Buffer.from(bytes).toString('utf8'), '', 0);
    return line.hash === linkHash(line) && line.seal === sealHash(line.at, line.hash);
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function decode(bytes: Uint8Array, path: string, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damage(path, number, 'it is not UTF-8');
  }
}

/** The line that follows on `end`. */
function readLine(bytes: Uint8Array, end: ChainEnd, path: string): JournalLine {
  const number = end.seq + 1;
  const text = decode(bytes, path, number);
  const quick = readCanonical(text, 'compact');
  const line = quick === undefined ? parseLine(text, path, number) : asLine(quick.value, path, number);
  if (line.seq !== number) throw damage(path, number, `it says that it is line ${String(line.seq)}`);
  if (line.prev !== end.hash) throw damage(path, number, 'it does not follow from the line before it');
  // What is canonical has canonical parts, which the machine's own JSON writes as they were.
  if (line.hash !== linkHash(line, quick === undefined ? canonicalJson : JSON.stringify)) {
    throw damage(path, number, 'its record does not match its hash');
  }
  if (line.seal !== sealHash(line.at, line.hash)) throw damage(path, number, 'its time does not match its seal');
  if (quick === undefined && text !== canonicalJson(line)) {
    throw damage(path, number, 'it is not in the form in which it was written');
  }
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
  return asLine(value, path, number);
}

function asLine(value: unknown, path: string, number: number): JournalLine {
  if (!isJournalLine(value)) throw damage(path, number, `it is no journal line: its keys are not ${LINE_KEYS}`);
  return value;
}

function isJournalLine(value: unknown): value is JournalLine {
  return typeof value === 'object' && value !== null && Object.keys(value).toSorted().join() === LINE_KEYS;
}

/** `write`: the canonical form of what it is given. */
export function linkHash(
  { prev, record, seq }: Pick<JournalLine, 'prev' | 'record' | 'seq'>,
  write: (link: object) => string = canonicalJson,
): string {
  return hashText(write({ prev, record, seq }));
}

function sealHash(at: string, hash: string): string {
  return hashJson({ at, hash });
}

function damage(path: string, line: number, what: string): Failure {
  return new Failure('artifact', `${path}, line ${line}: ${what}`, {
    hint: 'the run cannot be trusted from here on; keep the folder as evidence and take another run',
  });
}
