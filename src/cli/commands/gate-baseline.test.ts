// The gate beside a baseline, and what it explains.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { assert } from '../../std/assert.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const cwd = temporaryFolder();
const WAIVER = { rule: 'risk_ratio/relative', reason: 'a known drift', author: 'ann', expires: '2026-12-31' };

/** No worse than this much better than the baseline: what no equal run can be. */
const DEMANDING = {
  name: 'demanding',
  min_samples: 1,
  last_iterations: 3,
  rules: [
    { kpi: 'risk_ratio', good: 'below', hard: 1 },
    { kind: 'relative', kpi: 'risk_ratio', good: 'below', hard: 0 },
  ],
};

beforeAll(async () => {
  const argv = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--quiet'];
  await run([...argv, '--run-id', 'new'], { cwd });
  await run([...argv, '--run-id', 'old', '--seed', '7'], { cwd });
  await run([...argv, '--run-id', 'other', '--scenario', 'volatile'], { cwd });
  await run(
    ['soak', '--iterations', '2', '--iteration-duration', '2m', '--quiet', '--stop-after', '2m', '--run-id', 'part'],
    { cwd },
  );
  writeFileSync(join(cwd, 'demanding.json'), JSON.stringify(DEMANDING));
  writeFileSync(join(cwd, 'waivers.json'), JSON.stringify({ waivers: [WAIVER] }));
});

function gate(...argv: readonly string[]): Promise<Ran> {
  return run(['gate', 'new', ...argv], { cwd });
}

function object(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  assert(isJsonObject(member), `${key} is an object`);
  return member;
}

describe('a baseline', () => {
  test('adds rules of no regression to the release gate, and is named in the judgement', async () => {
    const alone = object(jsonObject((await gate('--release', '--json')).stdout), 'judgement');
    const beside = object(jsonObject((await gate('--release', '--baseline', 'old', '--json')).stdout), 'judgement');
    expect(alone['rules']).toHaveLength(4);
    expect(beside['rules']).toHaveLength(8);
    expect(beside['baseline']).toEqual({ run_id: 'old', iterations: [1, 2, 3] });
    const { stdout } = await gate('--release', '--baseline', 'old');
    expect(stdout).toMatch(/^\| net_bps\/relative +\|/mu);
  });

  test('stands in the evidence with what was judged of it', async () => {
    await gate('--release', '--baseline', 'old', '--evidence', 'evidence.json');
    const claim = object(jsonObject(readFileSync(join(cwd, 'evidence.json'), 'utf8')), 'claim');
    expect(claim['baseline']).toMatchObject({
      plan: { seed: 7 },
      course: { planned: 3, completed: 3, reason: 'completed' },
      iterations: [{ iteration: 1 }, { iteration: 2 }, { iteration: 3 }],
    });
    expect(object(claim, 'run')).toMatchObject({ plan: { seed: 42 } });
  });

  test('serves the relative rules of a gate file, whose failure can be waived by name', async () => {
    const missing = await gate('--policy', 'demanding.json');
    expect(missing.exitCode).toBe(4);
    expect(missing.stdout).toContain('no baseline was given');
    // The baseline against itself in the other direction: one of the two is not better by nothing.
    const [forth, back] = [
      await run(['gate', 'new', '--policy', 'demanding.json', '--baseline', 'old'], { cwd }),
      await run(['gate', 'old', '--policy', 'demanding.json', '--baseline', 'new'], { cwd }),
    ];
    expect([forth.exitCode, back.exitCode]).not.toEqual([0, 0]);
    const waived = await gate('--policy', 'demanding.json', '--baseline', 'old', '--waivers', 'waivers.json');
    expect(waived.stdout).toContain('waiver of risk_ratio/relative by ann');
  });

  test.each([
    ['new', 'new is the run itself'],
    ['other', '/target/options/scenario: is "calm" in new and "volatile" in other'],
    ['part', 'part did not complete its plan'],
    ['nobody', 'There is no run "nobody"'],
  ])('that is %s is refused with 2', async (baseline, sentence) => {
    const { exitCode, stdout, stderr } = await gate('--release', '--baseline', baseline);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  test('beside a policy that compares with nothing is refused with 2', async () => {
    const { exitCode, stderr } = await gate('--baseline', 'old');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--baseline: the policy soak has no relative rule');
  });

  test('of which a byte was changed is refused with 6, and named', async () => {
    const path = join(cwd, 'artifacts/soak/runs/old/ITER_SUMMARY_3.json');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace('"iteration": 3', '"iteration": 4'));
    const { exitCode, stderr } = await gate('--release', '--baseline', 'old');
    writeFileSync(path, whole);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('ITER_SUMMARY_3.json');
  });
});

test('--explain says of each rule what its verdict rests on, as text, JSON and markdown', async () => {
  const { stdout } = await gate('--explain');
  for (const kpi of ['risk_ratio', 'maker_taker_ratio', 'net_bps', 'p95_latency_ms']) {
    expect(stdout).toMatch(new RegExp(`^- ${kpi}: .*; n \\d+ in \\d+ blocks worth`, 'mu'));
  }
  expect(jsonObject((await gate('--explain', '--json')).stdout)['explanations']).toHaveLength(4);
  expect((await gate('--explain', '--format', 'markdown')).stdout).toMatch(/^- risk_ratio: /mu);
  expect((await gate()).stdout).not.toContain('blocks worth');
});
