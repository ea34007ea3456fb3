// A folder of runs kept within its limits, through the program as a user calls it, on real files: iterations that are too many, files that are
// too old, a plan gone stale; and in `npm run crash` 2 GB of runs that must come under 900 MB.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeRun } from '../src/artifacts/stored-run.fixture.ts';
import { surveyFolder } from '../src/artifacts/rotation/survey-folder.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { acquireRunLock } from '../src/files/run-lock.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ALL = process.env['PLIMSOLL_CRASH'] === 'all';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'plimsoll-disk-'));
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
}

function plimsoll(...argv: readonly string[]): Ran {
  const where = argv[0] === 'artifacts' ? '--dir' : '--out';
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...argv, where, out], { encoding: 'utf8' });
  return { exitCode: status, stdout };
}

function soak(run: string, iterations: number, ...more: readonly string[]): void {
  plimsoll('soak', '--iterations', String(iterations), '--run-id', run, '--quiet', ...more);
}

function numbersIn(run: string): readonly number[] {
  const numbers = readdirSync(join(out, 'runs', run)).flatMap((name) => /^ITER_SUMMARY_(\d+)\./u.exec(name)?.[1] ?? []);
  return numbers.map(Number).toSorted((one, other) => one - other);
}

/** A last run that passed or failed would be left as it is. */
function age(run: string, days: number): void {
  mkdirSync(join(out, 'rotation'), { recursive: true });
  writeFileSync(join(out, 'rotation/policy.json'), '{"keep_last_pass":false,"keep_last_fail":false}');
  const time = new Date(Date.now() - days * DAY_MS);
  for (const name of readdirSync(join(out, 'runs', run))) utimesSync(join(out, 'runs', run, name), time, time);
}

/** Whatever a reading command says and ends with. */
function readings(run: string): readonly Ran[] {
  return [['verify'], ['report'], ['gate'], ['gate', '--format', 'json']].map(([command = '', ...more]) =>
    plimsoll(command, run, ...more),
  );
}

describe('plimsoll', () => {
  it('leaves of 150 iterations exactly the newest 100, by number, and says what that keeps from being checked', () => {
    soak('long', 150, '--iteration-duration', '5s');
    expect(numbersIn('long')).toEqual(Array.from({ length: 100 }, (_, index) => index + 51));
    const log = readFileSync(join(out, 'rotation/ROTATION_LOG.jsonl'), 'utf8').trimEnd().split('\n');
    expect(log).toHaveLength(50);
    expect(log.at(-1)).toContain('"removed":{"from":50,"through":50},"run":"long"');
    const { exitCode, stdout } = plimsoll('verify', 'long');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^NOT CHECKED rotation: .* iterations 1 to 50 of 150.*\(50 iterations, 100 files\).*\d+ guard decisions over all 150 iterations/mu,
    );
    expect(stdout).toMatch(/^verified: YES, but for what was not checked above$/mu);
  });

  it('compresses files of 8 days, and reads them as it read them before', () => {
    soak('old', 3, '--iteration-duration', '1m');
    const before = readings('old');
    age('old', 8);
    plimsoll('artifacts', 'plan');
    expect(plimsoll('artifacts', 'apply').exitCode).toBe(0);
    expect(readdirSync(join(out, 'runs/old')).filter((name) => name.endsWith('.gz'))).toHaveLength(6);
    expect(numbersIn('old')).toEqual([1, 2, 3]);
    expect(readings('old')).toEqual(before);
  });

  it('refuses of a plan the one step that a change made stale, and does the others', () => {
    soak('old', 3, '--iteration-duration', '1m');
    age('old', 8);
    plimsoll('artifacts', 'plan');
    appendFileSync(join(out, 'runs/old/FILLS_2.jsonl'), 'x');
    const { exitCode, stdout } = plimsoll('artifacts', 'apply');
    expect(exitCode).toBe(1);
    expect(stdout.match(/^REFUSED .*$/gmu)).toEqual([
      expect.stringMatching(
        /^REFUSED compress old: the plan is stale: runs\/old\/FILLS_2\.jsonl has \d+ bytes by now/u,
      ),
    ]);
    expect(readdirSync(join(out, 'runs/old')).filter((name) => name.endsWith('.gz'))).toHaveLength(5);
  });
});

it.skipIf(!ALL)(
  `2 GB of runs come under 900 MB, and then under 300 MB, without a byte changed of what no rotation touches${ALL ? '' : ' [SKIPPED: takes minutes, npm run crash runs it]'}`,
  () => {
    const startedMs = performance.now();
    // Paused before its end: a run without a verdict, of which any copy may go.
    soak('bulk', 41, '--iteration-duration', '1h', '--stop-after', '40h');
    const bulk = join(out, 'runs/bulk');
    const [one] = surveyFolder(nodeDisk, out).runs;
    const bytes = (one?.files ?? []).reduce((sum, { size }) => sum + size, 0);
    // The oldest by name, where all began at the same time.
    const copies = Math.ceil(2e9 / bytes);
    const names = Array.from({ length: copies }, (_, index) => `m${String(index).padStart(3, '0')}`);
    for (const name of ['a-baseline', 'b-running', ...names])
      cpSync(bulk, join(out, 'runs', name), { recursive: true });
    rmSync(bulk, { recursive: true });
    writeFileSync(join(out, 'runs/a-baseline/BASELINE'), '');
    storeRun(out, 'passed', { verdict: 'PASS', at: '2020-01-01T00:00:00.000Z' });
    storeRun(out, 'failed', { verdict: 'FAIL', at: '2020-01-02T00:00:00.000Z' });
    mkdirSync(join(out, 'runs/c-foreign'));
    writeFileSync(join(out, 'runs/c-foreign/data.bin'), Buffer.alloc(20e6, 7));
    writeFileSync(join(out, 'runs/m000/notes.txt'), 'mine');
    const lock = acquireRunLock(nodeDisk, join(out, 'runs/b-running'), { pid: process.pid });
    const untouchable = ['a-baseline', 'b-running', 'c-foreign', 'passed', 'failed'];
    const before = untouchable.map(digestOf);
    const atFirst = surveyFolder(nodeDisk, out).bytes;
    expect(atFirst).toBeGreaterThan(2e9);
    for (const [budget, most] of [
      ['900MB', 900e6],
      ['300MB', 300e6],
    ] as const) {
      // How much a compression saves is known only afterwards.
      for (let round = 0; round < 4; round += 1) {
        expect(plimsoll('artifacts', 'plan', '--budget', budget).exitCode).toBe(0);
        if (plimsoll('artifacts', 'apply').exitCode === 0) break;
      }
      const left = surveyFolder(nodeDisk, out);
      expect(left.bytes).toBeLessThanOrEqual(most);
      expect(untouchable.map(digestOf)).toEqual(before);
      expect(readFileSync(join(out, 'runs/m000/notes.txt'), 'utf8')).toBe('mine');
      const { length } = left.runs;
      process.stdout.write(
        `${(atFirst / 1e6).toFixed(0)} MB in ${names.length + 4} runs under ${budget}: ${(left.bytes / 1e6).toFixed(0)} MB in ${length} runs after ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`,
      );
    }
    lock.release();
    const survivors = surveyFolder(nodeDisk, out).runs.map(({ id }) => id);
    expect(survivors).toEqual(expect.arrayContaining(['a-baseline', 'b-running', 'passed', 'failed', names.at(-1)]));
    expect(survivors.length).toBeLessThan(names.length);
    for (const run of ['a-baseline', names.at(-1) ?? '']) expect(plimsoll('verify', run).exitCode).toBe(0);
  },
  HOUR_MS,
);

/** Of every name and byte in a folder, but the lock. */
function digestOf(run: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(join(out, 'runs', run)).filter((name) => name !== 'run.lock');
  for (const name of names.toSorted()) hash.update(`${name}\0`).update(readFileSync(join(out, 'runs', run, name)));
  return hash.digest('hex');
}
