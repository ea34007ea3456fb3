import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseJson } from '../../json/parse.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

test('explain prints a value with all its candidates', async () => {
  const env = { MM_RUNTIME_OVERRIDES_JSON: '{"min_interval_ms": 66}' };
  const { exitCode, stdout } = await run(['config', 'explain', 'min_interval_ms', '--set', 'min_interval_ms=60'], {
    env,
  });
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/u))).toEqual([
    ['min_interval_ms = 60, pinned by argument 4 (--set): the tuner may not change it'],
    ['least time between two requotes of one side; a sooner wish is blocked, reason min_interval'],
    ['a whole number from 40 to 300 ms'],
    ['won', 'command line', 'argument 4 (--set)', '60'],
    ['shadowed', 'environment', 'MM_RUNTIME_OVERRIDES_JSON:1:21', '66'],
    ['shadowed', 'profile', 'built-in profile steady_safe', '75'],
    ['shadowed', 'default', 'built-in default', '70'],
    [''],
  ]);
});

test('explain as JSON, of one value and of all', async () => {
  const one = await run(['config', 'explain', 'seed', '--seed', '7', '--json']);
  expect(parseJson(one.stdout)).toMatchObject([
    { name: 'seed', value: 7, candidates: [{ place: 'argument 4 (--seed)', outcome: 'won' }, { outcome: 'shadowed' }] },
  ]);
  const all = await run(['config', 'explain', '--json']);
  expect(parseJson(all.stdout)).toHaveLength(33 + 1);
});

test('profiles and show tell built-in ones and the user’s own', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'profiles'));
  writeFileSync(join(cwd, 'profiles/mine.json'), '{"parameters": {"min_interval_ms": 61}}');
  const { stdout } = await run(['config', 'profiles'], { cwd });
  expect(stdout).toMatch(/^steady_safe +75 /mu);
  expect(stdout).toMatch(/^mine +61 .*profiles\/mine\.json$/mu);
  const shown = await run(['config', 'show', 'mine', '--json'], { cwd });
  expect(parseJson(shown.stdout)).toMatchObject({ name: 'mine', kind: 'user', parameters: { min_interval_ms: 61 } });
  const chosen = await run(['config', 'show'], { cwd, env: { MM_PROFILE: 'aggressive' } });
  expect(chosen.stdout).toContain('aggressive (built-in profile aggressive)');
});

test('a built-in scenario is printed as the file that --scenario takes', async () => {
  const cwd = temporaryFolder();
  const { exitCode, stdout } = await run(['config', 'scenario', 'spike'], { cwd });
  expect(exitCode).toBe(0);
  expect(await run(['config', 'scenario', 'spike', '--json'], { cwd })).toEqual({ exitCode, stdout, stderr: '' });
  writeFileSync(join(cwd, 'my.json'), stdout);
  const soak = ['soak', '--iterations', '2', '--iteration-duration', '2m', '--run-id', 'r'];
  await run([...soak, '--out', 'built-in', '--scenario', 'spike'], { cwd });
  await run([...soak, '--out', 'ours', '--scenario', 'my.json'], { cwd });
  const [first, second] = ['built-in', 'ours'].map((out) => readFileSync(join(cwd, out, 'runs/r/ITER_SUMMARY_2.json')));
  expect(second).toEqual(first);
  const record = jsonObject(readFileSync(join(cwd, 'ours/runs/r/run.json'), 'utf8'));
  expect(record).toMatchObject({
    plan: { target: { options: { scenario: 'my.json', scenario_content: jsonObject(stdout) } } },
  });
});

test('the help of config scenario shows what a file may add, and it is taken', async () => {
  const cwd = temporaryFolder();
  const { stdout: help } = await run(['config', 'scenario', '--help'], { cwd });
  const extras = [...help.matchAll(/^ {2}("(?:moreInstruments|fees)": .*)$/gmu)].map(([, text]) => text);
  expect(extras).toHaveLength(2);
  const copy = jsonObject((await run(['config', 'scenario', 'calm'], { cwd })).stdout);
  writeFileSync(join(cwd, 'my.json'), JSON.stringify({ ...copy, ...jsonObject(`{${extras.join(',')}}`) }));
  const soak = ['soak', '--scenario', 'my.json', '--iterations', '1', '--iteration-duration', '1m', '--run-id', 'r'];
  expect((await run(soak, { cwd })).stderr).toBe('');
  const assumptions = readFileSync(join(cwd, 'artifacts/soak/runs/r/run.json'), 'utf8');
  expect(assumptions).toContain('once 1000000 was traded -0.3 and 2.7 bps');
  expect(assumptions).toContain('SIMUSDT, SIM2USDT');
});

test('names that nobody knows end with 2', async () => {
  expect(await run(['config', 'show', 'steady_saf'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'error: there is no profile "steady_saf"\nhint: did you mean steady_safe? (`plimsoll config profiles` lists them)\n',
  });
  expect((await run(['config', 'scenario', 'clam'])).stderr).toBe(
    'error: config scenario: there is no scenario "clam"\nhint: did you mean calm? (known scenarios: calm, volatile, spike)\n',
  );
  const { exitCode, stderr } = await run(['config', 'explain', 'min_intervall_ms']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('hint: did you mean min_interval_ms?');
});

test('migrate tells each step, and a second run has nothing to do', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'old'));
  writeFileSync(join(cwd, 'old/steady_safe_overrides.json'), '{"min_interval_ms": 62}');
  writeFileSync(join(cwd, 'old/applied_profile.json'), '{}');
  const first = await run(['config', 'migrate', 'old'], { cwd });
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toContain('--profile steady_safe_legacy');
  const names = readdirSync(join(cwd, 'old')).toSorted();
  const second = await run(['config', 'migrate', 'old', '--json'], { cwd });
  expect(second.exitCode).toBe(0);
  expect(parseJson(second.stdout)).toEqual({ folder: join(cwd, 'old'), steps: [] });
  expect(readdirSync(join(cwd, 'old')).toSorted()).toEqual(names);
});

test('a conflict is left to the person who migrates, and is no success', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'profiles'));
  writeFileSync(join(cwd, 'steady_safe_overrides.json'), '{"min_interval_ms": 62}');
  writeFileSync(join(cwd, 'profiles/steady_safe_legacy.json'), '{"parameters": {"min_interval_ms": 63}}');
  const { exitCode, stdout } = await run(['config', 'migrate', '.'], { cwd });
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^conflict/mu);
});
