// The compiled program as a process of its own: what only a real one shows, which is signals, exit codes, start time and broken pipes.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageVersion } from '../src/cli/package-version.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const LONG = ['soak', '--iterations', '100000', '--iteration-duration', '10m', '--run-id', 'long'];

type Plimsoll = ChildProcessByStdio<null, Readable, Readable>;

function start(argv: readonly string[], cwd: string): Plimsoll {
  return spawn(process.execPath, [PROGRAM, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function finish(argv: readonly string[], cwd: string): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-process-'));
}

/** Resolves once the second iteration has been told; what is told later is read and dropped. */
function twoIterations(running: Plimsoll): Promise<void> {
  return new Promise((resolve, reject) => {
    let told = '';
    running.stdout.on('data', (chunk) => {
      told += String(chunk);
      if (told.includes(' 2/100000')) resolve();
    });
    running.once('exit', () => reject(new Error(`the soak ended before its second iteration: ${told}`)));
  });
}

function exitOf(running: Plimsoll): Promise<number | null> {
  if (running.exitCode !== null) return Promise.resolve(running.exitCode);
  return new Promise((resolve) => {
    running.once('exit', resolve);
  });
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s in the middle of a long soak ends with 130 and leaves a run that can be read',
  async (signal) => {
    const cwd = temporaryFolder();
    const running = start(LONG, cwd);
    await twoIterations(running);
    running.kill(signal);
    expect(await exitOf(running)).toBe(130);

    const report = finish(['report', 'latest'], cwd);
    expect(report.status).toBe(0);
    expect(report.stdout).toMatch(/the run was interrupted after \d+ of 100000 iterations/u);
    const journal = readFileSync(join(cwd, 'artifacts/soak/runs/long/journal.jsonl'), 'utf8');
    expect(journal.trimEnd().split('\n').at(-1)).toContain('"reason":"interrupted"');
    const gate = finish(['gate', 'latest', '--quiet'], cwd);
    expect(gate.stdout).toMatch(/^the run was interrupted after \d+ of 100000 iterations\n\| kpi_gate \| status=/u);
    expect([3, 4]).toContain(gate.status);
  },
);

test('a soak that is killed leaves what it had acknowledged, unlocked', async () => {
  const cwd = temporaryFolder();
  const running = start(LONG, cwd);
  await twoIterations(running);
  running.kill('SIGKILL');
  await exitOf(running);

  const report = finish(['report', 'long'], cwd);
  expect(report.status).toBe(0);
  expect(report.stdout).toMatch(/the run is at work or was cut off after \d+ of 100000 iterations/u);
  expect(finish(LONG, cwd)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/holds a run already/u) as unknown,
  });
});

test('a reader that goes away costs the soak nothing but its reader', async () => {
  const cwd = temporaryFolder();
  const argv = ['soak', '--iterations', '3', '--iteration-duration', '1m', '--run-id', 'unread'];
  const running = start(argv, cwd);
  running.stdout.destroy();
  const code = await exitOf(running);
  expect([0, 3, 4]).toContain(code);
  expect(finish(['report', 'unread'], cwd).stdout).toContain('the run completed all 3 iterations');
});

test('a full disk behind standard output is told in one line, and the run itself is whole', () => {
  const cwd = temporaryFolder();
  const full = openSync('/dev/full', 'w');
  const argv = ['soak', '--iterations', '3', '--iteration-duration', '1m', '--run-id', 'unseen'];
  for (const args of [argv, ['--version'], ['report', 'unseen']]) {
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    expect({ status, stderr }).toEqual({
      status: 5,
      stderr: 'error: cannot write to standard output: the disk is full (ENOSPC)\n',
    });
  }
  expect(finish(['report', 'unseen'], cwd).stdout).toContain('the run completed all 3 iterations');
});

test('the version is told in a quarter of a second', () => {
  const cwd = temporaryFolder();
  const tookMs = Array.from({ length: 5 }, () => {
    const startedMs = performance.now();
    expect(finish(['--version'], cwd)).toEqual({ status: 0, stdout: `${packageVersion()}\n`, stderr: '' });
    return performance.now() - startedMs;
  });
  // The quickest of five: the budget is the program's, and the machine may be busy with other tests.
  expect(Math.min(...tookMs)).toBeLessThan(250);
});

test('help and mistakes end as they should in a real process', () => {
  const cwd = temporaryFolder();
  expect(finish(['--help'], cwd).status).toBe(0);
  expect(finish([], cwd)).toMatchObject({ status: 2, stdout: '' });
  expect(finish(['soak', '--set', 'min_intervall_ms=70'], cwd)).toMatchObject({ status: 2, stdout: '' });
});
