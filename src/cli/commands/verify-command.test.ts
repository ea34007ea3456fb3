// `plimsoll verify`, and what `gate` and `verify` do with a run of which one byte was changed.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRun, verifyArtifacts } from '../../artifacts/read-run.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';
import { forgeRun } from '../running/forge-run.fixture.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const FOLDER = 'artifacts/soak/runs/stored';
const cwd = temporaryFolder();

beforeAll(async () => {
  await run(['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'stored', '--quiet'], { cwd });
  // Whether so short a run earns a snapshot is the market's business, and not what is tested here.
  rmSync(join(cwd, FOLDER, 'PRODUCTION_SNAPSHOT.json'), { force: true });
});

function inStored(argv: readonly string[]): Promise<Ran> {
  return run(argv, { cwd });
}

function copied(): string {
  const copy = temporaryFolder();
  cpSync(join(cwd, FOLDER), copy, { recursive: true });
  return copy;
}

describe('plimsoll verify', () => {
  test('says of an honest run what it looked at, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await inStored(['verify', 'latest']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('stored');
    expect(lines.filter((line) => line.startsWith('ok ')).map((line) => line.split(':')[0])).toEqual([
      'ok journal',
      'ok files',
      'ok no journal line is missing',
      'ok hand-over',
      'ok decisions',
      'ok accounts',
      'ok documents',
    ]);
    expect(stdout).toMatch(/^full-apply ratio: /mu);
    expect(lines.slice(-2)).toEqual(['the run completed all 3 iterations', 'verified: YES']);
  });

  test('says the same as JSON, and changes nothing', async () => {
    const before = readdirSync(join(cwd, FOLDER)).map((name) => readFileSync(join(cwd, FOLDER, name), 'utf8'));
    const { exitCode, stdout } = await inStored(['verify', 'stored', '--json']);
    const document = jsonObject(stdout);
    expect(document).toMatchObject({ run_id: 'stored', whole: true, exit_code: exitCode });
    expect(document['checks']).toHaveLength(7);
    expect(document['full_apply']).toHaveProperty('proposed');
    expect(readdirSync(join(cwd, FOLDER)).map((name) => readFileSync(join(cwd, FOLDER, name), 'utf8'))).toEqual(before);
  });

  test('verifies a run that was cut off as far as it goes, and says so', async () => {
    const folder = copied();
    const path = join(folder, 'journal.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -2);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const { exitCode, stdout } = await inStored(['verify', folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the run is at work or was cut off after 3 of 3 iterations\nverified as far as it goes');
    expect(jsonObject((await inStored(['verify', folder, '--json'])).stdout)).toMatchObject({ whole: false });
  });

  test('verifies a run whose journal ends in the middle of a line, and only the gate refuses it', async () => {
    const whole = readFileSync(join(cwd, FOLDER, 'journal.jsonl'), 'utf8');
    const lastLine = whole.trimEnd().split('\n').at(-1)?.length ?? 0;
    for (const cut of [1, 2, Math.floor(lastLine / 2), lastLine]) {
      const folder = copied();
      writeFileSync(join(folder, 'journal.jsonl'), whole.slice(0, whole.length - cut));
      const { exitCode, stdout } = await inStored(['verify', folder]);
      expect({ cut, exitCode }).toEqual({ cut, exitCode: 0 });
      expect(stdout).toContain('verified as far as it goes');
      expect(stdout).toContain('the last line of the journal is only begun, and does not count');
      expect((await inStored(['gate', folder])).exitCode).toBe(6);
    }
  });

  test('verifies a run that was paused and resumed', async () => {
    const argv = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'resumed', '--quiet'];
    await inStored([...argv, '--stop-after', '2m']);
    expect((await inStored(['verify', 'resumed'])).stdout).toContain('verified: YES');
    await inStored(['soak', '--resume', 'resumed', '--quiet']);
    const { exitCode, stdout } = await inStored(['verify', 'resumed']);
    expect(stdout).toContain('the run completed all 3 iterations\nverified: YES');
    expect(exitCode).toBe(0);
  });

  test('ends with 6 where something does not hold, and says what', async () => {
    const folder = copied();
    forgeRun(folder, {
      document: (document, name) => (name === 'ITER_SUMMARY_2.json' ? { ...document, state_hash: 'x' } : document),
    });
    const { exitCode, stdout } = await inStored(['verify', folder]);
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/^FAILED hand-over: ITER_SUMMARY_2\.json: state_hash is of another vector/mu);
    expect(stdout).toMatch(/^verified: NO - this run is not what it says it is$/mu);
  });

  test('asks under --strict that the run is all there', async () => {
    const options = ['--iterations', '3', '--iteration-duration', '2m', '--scenario', 'volatile', '--quiet'];
    await inStored(['soak', ...options, '--stop-after', '2m', '--run-id', 'cut']);
    const part = await inStored(['verify', 'cut', '--strict']);
    expect(part.exitCode).toBe(6);
    expect(part.stdout).toContain('verified: NO - under --strict the run has not come to its end');

    await inStored(['soak', ...options, '--run-id', 'tuned']);
    const tuned = await inStored(['verify', 'tuned', '--strict', '--json']);
    expect(tuned.exitCode).toBe(0);
    expect(jsonObject(tuned.stdout)).toMatchObject({ strict_objections: [], full_apply: { ratio: 1 } });
  });
});

describe('one changed byte', () => {
  /** The byte in the middle, so that it is no line feed at the end; another of the same class, so that JSON stays JSON where it can. */
  function flipped(folder: string, name: string): void {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    const at = bytes.findIndex((byte, index) => index >= bytes.length / 2 && byte >= 0x30 && byte <= 0x38);
    bytes[at] = (bytes[at] ?? 0) + 1;
    writeFileSync(path, bytes);
  }

  const hashed = [
    'run.json',
    'journal.jsonl',
    'ITER_SUMMARY_1.json',
    'ITER_SUMMARY_2.json',
    'ITER_SUMMARY_3.json',
    'FILLS_1.jsonl',
    'FILLS_3.jsonl',
    'EDGE_REPORT.json',
    'KPI_GATE.json',
    'TUNING_REPORT.json',
    'TUNING_STATE.json',
    'runtime_overrides.json',
  ];

  test.each(hashed)('in %s is refused by verify and by gate with 6, and named', async (name) => {
    const folder = copied();
    flipped(folder, name);
    for (const command of ['verify', 'gate']) {
      const { exitCode, stdout, stderr } = await inStored([command, folder]);
      expect({ command, exitCode, stdout }).toEqual({ command, exitCode: 6, stdout: '' });
      expect(stderr).toContain(join(folder, name));
    }
  });

  test('in STEADY_TREND.md, which no journal names, is found by verify', async () => {
    const folder = copied();
    flipped(folder, 'STEADY_TREND.md');
    const { exitCode, stdout } = await inStored(['verify', folder]);
    expect(exitCode).toBe(6);
    expect(stdout).toContain('STEADY_TREND.md');
  });

  test('anywhere in any file that the journal or run.json vouches for is refused, and the file named', () => {
    const folder = copied();
    for (const name of hashed) {
      const path = join(folder, name);
      const whole = readFileSync(path);
      const places = [0, 1, whole.length - 2, whole.length - 1];
      for (let place = 1; place < 5; place += 1) places.push(Math.floor((whole.length * place) / 5));
      for (const at of places) {
        for (const bit of [0x01, 0x80]) {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ bit;
          writeFileSync(path, bytes);
          for (const lastLine of ['whole', 'may be begun'] as const) {
            expect(refusal(folder, lastLine), `${name}, byte ${at}, bit ${bit}`).toContain(join(folder, name));
          }
        }
      }
      writeFileSync(path, whole);
    }
    expect(refusal(folder, 'whole')).toBe('none');
  });

  test('is tried in every file that a run leaves', () => {
    const left = readdirSync(join(cwd, FOLDER));
    // The page is drawn from the others, by a version of its own, and is no evidence.
    const shown = ['STEADY_TREND.md', 'report.html'];
    expect(left.toSorted()).toEqual([...hashed, 'FILLS_2.jsonl', ...shown].toSorted());
  });

  /** The sentence with which reading the run fails. */
  function refusal(folder: string, lastLine: 'whole' | 'may be begun'): string {
    try {
      verifyArtifacts(nodeDisk, readRun(nodeDisk, folder, lastLine));
    } catch (error) {
      assert(error instanceof Failure && error.code === 'artifact', 'damage is a failure of artifacts');
      return error.message;
    }
    return 'none';
  }
});
