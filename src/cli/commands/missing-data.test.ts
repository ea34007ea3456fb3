// What is missing, broken or in the wrong place never passes: each says why, with the exit code that the contract names.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { assert } from '../../std/assert.ts';
import type { MemoryHost, Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';
import { forgeRun } from '../running/forge-run.fixture.ts';

const cwd = temporaryFolder();
const RUNS = 'artifacts/soak/runs';
const SHORT = ['--iteration-duration', '2m', '--quiet'];

/** Passes whatever was measured. */
const LENIENT = {
  name: 'lenient',
  min_samples: 1,
  last_iterations: 8,
  rules: [
    { kpi: 'net_bps', good: 'above', hard: -1_000_000 },
    { kpi: 'risk_ratio', good: 'below', hard: 1 },
  ],
};

beforeAll(async () => {
  writeFileSync(join(cwd, 'lenient.json'), JSON.stringify(LENIENT));
  await run(['soak', '--iterations', '11', ...SHORT, '--policy', 'lenient.json', '--run-id', 'whole'], { cwd });
  // Whether so short a run earns a snapshot is the market's business, and not what is tested here.
  rmSync(join(cwd, RUNS, 'whole', 'PRODUCTION_SNAPSHOT.json'), { force: true });
});

function judged(folder: string, ...argv: readonly string[]): Promise<Ran> {
  return run(['gate', folder, '--policy', 'lenient.json', ...argv], { cwd });
}

function copied(): string {
  const copy = join(temporaryFolder(), 'copy');
  cpSync(join(cwd, RUNS, 'whole'), copy, { recursive: true });
  return copy;
}

function edited(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

function object(value: JsonValue | undefined): JsonObject {
  assert(isJsonObject(value), 'it is an object');
  return value;
}

/** Every iteration's amount of that name in the account of the whole, forged so that all hashes fit; `undefined` leaves it out. */
function withTotals(folder: string, field: string, value: JsonValue | undefined): void {
  forgeRun(folder, {
    document(document, name) {
      if (!name.startsWith('ITER_SUMMARY')) return document;
      const edge = object(document['edge']);
      const { [field]: _old, ...totals } = object(edge['totals']);
      const changed = value === undefined ? totals : { ...totals, [field]: value };
      return { ...document, edge: { ...edge, totals: changed } };
    },
  });
}

test('the run itself passes, so that what follows can fail', async () => {
  const { exitCode, stdout } = await judged('whole', '--quiet');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('status=OK');
});

describe('a number that is none', () => {
  test.each(['NaN', 'Infinity', '-Infinity', '1e999', '-0'])(
    '%s in an artifact is no JSON: 6, with the file',
    async (text) => {
      const folder = copied();
      edited(folder, 'ITER_SUMMARY_11.json', (whole) => whole.replace(/"pnl": -?[\d.e-]+/u, `"pnl": ${text}`));
      const { exitCode, stdout, stderr } = await judged(folder);
      expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
      expect(stderr).toContain('ITER_SUMMARY_11.json is damaged');
    },
  );

  test('null where a number belongs: 6, with file and place, even where every hash bears it out', async () => {
    const folder = copied();
    withTotals(folder, 'pnl', null);
    const { exitCode, stdout, stderr } = await judged(folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
    expect(stderr).toContain('ITER_SUMMARY_1.json holds null at /edge/totals/pnl');
  });

  test('a number that is left out makes its KPI none: 4, and says so', async () => {
    const folder = copied();
    withTotals(folder, 'pnl', undefined);
    const { exitCode, stdout } = await judged(folder);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('NO_DATA net_bps has no value: NaN is no finite number');
  });
});

describe('a KPI without data', () => {
  test('is NO_DATA: 4, in the run and in the gate', async () => {
    // In a second nobody trades.
    const argv = ['--iterations', '1', '--iteration-duration', '1s', '--policy', 'lenient.json'];
    const soaked = await run(['soak', ...argv, '--run-id', 'silent', '--scenario', 'calm'], { cwd });
    const summary = readFileSync(join(cwd, RUNS, 'silent', 'ITER_SUMMARY_1.json'), 'utf8');
    expect(object(jsonObject(summary)['absent'])).toHaveProperty('net_bps');
    expect(soaked.exitCode).toBe(4);
    const { exitCode, stdout } = await judged('silent');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^- NO_DATA net_bps has no value: /mu);
    expect(stdout).toContain('status=NO_DATA | net=n/a');
  });

  test('in every format is no pass', async () => {
    const junit = await judged('silent', '--format', 'junit');
    expect(junit.stdout).toContain('<error type="NO_DATA"');
    const sarif = await judged('silent', '--format', 'sarif');
    expect(sarif.stdout).toContain('"level": "error"');
    const markdown = await judged('silent', '--format', 'markdown');
    expect(markdown.stdout).toMatch(/^## NO_DATA/u);
  });
});

test('a run without a single iteration is NO_DATA: 130 at its own end, 4 by the gate', async () => {
  const stopAtOnce = (host: MemoryHost): void => host.interrupt();
  const stopped = await run(['soak', '--iterations', '2', ...SHORT, '--run-id', 'empty'], {
    cwd,
    onBreath: stopAtOnce,
  });
  expect(stopped.exitCode).toBe(130);
  const { exitCode, stdout } = await judged('empty');
  expect(exitCode).toBe(4);
  expect(stdout).toContain('no iteration was completed');
  expect(stdout).toContain('status=NO_DATA');
});

describe('the order of iterations', () => {
  test('is that of their numbers: 10 and 11 are the last, and 9 comes before them', async () => {
    const { stdout } = await judged('whole', '--json');
    expect(object(jsonObject(stdout)['judgement'])['iterations']).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    const report = await run(['report', 'whole', '--json'], { cwd });
    const rows = jsonObject(report.stdout)['iterations'];
    assert(Array.isArray(rows), 'iterations are a list');
    expect(rows.map((row) => object(row)['iteration'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('in the journal is held: 10 where 9 belongs is refused with 6', async () => {
    const folder = copied();
    forgeRun(folder, {
      record: (record) => (record.kind === 'iteration_completed' && record.iteration === 9 ? [] : [record]),
    });
    const { exitCode, stderr } = await judged(folder);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('iteration 10 stands where 9 belongs');
  });
});

describe('an artifact that is cut off', () => {
  test.each([
    'run.json',
    'ITER_SUMMARY_1.json',
    'ITER_SUMMARY_11.json',
    'FILLS_11.jsonl',
    'EDGE_REPORT.json',
    'KPI_GATE.json',
    'TUNING_REPORT.json',
    'TUNING_STATE.json',
    'runtime_overrides.json',
  ])('%s: 6, with the file, at half its length and at none', async (name) => {
    for (const share of [0.5, 0]) {
      const folder = copied();
      edited(folder, name, (text) => text.slice(0, Math.floor(text.length * share)));
      const { exitCode, stdout, stderr } = await judged(folder);
      expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: '' });
      expect(stderr).toContain(join(folder, name));
    }
  });

  test('a journal cut off in a line or emptied: 6; between two lines the rest is missing: 4', async () => {
    for (const cut of [(text: string): string => text.slice(0, -20), (): string => '']) {
      const folder = copied();
      edited(folder, 'journal.jsonl', cut);
      const { exitCode, stderr } = await judged(folder);
      expect(exitCode).toBe(6);
      expect(stderr).toContain('journal.jsonl');
    }
    const folder = copied();
    edited(folder, 'journal.jsonl', (text) => `${text.split('\n').slice(0, -2).join('\n')}\n`);
    const { exitCode, stdout } = await judged(folder);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('INCONCLUSIVE at best: 11 of 11 planned iterations: the run wrote no end');
  });

  test('a run that is no run: 2, and a folder whose run.json is gone is none', async () => {
    expect((await judged('nobody')).exitCode).toBe(2);
    const folder = temporaryFolder();
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
    expect((await judged(folder)).exitCode).toBe(2);
  });
});
