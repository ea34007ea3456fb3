// The hash chain of the journal, as text: making one line after another, and reading a whole journal back. A line that does not fit
// is refused by file and line number and never skipped; a resume alone is told where the intact part ends, where a crash explains the rest.

import { canonicalJson } from '../json/canonical.ts';
import { hashJson } from '../json/hash.ts';
import type { JsonValue } from '../json/json-value.ts';
import { JsonError } from '../json/json-error.ts';
import { parseJson } from '../json/parse.ts';
import { Failure } from '../std/failure.ts';
import { undisturbed } from './journal-record.ts';
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

/**
 * How the chain would stand after each record had the run never been cut off: for claims that must be the same for the same plan and seed,
 * and so cannot name the head of a journal that holds resumes. Of a run that never stopped these are the hashes of its own lines.
 */
export function undisturbedChain(journal: readonly Pick<JournalLine, 'record'>[]): readonly ChainEnd[] {
  let end = CHAIN_START;
  return undisturbed(journal.map(({ record }) => record)).map((record) => {
    const seq = end.seq + 1;
    end = { seq, hash: linkHash(end.hash, record, seq) };
    return end;
  });
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

/**
 * The journal's text without a last line that is only begun: what a run at work, or one that was killed in an append, may leave. Where the
 * last line is whole and something else stands in place of its line feed, nothing is left out, because no append leaves that.
 */
export function withoutBegunLine(text: string): string {
  const begun = text.slice(text.lastIndexOf('\n') + 1);
  if (holdsWholeLine(Buffer.from(`${begun.slice(0, -1)}\n`, 'utf8'))) return text;
  return text.slice(0, text.length - begun.length);
}

/** How far a journal is intact. */
export interface IntactPart {
  readonly end: ChainEnd;
  /** What lies behind `bytes` is what a crash left of one append. */
  readonly bytes: number;
}

/**
 * Verifies a journal line by line, handing each to `visit`, as far as it is intact. What follows is left to a resume where a crash explains
 * it: an append is acknowledged before the next one begins, so a crash damages the last line alone, and no whole line of any journal lies in
 * what it leaves. Throws `Failure('artifact')` as `readChain` does for damage of any other kind.
 */
export function readIntactPart(bytes: Uint8Array, path: string, visit: (line: JournalLine) => void): IntactPart {
  let end = CHAIN_START;
  let from = 0;
  while (from < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const line = readUnlessTorn(bytes, { from, feed }, end, path);
    if (line === undefined) break;
    visit(line);
    end = { seq: line.seq, hash: line.hash };
    from = feed + 1;
  }
  return { end, bytes: from };
}

/** `undefined` for what a crash left of the last append. */
function readUnlessTorn(
  bytes: Uint8Array,
  { from, feed }: { readonly from: number; readonly feed: number },
  end: ChainEnd,
  path: string,
): JournalLine | undefined {
  const number = end.seq + 1;
  try {
    if (feed < 0) throw damage(path, number, 'it has no end');
    return readLine(decode(bytes.subarray(from, feed), path, number), end, path, number);
  } catch (error) {
    if (!(error instanceof Failure) || holdsWholeLine(bytes.subarray(from))) throw error;
    return undefined;
  }
}

const LINE_FEED = 0x0a;

/** Whether any line in there, its line feed included, is one that was written whole, wherever it belongs. */
function holdsWholeLine(bytes: Uint8Array): boolean {
  const texts = Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1);
  return texts.some((text) => {
    try {
      const line = parseLine(text, '', 0);
      return line.hash === linkHash(line.prev, line.record, line.seq) && line.seal === sealHash(line.at, line.hash);
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  });
}

function decode(bytes: Uint8Array, path: string, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damage(path, number, 'it is not UTF-8');
  }
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
