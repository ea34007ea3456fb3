// The commands that read a stored run: gate and report.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readRun } from '../../artifacts/read-run.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { RELEASE_POLICY } from '../../gates/gate-policy.ts';
import { parseJson } from '../../json/parse.ts';
import { rejudge } from '../../report/rejudge.ts';
import { assert } from '../../std/assert.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const FOLDER = 'artifacts/soak/runs/stored';
const cwd = temporaryFolder();

beforeAll(async () => {
  const argv = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'stored', '--quiet'];
  await run(argv, { cwd });
  // Whether so short a run earns a snapshot is the market's business, and not what is tested here.
  rmSync(join(cwd, FOLDER, 'PRODUCTION_SNAPSHOT.json'), { force: true });
});

function inStored(argv: readonly string[]): Promise<Ran> {
  return run(argv, { cwd });
}

/** A copy of the stored run whose file was changed. */
function damaged(name: string, change: (text: string) => string): string {
  const copy = temporaryFolder();
  cpSync(join(cwd, FOLDER), copy, { recursive: true });
  const file = join(copy, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return copy;
}

function storedText(name: string): string {
  return readFileSync(join(cwd, FOLDER, name), 'utf8');
}

test('the gate judges as the run itself did, and changes nothing', async () => {
  const before = readdirSync(join(cwd, FOLDER)).map((name) => storedText(name));
  const { exitCode, stdout } = await inStored(['gate', 'latest', '--json']);
  const gate = parseJson(storedText('KPI_GATE.json'));
  const { run_id, exit_code, judgement, kpis, gate_line: line } = jsonObject(stdout);
  expect({ run_id, exit_code }).toEqual({ run_id: 'stored', exit_code: exitCode });
  expect({ judgement, kpis, line }).toEqual(gate);
  expect(readdirSync(join(cwd, FOLDER)).map((name) => storedText(name))).toEqual(before);
});

test('RUN is a run id, a folder or latest', async () => {
  const [byId, byFolder, byLatest] = [
    await inStored(['gate', 'stored']),
    await inStored(['gate', `./${FOLDER}`]),
    await inStored(['gate', 'latest']),
  ];
  expect(byFolder).toEqual(byId);
  expect(byLatest).toEqual(byId);
});

test('an unknown run ends with 2 and names those that exist', async () => {
  const { exitCode, stderr } = await inStored(['report', 'strored']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: [^\n]*"strored"[^\n]*\nhint: did you mean stored\?\n$/u);
});

test('another policy gives another verdict, named in the answer', async () => {
  const file = join(cwd, 'gate.json');
  const policy = {
    name: 'impossible',
    min_samples: 1,
    last_iterations: 2,
    rules: [{ kpi: 'risk_ratio', good: 'above', hard: 1 }],
  };
  writeFileSync(file, JSON.stringify(policy));
  const { exitCode, stdout } = await inStored(['gate', 'stored', '--policy', 'gate.json']);
  expect(exitCode).toBe(3);
  expect(stdout).toContain('verdict: FAIL - a hard gate is broken (policy impossible, iterations 2..3 together)');
  expect(stdout).toContain('| kpi_gate | status=FAIL |');
});

test('--release judges by the release gate, and not beside another policy', async () => {
  expect((await inStored(['gate', 'stored', '--release'])).stdout).toContain(
    '(policy release, iterations 1..3 together)',
  );
  const both = await inStored(['gate', 'stored', '--release', '--policy', 'gate.json']);
  expect(both.exitCode).toBe(2);
  expect(both.stderr).toContain('two policies');
});

test('a changed, missing or rewritten artifact ends with 6 and names the file', async () => {
  const folders = {
    'ITER_SUMMARY_2.json': damaged('ITER_SUMMARY_2.json', (text) => text.replace('"iteration": 2', '"iteration": 3')),
    'KPI_GATE.json': damaged('KPI_GATE.json', (text) => text.replace('"name": "soak"', '"name": "soap"')),
    'FILLS_1.jsonl': damaged('FILLS_1.jsonl', (text) => text.replace('"lots":', '"lots":1')),
    'TUNING_STATE.json': damaged('TUNING_STATE.json', (text) => text.replace('"tail_age_ms": ', '"tail_age_ms": 1')),
    'journal.jsonl': damaged('journal.jsonl', (text) => text.replace('"iteration":2', '"iteration":3')),
    'run.json': damaged('run.json', (text) => text.replace('"seed": 42', '"seed": 43')),
  };
  for (const [name, folder] of Object.entries(folders)) {
    for (const command of ['gate', 'report']) {
      const { exitCode, stdout, stderr } = await inStored([command, folder]);
      expect({ name, command, exitCode, stdout }).toEqual({ name, command, exitCode: 6, stdout: '' });
      expect(stderr).toContain(name);
    }
  }
  const missing = damaged('run.json', (text) => text);
  rmSync(join(missing, 'ITER_SUMMARY_1.json'));
  expect(await inStored(['gate', missing])).toMatchObject({ exitCode: 6 });
});

test('the report shows the run again, and a failed verdict is no failure of reading', async () => {
  const { exitCode, stdout } = await inStored(['report', 'stored']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^stored\nstarted 2026-11-22T13:15:00\.\d{3}Z\n/u);
  for (const part of [
    '| iter | net_bps |',
    'Parameters',
    'KPIs, iterations 1..3 together',
    'verdict: ',
    `artifacts: ${FOLDER}`,
  ]) {
    expect(stdout).toContain(part);
  }
});

test('the report as JSON holds what the text shows', async () => {
  const { stdout } = await inStored(['report', 'stored', '--json']);
  expect(parseJson(stdout)).toMatchObject({
    run_id: 'stored',
    plan: { seed: 42 },
    iterations: [{ iteration: 1 }, { iteration: 2 }, { iteration: 3 }],
    gate_line: jsonObject(storedText('KPI_GATE.json'))['line'],
  });
});

test('a run that was cut off is judged by what it has, and never passes', async () => {
  const folder = damaged('journal.jsonl', (text) => text.split('\n').slice(0, -2).join('\n').concat('\n'));
  const { exitCode, stdout } = await inStored(['report', folder]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('the run is at work or was cut off after 3 of 3 iterations');
  expect(stdout).toContain('verdict: ');

  const rules = [{ kpi: 'risk_ratio', good: 'below', hard: 1 }];
  const lenient = { name: 'lenient', min_samples: 1, last_iterations: 8, rules };
  writeFileSync(join(cwd, 'lenient.json'), JSON.stringify(lenient));
  const whole = await inStored(['gate', 'stored', '--policy', 'lenient.json', '--quiet']);
  expect(whole).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\| kpi_gate \| status=OK/u) as unknown });

  const cut = damaged('journal.jsonl', (text) => text.split('\n').slice(0, -3).join('\n').concat('\n'));
  const sentence = 'the run is at work or was cut off after 2 of 3 iterations';
  for (const manner of [[], ['--quiet'], ['--json']]) {
    const gate = await inStored(['gate', cut, '--policy', 'lenient.json', ...manner]);
    expect(gate.exitCode).toBe(4);
    expect(gate.stdout).toContain(sentence);
    expect(gate.stdout).toContain('only 2 of 3 planned iterations: the run wrote no end');
    expect(gate.stdout).toContain('status=INCONCLUSIVE');
  }
  const shown = await inStored(['report', cut, '--json']);
  expect(jsonObject(shown.stdout)).toMatchObject({
    ending: sentence,
    warnings: [],
    judgement: { incomplete: expect.stringContaining('only 2 of 3') as unknown },
  });
});

test('a run that one iteration ended is judged by that iteration, unless another policy is asked for', () => {
  const stored = readRun(nodeDisk, join(cwd, FOLDER));
  const { ended } = stored;
  const last = stored.summaries.at(-1);
  assert(ended !== undefined && last !== undefined, 'the stored run has ended');
  const gate = { ...last.gate, verdict: 'FAIL' as const };
  const failed = {
    ...stored,
    summaries: [...stored.summaries.slice(0, -1), { ...last, gate }],
    ended: { ...ended, record: { ...ended.record, reason: 'failed_gate' as const } },
  };
  expect(rejudge(failed).judgement).toEqual(gate);
  expect(rejudge(failed).line).toContain('status=FAIL');
  expect(rejudge(failed, { policy: RELEASE_POLICY }).judgement.iterations).toEqual([1, 2, 3]);
});

test('a report as HTML names its run and is the same each time; --file without it is a mistake', async () => {
  const wanted = ['report', 'stored', '--html', '--file', 'page.html'];
  expect(await inStored(wanted)).toMatchObject({ exitCode: 0, stdout: 'report: page.html\n', stderr: '' });
  const html = readFileSync(join(cwd, 'page.html'), 'utf8');
  expect(html).toContain('"runId":"stored"');
  await inStored(wanted);
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toBe(html);
  expect(storedText('report.html')).not.toContain('"runId"');
  expect(await inStored(['report', 'stored', '--file', 'page.html'])).toMatchObject({ exitCode: 2 });
});

test('two runs are compared as text, as JSON and as a page', async () => {
  const text = await inStored(['report', 'stored', 'latest']);
  expect(text.stdout).toContain('A  stored: ');
  expect(text.stdout).toContain('Configuration: no value differs.');
  const { a, b, kpis } = jsonObject((await inStored(['report', 'stored', 'latest', '--json'])).stdout);
  expect(a).toEqual(b);
  expect(kpis).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'net_bps', difference: 0 })]));
  const page = await inStored(['report', 'stored', 'latest', '--html']);
  expect(page).toMatchObject({ exitCode: 0, stdout: 'comparison: comparison.html\n' });
});
