import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileLines } from '../files/file-lines.ts';
import { Failure } from '../std/failure.ts';
import { CHAIN_START, chainLines, lineText, nextLine } from './journal-chain.ts';
import type { ChainEnd } from './journal-chain.ts';
import type { JournalLine, JournalRecord, RunStarted } from './journal-record.ts';

const PARAMETERS = {
  min_interval_ms: 75,
  replace_rate_per_min: 260,
  base_spread_bps_delta: 0.16,
  tail_age_ms: 740,
  impact_cap_ratio: 0.08,
  max_delta_ratio: 0.12,
};

const STARTED: RunStarted = {
  kind: 'run_started',
  format: 1,
  seed: 42,
  plan_sha256: 'a',
  parameters: PARAMETERS,
  state_hash: 'b',
};
const RECORDS: readonly JournalRecord[] = [
  STARTED,
  { kind: 'parameters_applied', iteration: 1, to: PARAMETERS, state_hash: 'b', read_back: 'verified' },
  { kind: 'run_ended', reason: 'interrupted', iterations: 0, kpi_verdict: 'NO_DATA', artifacts: {} },
];

function journalText(records: readonly JournalRecord[], at = '2026-01-02T03:04:05.678Z'): string {
  let end: ChainEnd = CHAIN_START;
  let text = '';
  for (const record of records) {
    const line = nextLine(end, record, at);
    text += lineText(line);
    end = line;
  }
  return text;
}

function readChain(text: string, path: string): readonly JournalLine[] {
  const bytes = Buffer.from(text);
  return [...chainLines(fileLines({ readPart: (_, from, size) => bytes.subarray(from, from + size) }, path), path)];
}

function refusal(text: string): Failure {
  try {
    readChain(text, 'runs/r/journal.jsonl');
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the journal was accepted');
}

describe('the chain of the journal', () => {
  test('a journal reads back as it was written', () => {
    const lines = readChain(journalText(RECORDS), 'journal.jsonl');
    expect(lines.map((line) => line.record)).toEqual(RECORDS);
    expect(lines.map((line) => line.seq)).toEqual([1, 2, 3]);
  });

  test('the hashes of two runs are equal whatever the wall clock said, and the seals are not', () => {
    const early = readChain(journalText(RECORDS, '2026-01-01T00:00:00.000Z'), 'journal.jsonl');
    const late = readChain(journalText(RECORDS, '2027-01-01T00:00:00.000Z'), 'journal.jsonl');
    expect(early.map((line) => line.hash)).toEqual(late.map((line) => line.hash));
    expect(early[0]?.seal).not.toBe(late[0]?.seal);
  });

  test('a changed byte anywhere is refused, by file and line', () => {
    const text = journalText(RECORDS);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 94 }), (index, shift) => {
        const old = text.charCodeAt(index);
        const changed = old === 10 ? 32 : 32 + ((old - 32 + shift) % 95);
        const line = text.slice(0, index).split('\n').length;
        const failure = refusal(text.slice(0, index) + String.fromCharCode(changed) + text.slice(index + 1));
        expect(failure.code).toBe('artifact');
        expect(failure.message).toContain(`runs/r/journal.jsonl, line ${line}:`);
      }),
      { numRuns: 2000 },
    );
  });

  test('a line removed, doubled or moved is refused', () => {
    const [first = '', second = '', third = ''] = journalText(RECORDS).split(/(?<=\n)/u);
    expect(refusal(first + third).message).toContain('line 2: it says that it is line 3');
    expect(refusal(second + third).message).toContain('line 1: it says that it is line 2');
    expect(refusal(first + second + second + third).message).toContain('line 3: it says that it is line 2');
    expect(refusal(first + third + second).message).toContain('line 2: it says that it is line 3');
  });

  test('a line of another run with the right number does not fit', () => {
    const [first = ''] = journalText(RECORDS).split(/(?<=\n)/u);
    const [, foreign = ''] = journalText([{ ...STARTED, seed: 43 }, ...RECORDS.slice(1)]).split(/(?<=\n)/u);
    expect(refusal(first + foreign).message).toContain('line 2: it does not follow from the line before it');
  });

  test('a line whose past was exchanged beneath it is refused, even with its pointer turned', () => {
    const [first, second] = readChain(journalText(RECORDS.slice(0, 2)), 'journal.jsonl');
    if (first === undefined || second === undefined) throw new Error('the journal has two lines');
    const forged = nextLine(CHAIN_START, { ...STARTED, seed: 43 }, first.at);
    const turned = lineText({ ...second, prev: forged.hash });
    expect(refusal(lineText(forged) + turned).message).toContain('line 2: its record does not match its hash');
  });

  test('white space that changes no value is refused', () => {
    expect(refusal(journalText(RECORDS).replace('{"at"', '{ "at"')).message).toContain('line 1: it is not in the form');
  });

  test('a key that no hash covers is refused', () => {
    const text = journalText(RECORDS.slice(0, 1)).replace('{"at"', '{"also":1,"at"');
    expect(refusal(text).message).toContain('line 1: it is no journal line');
  });

  test('a tail that was cut off is refused and said to be cut off', () => {
    const text = journalText(RECORDS);
    expect(refusal(text.slice(0, -1)).message).toContain('line 3: it has no end');
    expect(refusal('').message).toContain('line 1: the journal is empty');
  });
});
