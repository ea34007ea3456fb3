// The gate's command line: formats, modes, waivers, evidence.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRun } from '../../artifacts/read-run.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashJson, hashText } from '../../json/hash.ts';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { rejudge } from '../../report/rejudge.ts';
import { assert } from '../../std/assert.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';
import { forgeRun } from '../running/forge-run.fixture.ts';

const FOLDER = 'artifacts/soak/runs/stored';
const SOAK = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--quiet'];
const cwd = temporaryFolder();

const IMPOSSIBLE = {
  name: 'impossible',
  min_samples: 1,
  last_iterations: 3,
  rules: [{ kpi: 'risk_ratio', good: 'above', hard: 1 }],
};
const LENIENT = { ...IMPOSSIBLE, name: 'lenient', rules: [{ kpi: 'risk_ratio', good: 'below', hard: 1 }] };
const WAIVER = { rule: 'risk_ratio', reason: 'a known drift', author: 'ann', expires: '2026-12-31' };

beforeAll(async () => {
  await run([...SOAK, '--run-id', 'stored'], { cwd });
  // Whether so short a run earns a snapshot is the market's business, and not what is tested here.
  rmSync(join(cwd, FOLDER, 'PRODUCTION_SNAPSHOT.json'), { force: true });
  writeFileSync(join(cwd, 'impossible.json'), JSON.stringify(IMPOSSIBLE, null, 2));
  writeFileSync(join(cwd, 'lenient.json'), JSON.stringify(LENIENT));
  writeFileSync(join(cwd, 'waivers.json'), JSON.stringify({ waivers: [WAIVER] }));
  writeFileSync(join(cwd, 'expired.json'), JSON.stringify({ waivers: [{ ...WAIVER, expires: '2026-11-21' }] }));
});

/** `plimsoll gate stored` with these arguments. */
function gate(...argv: readonly string[]): Promise<Ran> {
  return run(['gate', 'stored', ...argv], { cwd });
}

function object(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  assert(isJsonObject(member), `${key} is an object`);
  return member;
}

const FORMATS = ['text', 'json', 'junit', 'sarif', 'markdown'];

describe('an old verdict', () => {
  test('is reproduced byte for byte, whatever was judged in between', async () => {
    await gate('--policy', 'impossible.json');
    const stored = readRun(nodeDisk, join(cwd, FOLDER));
    expect(canonicalDocument(rejudge(stored))).toBe(readFileSync(join(cwd, FOLDER, 'KPI_GATE.json'), 'utf8'));
  });

  test.each(FORMATS)('as %s is the same text each time', async (format) => {
    const argv = [
      '--policy',
      'impossible.json',
      '--waivers',
      'waivers.json',
      '--now',
      '2026-11-22',
      '--format',
      format,
    ];
    expect(await gate(...argv)).toEqual(await gate(...argv));
  });
});

describe('the formats', () => {
  test('begin as their readers expect', async () => {
    const began = await Promise.all(
      FORMATS.map(async (format) => (await gate('--format', format)).stdout.split('\n')[0]),
    );
    expect(began).toEqual([
      'stored',
      '{',
      '<?xml version="1.0" encoding="UTF-8"?>',
      '{',
      expect.stringMatching(/^## [A-Z_]+: plimsoll gate$/u),
    ]);
  });

  test('--json is --format json, and no other format beside it', async () => {
    expect(await gate('--json')).toEqual(await gate('--format', 'json'));
    const both = await gate('--json', '--format', 'junit');
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain('--json and --format junit are two formats');
  });

  test('an error with --format json is a document, as with --json', async () => {
    for (const argv of [['--format', 'json'], ['--format=json'], ['--json']]) {
      const { exitCode, stdout } = await run(['gate', 'nobody', ...argv], { cwd });
      expect(exitCode).toBe(2);
      expect(jsonObject(stdout)).toHaveProperty('error');
    }
  });

  test('SARIF points at the line of the rule in the gate file, or at the verdict that the run left', async () => {
    const result = async (...argv: readonly string[]): Promise<string> =>
      (await gate('--format', 'sarif', ...argv)).stdout.replaceAll(/\s+/gu, '');
    expect(await result('--policy', 'impossible.json')).toContain(
      '"artifactLocation":{"uri":"impossible.json"},"region":{"startLine":6}',
    );
    await run([...SOAK, '--policy', 'impossible.json', '--run-id', 'failing'], { cwd });
    const { stdout } = await run(['gate', 'failing', '--format', 'sarif'], { cwd });
    expect(stdout).toContain('"uri": "artifacts/soak/runs/failing/KPI_GATE.json"');
  });
});

describe('the mode', () => {
  test('hard, unless typed otherwise, ends a FAIL with 3, whatever the environment says', async () => {
    const { exitCode } = await run(['gate', 'stored', '--policy', 'impossible.json'], {
      cwd,
      env: { KPI_GATE_MODE: 'soft' },
    });
    expect(exitCode).toBe(3);
  });

  test.each(FORMATS)('soft ends a FAIL with 0, shows the FAIL, and says so in %s', async (format) => {
    const { exitCode, stdout } = await gate('--policy', 'impossible.json', '--mode', 'soft', '--format', format);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('FAIL');
    expect(stdout).toContain('mode soft: this FAIL ends with exit code 0 instead of 3');
  });

  test('soft forgives nothing that was not decided', async () => {
    const { exitCode, stdout } = await gate('--mode', 'soft', '--release');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    const few = { ...LENIENT, min_samples: 1_000_000_000 };
    writeFileSync(join(cwd, 'few.json'), JSON.stringify(few));
    expect((await gate('--mode', 'soft', '--policy', 'few.json')).exitCode).toBe(4);
  });

  test('says nothing where there was nothing to forgive', async () => {
    const { exitCode, stdout } = await gate('--mode', 'soft', '--policy', 'lenient.json');
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('mode soft');
  });
});

describe('a waiver', () => {
  test.each([...FORMATS, 'quiet'])('makes a FAIL a WARN that ends with 0, and is printed in %s', async (format) => {
    const how = format === 'quiet' ? ['--quiet'] : ['--format', format];
    const { exitCode, stdout } = await gate('--policy', 'impossible.json', '--waivers', 'waivers.json', ...how);
    expect(exitCode).toBe(0);
    for (const part of ['status=WARN', 'ann', 'a known drift', '2026-12-31']) expect(stdout).toContain(part);
  });

  test.each([...FORMATS, 'quiet'])('that is expired changes nothing and is printed in %s', async (format) => {
    const how = format === 'quiet' ? ['--quiet'] : ['--format', format];
    const { exitCode, stdout } = await gate('--policy', 'impossible.json', '--waivers', 'expired.json', ...how);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('status=FAIL');
    expect(stdout.toLowerCase()).toContain('expired');
  });

  test('is shown by the report too, which changes no artifact', async () => {
    await run([...SOAK, '--policy', 'impossible.json', '--run-id', 'broken'], { cwd });
    const before = readFileSync(join(cwd, 'artifacts/soak/runs/broken/KPI_GATE.json'), 'utf8');
    const { stdout } = await run(['report', 'broken', '--waivers', 'waivers.json'], { cwd });
    expect(stdout).toContain('verdict: WARN - a hard gate is broken, and waived');
    expect(stdout).toContain('- waiver of risk_ratio by ann until 2026-12-31, makes its FAIL a WARN: a known drift');
    expect((await run(['report', 'broken'], { cwd })).stdout).toContain('verdict: FAIL');
    expect(readFileSync(join(cwd, 'artifacts/soak/runs/broken/KPI_GATE.json'), 'utf8')).toBe(before);
  });

  test('is held against today, or against the day that is typed, and the day is in the answer', async () => {
    const judged = async (...argv: readonly string[]): Promise<JsonObject> =>
      object(jsonObject((await gate('--policy', 'impossible.json', '--json', ...argv)).stdout), 'judgement');
    // The test's clock stands at 2026-11-22.
    expect(await judged('--waivers', 'waivers.json')).toMatchObject({ judged_on: '2026-11-22', verdict: 'WARN' });
    const later = await judged('--waivers', 'waivers.json', '--now', '2027-01-01');
    expect(later).toMatchObject({ judged_on: '2027-01-01', verdict: 'FAIL' });
    const before = await judged('--waivers', 'expired.json', '--now', '2026-11-21');
    expect(before).toMatchObject({ verdict: 'WARN', waivers: [{ state: 'used' }] });
  });

  test('of a rule that the policy does not have, without an author, or on no day is refused with 2', async () => {
    writeFileSync(join(cwd, 'typo.json'), JSON.stringify({ waivers: [{ ...WAIVER, rule: 'risk_ration' }] }));
    const typo = await gate('--policy', 'impossible.json', '--waivers', 'typo.json');
    expect(typo).toMatchObject({ exitCode: 2, stdout: '' });
    expect(typo.stderr).toContain('did you mean risk_ratio?');
    for (const argv of [
      ['--waivers', 'waivers.json', '--now', '2026-02-30'],
      ['--now', '2026-11-22'],
      ['--waivers', 'nowhere.json'],
    ]) {
      expect(await gate('--policy', 'impossible.json', ...argv)).toMatchObject({ exitCode: 2, stdout: '' });
    }
  });

  test('does not turn a run that a hard gate ended early into one that passes', async () => {
    await run([...SOAK, '--gate-mode', 'hard', '--policy', 'impossible.json', '--run-id', 'stopped'], { cwd });
    const { exitCode, stdout } = await run(['gate', 'stopped', '--waivers', 'waivers.json'], { cwd });
    expect(stdout).toContain('only 1 of 3 planned iterations: a hard gate ended the run');
    expect(exitCode).toBe(4);
    expect((await run(['gate', 'stopped', '--policy', 'lenient.json'], { cwd })).exitCode).toBe(4);
    expect((await run(['gate', 'stopped'], { cwd })).exitCode).toBe(3);
  });
});

describe('the evidence', () => {
  async function evidence(file: string, ...argv: readonly string[]): Promise<{ text: string; stdout: string }> {
    const { stdout } = await gate('--evidence', file, ...argv);
    return { text: readFileSync(join(cwd, file), 'utf8'), stdout };
  }

  test('is canonical JSON whose hashes are printed', async () => {
    const { text, stdout } = await evidence('evidence.json', '--release');
    const document = jsonObject(text);
    expect(canonicalDocument(document)).toBe(text);
    const note = `evidence evidence.json, sha256 ${hashText(text)}, claim sha256 ${hashJson(document['claim'])}`;
    expect(stdout).toContain(`note: ${note}`);
    for (const how of [['--quiet'], ...FORMATS.map((format) => ['--format', format])]) {
      expect((await gate('--evidence', 'evidence.json', '--release', ...how)).stdout).toContain(note);
    }
    expect(readFileSync(join(cwd, 'evidence.json'), 'utf8')).toBe(text);
    expect(document['claim_sha256']).toBe(hashJson(document['claim']));
    const printed = object(
      jsonObject((await gate('--evidence', 'evidence.json', '--release', '--json')).stdout),
      'evidence',
    );
    expect(printed).toMatchObject({ sha256: hashText(text) });
  });

  test('holds rules, inputs, configuration, seed, versions, numbers, exclusions, journal head and verdict', async () => {
    const two = { ...LENIENT, last_iterations: 2 };
    writeFileSync(join(cwd, 'two.json'), JSON.stringify(two));
    const { text } = await evidence('two-evidence.json', '--policy', 'two.json');
    const stored = readRun(nodeDisk, join(cwd, FOLDER));
    const completed = [...stored.journal.lines()].filter(({ record }) => record.kind === 'iteration_completed');
    expect(jsonObject(text)).toMatchObject({
      format: 1,
      claim: {
        verdict: 'PASS',
        gate_line: expect.stringContaining('status=OK') as unknown,
        judgement: { policy: { rules: LENIENT.rules }, iterations: [2, 3] },
        kpis: { net_bps: { kind: 'value' } },
        run: {
          plan: { seed: 42 },
          plan_sha256: stored.record.plan_sha256,
          course: { planned: 3, completed: 3, reason: 'completed' },
          exclusions: [{ iterations: [1] }],
          iterations: [2, 3].map((iteration) => ({
            iteration,
            summary_sha256: hashJson(stored.summaries[iteration - 1]),
            fills_sha256: stored.summaries[iteration - 1]?.fills_sha256,
          })),
          journal: { records: completed.at(-1)?.seq, sha256: completed.at(-1)?.hash },
        },
      },
      origin: {
        run_id: 'stored',
        versions: { plimsoll: '0.0.0-test' },
        configuration: stored.record.configuration,
        journal: stored.journal.head,
      },
      judged_by: { plimsoll: '0.0.0-test' },
    });
  });

  test('claims the same of two runs of one seed, whatever their names, times and folders', async () => {
    const other = temporaryFolder();
    await run([...SOAK, '--run-id', 'again', '--out', 'elsewhere'], { cwd: other, lookMs: 7 });
    await run(['gate', 'again', '--out', 'elsewhere', '--release', '--evidence', 'e.json'], { cwd: other });
    const again = jsonObject(readFileSync(join(other, 'e.json'), 'utf8'));
    const { text } = await evidence('first.json', '--release');
    const first = jsonObject(text);
    expect(again['claim']).toEqual(first['claim']);
    expect(again['claim_sha256']).toBe(first['claim_sha256']);
    expect(again['origin']).not.toEqual(first['origin']);
  });

  test('carries the waivers and the day', async () => {
    const argv = ['--policy', 'impossible.json', '--waivers', 'waivers.json'];
    const { text } = await evidence('waived.json', ...argv);
    expect(object(object(jsonObject(text), 'claim'), 'judgement')).toMatchObject({
      judged_on: '2026-11-22',
      waivers: [{ rule: 'risk_ratio', author: 'ann', state: 'used' }],
    });
  });

  test('is written whatever the verdict, and not at all where the run cannot be believed', async () => {
    const { exitCode } = await gate('--policy', 'impossible.json', '--evidence', 'failed.json');
    expect(exitCode).toBe(3);
    expect(jsonObject(readFileSync(join(cwd, 'failed.json'), 'utf8'))).toMatchObject({ claim: { verdict: 'FAIL' } });

    const copy = join(temporaryFolder(), 'copy');
    cpSync(join(cwd, FOLDER), copy, { recursive: true });
    forgeRun(copy, {
      document: (document, name) => (name === 'ITER_SUMMARY_2.json' ? { ...document, state_hash: 'x' } : document),
    });
    const forged = await run(['gate', copy, '--release', '--evidence', 'never.json'], { cwd });
    expect(forged.exitCode).toBe(6);
    expect(forged.stderr).toContain('ITER_SUMMARY_2.json: state_hash is of another vector');
    expect(existsSync(join(cwd, 'never.json'))).toBe(false);
  });

  test('tells with how many parameter vectors the judged iterations ran, and a release says it', async () => {
    const tuned = [...SOAK, '--scenario', 'volatile', '--profile', 'aggressive', '--run-id', 'tuned'];
    await run(tuned, { cwd });
    const { stdout } = await run(['gate', 'tuned', '--release', '--evidence', 'tuned.json'], { cwd });
    const vectors = object(object(jsonObject(readFileSync(join(cwd, 'tuned.json'), 'utf8')), 'claim'), 'run')[
      'parameter_vectors'
    ];
    assert(Array.isArray(vectors) && vectors.length > 1, 'the tuner was at work');
    expect(stdout).toContain(`note: the judged iterations ran with ${vectors.length} parameter vectors`);
    const own = await run(['gate', 'tuned'], { cwd });
    expect(own.stdout).not.toContain('parameter vectors');
  });
});
