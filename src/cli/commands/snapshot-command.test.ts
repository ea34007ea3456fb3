// PRODUCTION_SNAPSHOT.json: written where it is earned, refused where it is not, and held to the run that it came from.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PRODUCTION_SNAPSHOT_FILE } from '../../artifacts/production-snapshot.ts';
import { readRun } from '../../artifacts/read-run.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashJson, hashText } from '../../json/hash.ts';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { assert } from '../../std/assert.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const FOLDER = 'artifacts/soak/runs/stored';
const cwd = temporaryFolder();

const GATE = {
  name: 'mine',
  min_samples: 1,
  last_iterations: 2,
  rules: [{ kpi: 'risk_ratio', good: 'below', hard: 1 }],
};
const WAIVER = { rule: 'risk_ratio', reason: 'a known drift', author: 'ann', expires: '2026-12-31' };

beforeAll(async () => {
  await run(['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'stored', '--quiet'], { cwd });
  rmSync(join(cwd, FOLDER, PRODUCTION_SNAPSHOT_FILE), { force: true });
  const write = (name: string, value: object): void => writeFileSync(join(cwd, name), JSON.stringify(value));
  write('passes.json', GATE);
  write('warns.json', { ...GATE, rules: [{ kpi: 'risk_ratio', good: 'below', soft: 0, hard: 1 }] });
  write('fails.json', { ...GATE, rules: [{ kpi: 'risk_ratio', good: 'above', hard: 1 }] });
  write('open.json', { ...GATE, min_samples: 1_000_000_000 });
  write('waivers.json', { waivers: [WAIVER] });
});

/** A copy of the run, which has no snapshot. */
function copied(): string {
  const copy = join(temporaryFolder(), 'copy');
  cpSync(join(cwd, FOLDER), copy, { recursive: true });
  return copy;
}

function snapshot(folder: string, ...argv: readonly string[]): Promise<Ran> {
  return run(['snapshot', folder, ...argv], { cwd });
}

function readBack(folder: string): JsonObject {
  return jsonObject(readFileSync(join(folder, PRODUCTION_SNAPSHOT_FILE), 'utf8'));
}

function object(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  assert(isJsonObject(member), `${key} is an object`);
  return member;
}

describe('plimsoll snapshot', () => {
  test('writes the parameters of the last judged iteration with the hash of the evidence, and prints its own', async () => {
    const folder = copied();
    const { exitCode, stdout } = await snapshot(folder, '--policy', 'passes.json');
    expect(exitCode).toBe(0);
    const text = readFileSync(join(folder, PRODUCTION_SNAPSHOT_FILE), 'utf8');
    expect(stdout).toContain(`PRODUCTION_SNAPSHOT.json, sha256 ${hashText(text)}`);
    const { summaries, record, journal } = readRun(nodeDisk, folder);
    const last = summaries.at(-1);
    const head = [...journal.lines()].findLast((line) => line.record.kind === 'iteration_completed');
    expect(readBack(folder)).toMatchObject({
      parameters: last?.parameters,
      state_hash: last?.state_hash,
      verdict: 'PASS',
      judgement: { policy: { name: 'mine' }, iterations: [2, 3] },
      seed: 42,
      plan_sha256: record.plan_sha256,
      journal: { records: head?.seq, sha256: head?.hash },
    });
    // The evidence of the same verdict has the hash that the snapshot names.
    await run(['gate', folder, '--policy', 'passes.json', '--evidence', 'evidence.json'], { cwd });
    const evidence = jsonObject(readFileSync(join(cwd, 'evidence.json'), 'utf8'));
    expect(readBack(folder)['evidence_sha256']).toBe(evidence['claim_sha256']);
  });

  test('writes the same bytes again, also for a run of the same seed elsewhere, and to a place of one’s own', async () => {
    const [folder, other] = [copied(), temporaryFolder()];
    await snapshot(folder, '--policy', 'passes.json');
    await snapshot('stored', '--policy', 'passes.json', '--file', 'mine.json');
    const argv = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'again', '--quiet'];
    await run(argv, { cwd: other, lookMs: 7 });
    const policy = join(cwd, 'passes.json');
    await run(['snapshot', 'again', '--policy', policy, '--file', 'other.json'], { cwd: other });
    const text = readFileSync(join(folder, PRODUCTION_SNAPSHOT_FILE), 'utf8');
    expect(readFileSync(join(cwd, 'mine.json'), 'utf8')).toBe(text);
    expect(readFileSync(join(other, 'other.json'), 'utf8')).toBe(text);
    expect(existsSync(join(cwd, FOLDER, PRODUCTION_SNAPSHOT_FILE))).toBe(false);
  });

  test('takes WARN for a pass, as the exit code does, and carries what was waived', async () => {
    const folder = copied();
    expect((await snapshot(folder, '--policy', 'warns.json')).exitCode).toBe(0);
    expect(readBack(folder)).toMatchObject({ verdict: 'WARN' });
    const argv = ['--policy', 'fails.json', '--waivers', 'waivers.json'];
    expect((await snapshot(folder, ...argv)).exitCode).toBe(0);
    expect(object(readBack(folder), 'judgement')).toMatchObject({
      judged_on: '2026-11-22',
      waivers: [{ author: 'ann', state: 'used' }],
    });
    expect((await run(['verify', folder], { cwd })).stdout).toContain('ok snapshot: it comes out the same again');
  });

  test.each([
    ['fails.json', 3, 'FAIL'],
    ['open.json', 4, 'INCONCLUSIVE'],
  ])('refuses a run that %s judges, with %i', async (policy, code, verdict) => {
    const folder = copied();
    const { exitCode, stdout } = await snapshot(folder, '--policy', policy);
    expect(exitCode).toBe(code);
    expect(stdout).toContain(`verdict: ${verdict}`);
    expect(stdout).toContain('no snapshot: the run did not pass');
    expect(existsSync(join(folder, PRODUCTION_SNAPSHOT_FILE))).toBe(false);
    const { stdout: json } = await snapshot(folder, '--policy', policy, '--json');
    expect(jsonObject(json)).toMatchObject({ exit_code: code });
    expect(jsonObject(json)).not.toHaveProperty('snapshot');
  });

  test('refuses a run that was cut off with 4, and one that is not what it says with 6', async () => {
    const cut = copied();
    const journal = join(cut, 'journal.jsonl');
    writeFileSync(journal, `${readFileSync(journal, 'utf8').split('\n').slice(0, -2).join('\n')}\n`);
    expect((await snapshot(cut, '--policy', 'passes.json')).exitCode).toBe(4);

    const forged = copied();
    const trend = join(forged, 'STEADY_TREND.md');
    writeFileSync(trend, `${readFileSync(trend, 'utf8')}more\n`);
    expect(await snapshot(forged, '--policy', 'passes.json')).toMatchObject({ exitCode: 6, stdout: '' });
    for (const folder of [cut, forged]) expect(existsSync(join(folder, PRODUCTION_SNAPSHOT_FILE))).toBe(false);
  });

  test('judges by the release gate where nothing else is named', async () => {
    const { stdout } = await snapshot(copied());
    expect(stdout).toContain('(policy release, ');
  });
});

describe('a soak', () => {
  test('that froze and passed the release gate leaves a snapshot, the same that is written on demand', async () => {
    const { stdout } = await run(['soak', '--iterations', '4', '--iteration-duration', '30m', '--run-id', 'earned'], {
      cwd,
    });
    expect(stdout).toContain(
      'it froze and passed the release gate: artifacts/soak/runs/earned/PRODUCTION_SNAPSHOT.json',
    );
    const folder = join(cwd, 'artifacts/soak/runs/earned');
    const text = readFileSync(join(folder, PRODUCTION_SNAPSHOT_FILE), 'utf8');
    expect(readBack(folder)).toMatchObject({
      verdict: 'PASS',
      judgement: { policy: { name: 'release' } },
      frozen: { parameters: ['impact_cap_ratio', 'max_delta_ratio'] },
    });
    const { iterations } = object(readBack(folder), 'frozen');
    assert(Array.isArray(iterations) && iterations.length > 0, 'some iterations ran frozen');
    expect((await snapshot('earned', '--file', 'demanded.json')).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'demanded.json'), 'utf8')).toBe(text);
    await run(['gate', 'earned', '--release', '--evidence', 'earned.json'], { cwd });
    const evidence = jsonObject(readFileSync(join(cwd, 'earned.json'), 'utf8'));
    expect(readBack(folder)['evidence_sha256']).toBe(evidence['claim_sha256']);
  });

  test('that could not freeze leaves none, whatever it passed', async () => {
    const { stdout } = await run(
      ['soak', '--iterations', '6', '--set', 'base_spread_bps_delta=0.25', '--no-tune', '--run-id', 'untuned'],
      { cwd },
    );
    expect(stdout).not.toContain('PRODUCTION_SNAPSHOT.json');
    expect((await run(['gate', 'untuned', '--release'], { cwd })).exitCode).toBe(0);
    expect(existsSync(join(cwd, 'artifacts/soak/runs/untuned', PRODUCTION_SNAPSHOT_FILE))).toBe(false);
  });
});

describe('a snapshot in the folder of a run', () => {
  async function withSnapshot(): Promise<string> {
    const folder = copied();
    await snapshot(folder, '--policy', 'passes.json');
    return folder;
  }

  test.each(['gate', 'verify', 'report'])(
    'of which any byte was changed is refused by %s with 6, and named',
    async (command) => {
      const folder = await withSnapshot();
      const path = join(folder, PRODUCTION_SNAPSHOT_FILE);
      expect((await run([command, folder], { cwd })).exitCode).not.toBe(6);
      const whole = readFileSync(path);
      for (let part = 0; part < 12; part += 1) {
        const bytes = Buffer.from(whole);
        const at = Math.floor((whole.length * part) / 12);
        bytes[at] = (bytes[at] ?? 0) ^ 0x01;
        writeFileSync(path, bytes);
        const { exitCode, stderr } = await run([command, folder], { cwd });
        expect({ at, exitCode }).toEqual({ at, exitCode: 6 });
        expect(stderr).toContain(path);
      }
    },
  );

  test('that belongs to another run is refused', async () => {
    const folder = await withSnapshot();
    const argv = [
      'soak',
      '--iterations',
      '3',
      '--iteration-duration',
      '2m',
      '--seed',
      '7',
      '--run-id',
      'seven',
      '--quiet',
    ];
    await run(argv, { cwd });
    const seven = join(cwd, 'artifacts/soak/runs/seven');
    cpSync(join(folder, PRODUCTION_SNAPSHOT_FILE), join(seven, PRODUCTION_SNAPSHOT_FILE));
    const { exitCode, stderr } = await run(['gate', 'seven'], { cwd });
    expect(exitCode).toBe(6);
    expect(stderr).toContain(`plan_sha256 in ${join(seven, PRODUCTION_SNAPSHOT_FILE)}`);
  });

  test.each<[string, (document: JsonObject) => JsonObject, string]>([
    [
      'other parameters',
      (one) => ({ ...one, parameters: { ...object(one, 'parameters'), tail_age_ms: 1 } }),
      'state_hash in',
    ],
    ['another journal', (one) => ({ ...one, journal: { records: 1, sha256: 'x' } }), 'the journal head in'],
    ['null', (one) => ({ ...one, notes: null }), 'holds null at /notes'],
  ])('with %s is refused though its own hash fits', async (_, change, sentence) => {
    const folder = await withSnapshot();
    forge(folder, change);
    const { exitCode, stderr } = await run(['gate', folder], { cwd });
    expect(exitCode).toBe(6);
    expect(stderr).toContain(sentence);
  });

  test('with a verdict or an evidence of its own is found by verify though its own hash fits', async () => {
    for (const change of [
      (one: JsonObject): JsonObject => ({ ...one, verdict: 'WARN' }),
      (one: JsonObject): JsonObject => ({ ...one, evidence_sha256: '0'.repeat(64) }),
    ]) {
      const folder = await withSnapshot();
      forge(folder, change);
      const { exitCode, stdout } = await run(['verify', folder], { cwd });
      expect(exitCode).toBe(6);
      expect(stdout).toMatch(/^FAILED snapshot: PRODUCTION_SNAPSHOT\.json: at \//mu);
    }
  });

  function forge(folder: string, change: (document: JsonObject) => JsonObject): void {
    const { snapshot_sha256: _sealed, ...rest } = change(readBack(folder));
    const sealed = { ...rest, snapshot_sha256: hashJson(rest) };
    writeFileSync(join(folder, PRODUCTION_SNAPSHOT_FILE), canonicalDocument(sealed));
  }
});
