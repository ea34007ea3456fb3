import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeDisk } from '../files/node-disk.ts';
import { Failure } from '../std/failure.ts';
import { RandomStream } from '../std/random.ts';
import { CHAIN_START, lineText, nextLine } from './journal-chain.ts';
import { findRun } from './find-run.ts';
import { readRun, verifyArtifacts } from './read-run.ts';
import { RUN_FORMAT } from './run-record.ts';
import { storeRun } from './stored-run.fixture.ts';

let out = '';
let original = '';

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'plimsoll-artifacts-'));
  original = storeRun(out, 'original');
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

function failureOf(read: () => unknown): Failure {
  try {
    read();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A copy of the run with one file changed by `edit`. */
function damaged(name: string, edit: (text: string) => string): string {
  const folder = mkdtempSync(join(out, 'damaged-'));
  cpSync(original, folder, { recursive: true });
  writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), 'utf8')));
  return folder;
}

function readAll(folder: string): void {
  verifyArtifacts(nodeDisk, readRun(nodeDisk, folder));
}

describe('a run read back', () => {
  test('is what was written', () => {
    const run = readRun(nodeDisk, original);
    expect(run.summaries.map(({ iteration }) => iteration)).toEqual([1, 2]);
    expect(run.record.run_id).toBe('original');
    expect(run.ended?.record.reason).toBe('completed');
    expect(() => verifyArtifacts(nodeDisk, run)).not.toThrow();
  });

  test('refuses a changed byte in any file that a hash vouches for, by name', () => {
    const names = readdirSync(original).filter((name) => name !== 'run.json');
    expect(names.length).toBeGreaterThan(8);
    const random = new RandomStream(1, 'damage');
    const folder = damaged('run.json', (text) => text);
    for (const name of names) {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      for (let round = 0; round < 10; round += 1) {
        const index = random.below(text.length);
        writeFileSync(path, text.slice(0, index) + (text[index] === 'x' ? 'y' : 'x') + text.slice(index + 1));
        const failure = failureOf(() => readAll(folder));
        expect(failure.code).toBe('artifact');
        expect(failure.message).toContain(path);
      }
      writeFileSync(path, text);
    }
    expect(() => readAll(folder)).not.toThrow();
  });

  test('refuses white space that leaves the value as it was', () => {
    const folder = damaged('ITER_SUMMARY_1.json', (text) => `${text}\n`);
    expect(failureOf(() => readRun(nodeDisk, folder)).message).toContain('is not in the form in which Plimsoll writes');
  });

  test('refuses a missing file by name', () => {
    for (const name of ['run.json', 'journal.jsonl', 'ITER_SUMMARY_2.json', 'FILLS_1.jsonl', 'KPI_GATE.json']) {
      const folder = damaged(name, (text) => text);
      rmSync(join(folder, name));
      const failure = failureOf(() => readAll(folder));
      expect(failure.code).toBe('artifact');
      expect(failure.message).toContain(join(folder, name));
    }
  });

  test('refuses a plan or a configuration in run.json that is not the one that ran', () => {
    const plan = damaged('run.json', (text) => text.replace('"seed": 42', '"seed": 43'));
    expect(failureOf(() => readRun(nodeDisk, plan)).message).toContain(`the plan in ${join(plan, 'run.json')}`);
    const hash = damaged('run.json', (text) => text.replace(/("plan_sha256": ")./u, '$1x'));
    expect(failureOf(() => readRun(nodeDisk, hash)).message).toContain('plan_sha256');
    const configuration = damaged('run.json', (text) => text.replace(/("configuration_sha256": ")./u, '$1x'));
    expect(failureOf(() => readRun(nodeDisk, configuration)).message).toContain('configuration_sha256');
    const time = damaged('run.json', (text) => text.replace('"started_at": "2026', '"started_at": "2025'));
    expect(failureOf(() => readRun(nodeDisk, time)).message).toContain(`run_sha256 in ${join(time, 'run.json')}`);
  });

  test('refuses another format and says which version reads it', () => {
    const folder = damaged('run.json', (text) => text.replace(`"format": ${RUN_FORMAT}`, '"format": 1'));
    const failure = failureOf(() => readRun(nodeDisk, folder));
    expect(failure.message).toContain(`has format 1; this version reads format ${RUN_FORMAT}`);
    expect(failure.hint).toBeDefined();
  });

  test('that was cut off after an acknowledged iteration reads as far as it counts', () => {
    const folder = damaged('journal.jsonl', (text) =>
      text
        .split(/(?<=\n)/u)
        .slice(0, 2)
        .join(''),
    );
    const run = readRun(nodeDisk, folder);
    expect(run.summaries.map(({ iteration }) => iteration)).toEqual([1]);
    expect(run.ended).toBeUndefined();
  });

  test('refuses a journal whose iterations are not one after the other', () => {
    const folder = damaged('journal.jsonl', () => {
      const [first, , third] = [...readRun(nodeDisk, original).journal.lines()].map((line) => line.record);
      if (first === undefined || third?.kind !== 'iteration_completed') throw new Error('another journal');
      const start = nextLine(CHAIN_START, first, 'then');
      return lineText(start) + lineText(nextLine(start, { ...third, iteration: 2 }, 'then'));
    });
    expect(failureOf(() => readRun(nodeDisk, folder)).message).toContain('iteration 2 stands where 1 belongs');
  });
});

describe('RUN', () => {
  test('is a run id, a folder or latest', () => {
    expect(findRun(nodeDisk, out, 'original')).toBe(original);
    expect(findRun(nodeDisk, out, original)).toBe(original);
    expect(findRun(nodeDisk, out, 'latest')).toBe(original);
  });

  test('that does not exist is a usage failure with the nearest id', () => {
    const failure = failureOf(() => findRun(nodeDisk, out, 'orignal'));
    expect(failure.code).toBe('usage');
    expect(failure.message).toContain('"orignal"');
    expect(failure.hint).toContain('did you mean original?');
  });

  test('latest without any run says how to take one', () => {
    const empty = mkdtempSync(join(out, 'empty-'));
    for (const run of ['latest', 'anything', '', '.', '..', join(empty, 'no', 'where')]) {
      const failure = failureOf(() => findRun(nodeDisk, empty, run));
      expect(failure.code).toBe('usage');
      expect(failure.hint).toContain('plimsoll soak');
    }
  });

  test('a file in the place of a folder is no run', () => {
    const file = join(out, 'a-file');
    writeFileSync(file, '');
    expect(failureOf(() => findRun(nodeDisk, file, 'latest')).code).toBe('usage');
    expect(failureOf(() => findRun(nodeDisk, out, file)).code).toBe('usage');
  });

  test('latest that points at nothing is a damaged artifact', () => {
    const place = mkdtempSync(join(out, 'dangling-'));
    symlinkSync(join('runs', 'gone'), join(place, 'latest'));
    const failure = failureOf(() => findRun(nodeDisk, place, 'latest'));
    expect(failure.code).toBe('artifact');
    expect(failure.message).toContain('gone');
  });
});
