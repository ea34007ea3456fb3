// `plimsoll init`: what it writes, what it asks, and what it leaves alone.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MemoryHostOptions, Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const WORKFLOWS = ['nightly', 'release', 'segment', 'smoke', 'weekly'].map((name) => `plimsoll-${name}.yml`);

async function init(argv: readonly string[], options: MemoryHostOptions = {}): Promise<Ran & { readonly cwd: string }> {
  const cwd = options.cwd ?? temporaryFolder();
  return { ...(await run(['init', ...argv], { ...options, cwd })), cwd };
}

function read(cwd: string, path: string): string {
  return readFileSync(join(cwd, path), 'utf8');
}

describe('plimsoll init', () => {
  test('writes a project file, the script and the workflows, and says what is next', async () => {
    const { exitCode, stdout, cwd } = await init([]);
    expect(exitCode).toBe(0);
    expect(jsonObject(read(cwd, 'plimsoll.config.json'))).toEqual({
      settings: { profile: 'steady_safe', scenario: 'calm' },
    });
    expect(read(cwd, 'ci/plimsoll.sh')).toMatch(/^#!\/bin\/sh\n/u);
    expect(readdirSync(join(cwd, '.github/workflows')).toSorted()).toEqual(WORKFLOWS);
    expect(stdout).toContain('written .github/workflows/plimsoll-weekly.yml');
    expect(stdout).toContain('sh ci/plimsoll.sh smoke');
  });

  test('puts what is typed into the project file, where a run finds it', async () => {
    const { cwd } = await init([
      '--ci',
      'none',
      '--profile',
      'ultra_safe',
      '--seed',
      '7',
      '--iteration-duration',
      '10m',
    ]);
    expect(readdirSync(cwd)).toEqual(['plimsoll.config.json']);
    const { stdout } = await run(['config', 'explain', 'seed'], { cwd });
    expect(stdout).toContain('seed = 7');
    expect(stdout).toContain('plimsoll.config.json');
    expect(read(cwd, 'plimsoll.config.json')).toContain('"iteration_duration": "10m"');
  });

  test.each([
    ['a profile that nobody knows', ['--profile', 'nobody'], 'nobody'],
    ['a seed that is no number', ['--seed', 'x'], 'seed'],
    ['a CI that it has no kit for', ['--ci', 'gitlab'], 'shell is for every CI that runs a shell'],
    ['arguments that a shell would take apart', ['--args', '$(id)'], 'PLIMSOLL_ARGS'],
  ])('refuses %s, and writes nothing', async (_, argv, told) => {
    const { exitCode, stderr, cwd } = await init(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(told);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('never writes over a file that says something else, and then writes no other either', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'ci'));
    writeFileSync(join(cwd, 'ci/plimsoll.sh'), 'mine\n');
    const { exitCode, stderr } = await init([], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('ci/plimsoll.sh');
    expect(stderr).toContain('--force');
    expect(readdirSync(cwd)).toEqual(['ci']);
    expect((await init(['--force'], { cwd })).stdout).toContain('replaced ci/plimsoll.sh');
    expect(read(cwd, 'ci/plimsoll.sh')).not.toBe('mine\n');
  });

  test('changes nothing when it is called again', async () => {
    const { cwd } = await init([]);
    const { exitCode, stdout } = await init([], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout.match(/^unchanged /gmu)).toHaveLength(7);
  });

  test('prints with --dry-run what it would write, and writes nothing', async () => {
    const { exitCode, stdout, cwd } = await init(['--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout.match(/^==> .* <==$/gmu)).toHaveLength(7);
    expect(stdout).toContain('actions/checkout');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('installs by npm ci where the project names Plimsoll, otherwise by its version, or as it is told', async () => {
    const installs = async (cwd: string, argv: readonly string[] = []): Promise<string | undefined> => {
      await init(['--force', ...argv], { cwd });
      return /run: (.*)\n/u.exec(read(cwd, '.github/workflows/plimsoll-smoke.yml'))?.[1];
    };
    const cwd = temporaryFolder();
    expect(await installs(cwd)).toBe('npm install --no-save plimsoll@0.0.0-test');
    writeFileSync(join(cwd, 'package.json'), '{"devDependencies": {"plimsoll": "0.1.0"}}');
    writeFileSync(join(cwd, 'package-lock.json'), '{}');
    expect(await installs(cwd)).toBe('npm ci');
    expect(await installs(cwd, ['--install', 'pip install "x" # y'])).toBe(String.raw`"pip install \"x\" # y"`);
  });

  test('gives the arguments to every soak that a job begins', async () => {
    const { cwd } = await init(['--ci', 'shell', '--args', '--target command -- ./mybot']);
    expect(existsSync(join(cwd, '.github'))).toBe(false);
    expect(read(cwd, 'ci/plimsoll.sh')).toContain(': "${PLIMSOLL_ARGS:=--target command -- ./mybot}"');
  });
});

describe('at a terminal', () => {
  test('asks for what was not typed, and an empty answer is the default', async () => {
    const { exitCode, cwd } = await init(['--profile', 'aggressive'], { typedAnswers: ['shell', '', ''] });
    expect(exitCode).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(['ci', 'plimsoll.config.json']);
    expect(jsonObject(read(cwd, 'plimsoll.config.json'))).toEqual({
      settings: { profile: 'aggressive', scenario: 'calm' },
    });
  });

  test('asks nothing with --yes', async () => {
    expect((await init(['--yes'], { typedAnswers: [] })).exitCode).toBe(0);
  });

  test('writes nothing where the person leaves', async () => {
    const { exitCode, stderr, cwd } = await init([], { typedAnswers: ['github'] });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('nothing was written');
    expect(readdirSync(cwd)).toEqual([]);
  });
});
