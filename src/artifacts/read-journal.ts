// A run's journal, read line by line and held to its chain as it goes. Of a journal of any length only what is asked for often stays in
// memory; whoever needs whole records has them read again.

import type { Disk } from '../files/disk.ts';
import { fileLines } from '../files/file-lines.ts';
import type { FileLine } from '../files/file-lines.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { CHAIN_START, chainLines, isBegun, linkHash } from './journal-chain.ts';
import { undisturbed } from './journal-record.ts';
import type { JournalHead } from './evidence-document.ts';
import type { JournalLine, JournalRecord, RunResumed } from './journal-record.ts';

export interface AcknowledgedIteration {
  readonly iteration: number;
  /** Each file of it, and its hash. */
  readonly files: readonly (readonly [name: string, hash: string])[];
}

export interface StoredJournal {
  readonly head: JournalHead;
  readonly first: JournalRecord;
  readonly last: JournalRecord;
  /** In the order of their lines. */
  readonly completed: readonly AcknowledgedIteration[];
  readonly resumes: readonly RunResumed[];
  /**
   * The hash with which the chain would stand after each record had the run never been cut off: for claims that must be the same for the same
   * plan and seed, and so cannot name the head of a journal that holds resumes. Of a run that never stopped these are the hashes of its lines.
   */
  readonly undisturbed: readonly string[];
  /** Of that chain, as far as the last completed iteration. */
  readonly undisturbedHead: JournalHead;
  /** It goes on with a line that is only begun, and does not count. */
  readonly hasBegunLine: boolean;
  /** The lines that count, read again. Throws `Failure('artifact')` where they are not what they were. */
  lines(): Generator<JournalLine, void>;
}

/**
 * Throws `Failure('artifact')` that names the first line that is wrong. `lastLine`: what to do with a last one that is only begun; it counts for
 * nothing, and a reader who is to judge refuses it.
 */
export function readJournal(disk: Disk, path: string, lastLine: 'whole' | 'may be begun' = 'whole'): StoredJournal {
  let hasBegunLine = false;
  const counted = function* (): Generator<FileLine, void> {
    for (const line of fileLines(disk, path)) {
      hasBegunLine = lastLine === 'may be begun' && isBegun(line);
      if (!hasBegunLine) yield line;
    }
  };
  let first: JournalRecord | undefined;
  let last: JournalLine | undefined;
  const completed: AcknowledgedIteration[] = [];
  const resumes: RunResumed[] = [];
  const noted = function* (): Generator<JournalLine, void> {
    for (const line of chainLines(counted(), path)) {
      const { record } = line;
      first ??= record;
      last = line;
      if (record.kind === 'iteration_completed') {
        completed.push({ iteration: record.iteration, files: Object.entries(record.artifacts) });
      }
      if (record.kind === 'run_resumed') resumes.push(record);
      yield line;
    }
  };
  const chain: string[] = [];
  let undisturbedHead: JournalHead = { records: 0, sha256: CHAIN_START.hash };
  for (const { prev, record, seq, hash } of undisturbed(noted())) {
    const [before, number] = [chain.at(-1) ?? CHAIN_START.hash, chain.length + 1];
    const sha256 = prev === before && seq === number ? hash : linkHash({ prev: before, record, seq: number });
    chain.push(sha256);
    if (record.kind === 'iteration_completed') undisturbedHead = { records: number, sha256 };
  }
  const end: JournalLine | undefined = last;
  assert(first !== undefined && end !== undefined, 'a journal without a line is refused');
  const head = { records: end.seq, sha256: end.hash };
  return {
    head,
    first,
    last: end.record,
    completed,
    resumes,
    undisturbed: chain,
    undisturbedHead,
    hasBegunLine,
    lines: () => linesTo(head, disk, path),
  };
}

/** The hash of the last line vouches for all before it. */
function* linesTo({ records, sha256 }: JournalHead, disk: Disk, path: string): Generator<JournalLine, void> {
  let hash: string | undefined;
  for (const line of chainLines(fileLines(disk, path), path)) {
    yield line;
    hash = line.hash;
    if (line.seq === records) break;
  }
  if (hash === sha256) return;
  throw new Failure('artifact', `${path} was changed while it was read`, { hint: 'read the run again' });
}
