import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Disk } from '../files/disk.ts';
import { DiskError } from '../files/disk.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import { nodeDisk } from '../files/node-disk.ts';
import type { MemoryHostOptions } from './memory-host.fixture.ts';
import { run, temporaryFolder } from './memory-host.fixture.ts';

/** What stderr says of a command line that is refused; nothing else may be printed and nothing may be written. */
async function refusal(argv: readonly string[], options: MemoryHostOptions = {}): Promise<string> {
  const cwd = options.cwd ?? temporaryFolder();
  const { exitCode, stdout, stderr } = await run(argv, { ...options, cwd });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  if (!argv.includes('--run-id')) expect(nodeDisk.entryAt(join(cwd, 'artifacts'))).toBeUndefined();
  return stderr;
}

test('a misspelt parameter names its argument and the nearest one', async () => {
  expect(await refusal(['soak', '--set', 'min_intervall_ms=70'])).toBe(
    'error: argument 2 (--set): min_intervall_ms is no parameter or setting\nhint: did you mean min_interval_ms?\n',
  );
});

test('a value of the wrong type names what it may be', async () => {
  expect(await refusal(['soak', '--set', 'min_interval_ms=abc'])).toBe(
    'error: argument 2 (--set): min_interval_ms is "abc", which is no number\nhint: give a whole number from 40 to 300 ms\n',
  );
});

test('a value out of limits names the limits and the nearest value', async () => {
  expect(await refusal(['soak', '--set=min_interval_ms=999'])).toBe(
    'error: argument 2 (--set): min_interval_ms is 999, outside its limits 40..300 ms\nhint: the nearest allowed value is 300\n',
  );
});

test('overrides in the environment that are no object, or no JSON, name the variable and the place', async () => {
  expect(await refusal(['soak'], { env: { MM_RUNTIME_OVERRIDES_JSON: '[1]' } })).toBe(
    'error: MM_RUNTIME_OVERRIDES_JSON:1:1: the value is a JSON array, not a JSON object\nhint: write it as {"min_interval_ms": 70}\n',
  );
  const broken = await refusal(['soak'], { env: { MM_RUNTIME_OVERRIDES_JSON: '{' } });
  expect(broken).toMatch(
    /^error: MM_RUNTIME_OVERRIDES_JSON:1:2: is not valid JSON: [^\n]+\nhint: correct it there\n$/u,
  );
});

test('an unknown profile and an unknown scenario name what there is', async () => {
  expect(await refusal(['soak', '--profile', 'steady_saf'])).toBe(
    'error: argument 2 (--profile): there is no profile "steady_saf"\n' +
      'hint: did you mean steady_safe? (known profiles: steady_safe, ultra_safe, aggressive)\n',
  );
  expect(await refusal(['soak', '--scenario', 'storm'])).toBe(
    'error: argument 2 (--scenario): there is no scenario "storm"\nhint: known scenarios: calm, volatile, spike\n',
  );
});

test('the source of a bad value is where it was written, not where it is used', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'plimsoll.config.json'), '{\n  "settings": { "scenario": "storm" }\n}\n');
  expect(await refusal(['soak'], { cwd })).toContain('error: plimsoll.config.json:2:29: there is no scenario "storm"');
  expect(await refusal(['soak'], { env: { SOAK_MOCK_MODE: 'storm' } })).toContain('error: SOAK_MOCK_MODE: there is no');
});

test('a folder that cannot be written names the argument and the reason', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'file'), '');
  expect(await refusal(['soak', '--seed', '7', '--out', 'file/runs'], { cwd })).toMatch(
    /^error: argument 4 \(--out\): cannot create the folder [^\n]+: a part of the path is not a folder \(ENOTDIR\)\nhint: [^\n]+--out FOLDER chooses another place\n$/u,
  );
});

test('a read-only disk is refused before anything has started', async () => {
  const disk: Disk = {
    ...nodeDisk,
    makeFolder() {
      throw new DiskError('EROFS', 'read-only file system');
    },
  };
  expect(await refusal(['soak', '--out', 'closed'], { disk })).toMatch(
    /^error: argument 2 \(--out\): cannot create the folder [^\n]+: the disk is read-only \(EROFS\)\nhint: /u,
  );
});

test('a folder named latest is refused before anything is made, and its name is left to its owner', async () => {
  const cwd = temporaryFolder();
  const latest = join(cwd, 'artifacts/soak/latest');
  mkdirSync(latest, { recursive: true });
  const argv = ['soak', '--run-id', 'mine', '--iterations', '1', '--iteration-duration', '1m', '--quiet'];
  expect(await refusal(argv, { cwd })).toBe(
    `error: ${latest} is no link, and the newest run could not be found by it.\nhint: move it away, or give another --out\n`,
  );
  expect(readdirSync(join(cwd, 'artifacts/soak'))).toEqual(['latest']);
  rmdirSync(latest);
  expect((await run(argv, { cwd })).stderr).toBe('');
});

test('a run that another process is at work in is refused', async () => {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'artifacts/soak/runs/mine');
  mkdirSync(folder, { recursive: true });
  const lock = acquireRunLock(nodeDisk, folder, { pid: process.pid });
  const stderr = await refusal(['soak', '--run-id', 'mine'], { cwd });
  lock.release();
  expect(stderr).toMatch(
    /^error: [^\n]*artifacts\/soak\/runs\/mine is locked by process \d+[^\n]*\nhint: give this run a name of its own with --run-id; or wait /u,
  );
});

test('a name that is no folder name cannot be a run', async () => {
  for (const runId of ['../mine', 'latest', '', '.hidden', 'a b']) {
    expect(await refusal(['soak', '--run-id', runId])).toContain(`error: --run-id: ${JSON.stringify(runId)} cannot be`);
  }
});

test('a recording belongs to the replay target, and the replay target needs one', async () => {
  expect(await refusal(['soak', '--data', 'day.gz'])).toContain(
    'error: --data: the target sim has a market of its own',
  );
  expect(await refusal(['soak', '--target', 'replay'])).toContain('error: --data: the target replay needs a recording');
  expect(await refusal(['soak', '--target', 'replay', '--data', 'none.gz'])).toContain('none.gz cannot be read');
});

test('several problems are told at once, each with its source', async () => {
  expect(await refusal(['soak', '--iterations', '0', '--set', 'seed'], { env: { KPI_GATE_MODE: 'harsh' } })).toBe(
    [
      'error: the configuration has 3 problems',
      '  KPI_GATE_MODE: gate_mode is "harsh", which is none of soft, hard',
      '    hint: did you mean hard?',
      '  argument 2 (--iterations): iterations is 0, outside its limits 1..1000000',
      '    hint: the nearest allowed value is 1',
      '  argument 4 (--set): seed has no value',
      '    hint: write --set seed=VALUE',
      '',
    ].join('\n'),
  );
});

test('a gate file is read before anything runs, and all its problems are told', async () => {
  const cwd = temporaryFolder();
  expect(await refusal(['soak', '--policy', 'none.json'], { cwd })).toContain('error: --policy: cannot read ');
  writeFileSync(join(cwd, 'gate.json'), '{"name": "mine",}');
  expect(await refusal(['soak', '--policy', 'gate.json'], { cwd })).toContain(
    'error: gate.json:1:17: is not valid JSON',
  );
  writeFileSync(join(cwd, 'gate.json'), '{"name": "mine", "min_samples": 0, "last_iterations": 8, "rules": []}');
  const stderr = await refusal(['soak', '--policy', 'gate.json'], { cwd });
  expect(stderr).toContain('gate.json at /min_samples');
  expect(stderr).toContain('gate.json at /rules');
});
