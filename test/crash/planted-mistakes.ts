// Mistakes that programs make with files, each planted between the program and its disk: what the program asks for is not done, or not in
// the order in which it asked. The explorer must find every one of them.

import { CHAIN_START, lineText, nextLine } from '../../src/artifacts/journal-chain.ts';
import type { JournalRecord } from '../../src/artifacts/journal-record.ts';
import type { FileHandle } from '../../src/files/disk.ts';
import { methodsOf, noteHandles } from './wrapped-disk.ts';
import type { Wrap } from './wrapped-disk.ts';

const SHORT_WRITE = 512;

export const PLANTED_MISTAKES: { readonly [mistake: string]: Wrap } = {
  'no data fsync': (disk) => {
    const { isNoted: isJournal, opening } = noteHandles(disk, isJournalPath);
    return { ...methodsOf(disk), ...opening, sync: (file) => (isJournal(file) ? disk.sync(file) : undefined) };
  },
  'no folder fsync': (disk) => ({ ...methodsOf(disk), syncFolder: () => undefined }),
  'journal before artifact': (disk) => {
    const { isNoted: isJournal, opening } = noteHandles(disk, isJournalPath);
    const late: (() => void)[] = [];
    return {
      ...methodsOf(disk),
      ...opening,
      rename(from, to) {
        if (!to.includes('ITER_SUMMARY')) disk.rename(from, to);
        else late.push(() => disk.rename(from, to));
      },
      sync(file) {
        disk.sync(file);
        if (isJournal(file)) for (const rename of late.splice(0)) rename();
      },
    };
  },
  'no journal fsync': (disk) => {
    const { isNoted: isJournal, opening } = noteHandles(disk, isJournalPath);
    return { ...methodsOf(disk), ...opening, sync: (file) => (isJournal(file) ? undefined : disk.sync(file)) };
  },
  'no digest': (disk) => ({
    ...methodsOf(disk),
    readPart: (path, from, size) =>
      isJournalPath(path)
        ? withFreshDigests(disk.readFile(path)).subarray(from, from + size)
        : disk.readPart(path, from, size),
  }),
  'no tail trim': (disk) => {
    const believed = new Map<FileHandle, number>();
    return {
      ...methodsOf(disk),
      truncate: (file, size) => believed.set(file, size),
      write(file, bytes) {
        const size = believed.get(file);
        if (size !== undefined) believed.set(file, size + bytes.length);
        return disk.write(file, bytes);
      },
      size: (file) => believed.get(file) ?? disk.size(file),
    };
  },
  'one write call without a loop': (disk) => {
    const believed = new Map<FileHandle, number>();
    return {
      ...methodsOf(disk),
      write(file, bytes) {
        believed.set(file, (believed.get(file) ?? disk.size(file)) + bytes.length);
        disk.write(file, bytes.subarray(0, SHORT_WRITE));
        return bytes.length;
      },
      size: (file) => believed.get(file) ?? disk.size(file),
    };
  },
};

function isJournalPath(path: string): boolean {
  return path.endsWith('/journal.jsonl');
}

/** As a reader without a digest would see the journal: every line that is JSON at all looks right to it. */
function withFreshDigests(bytes: Uint8Array): Uint8Array {
  let end = CHAIN_START;
  const texts = Buffer.from(bytes).toString('utf8').split('\n');
  const rest = texts.pop() ?? '';
  const lines = texts.map((text) => {
    const record = recordOf(text);
    if (record === undefined) return `${text}\n`;
    const line = nextLine(end, record, '2026-01-01T00:00:00.000Z');
    end = line;
    return lineText(line);
  });
  return Buffer.from(`${lines.join('')}${rest}`, 'utf8');
}

function recordOf(text: string): JournalRecord | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return hasRecord(line) ? line.record : undefined;
  } catch {
    return undefined;
  }
}

function hasRecord(line: unknown): line is { readonly record: JournalRecord } {
  return typeof line === 'object' && line !== null && 'record' in line;
}
