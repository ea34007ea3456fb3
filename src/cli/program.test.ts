import { expect, test } from 'vitest';
import { KEY_NAMES } from '../config/keys.ts';
import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import { parseJson } from '../json/parse.ts';
import { SCENARIOS } from '../venue/scenario.ts';
import { run } from './memory-host.fixture.ts';

test('the help of each command says what it does, shows examples and lists exit codes', async () => {
  const commands = [
    '',
    'soak',
    'smoke',
    'gate',
    'report',
    'response',
    'config explain',
    'config profiles',
    'config show',
    'config scenario',
    'config migrate',
  ];
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await run([...command.split(' ').filter(Boolean), '--help']);
    expect(exitCode, command).toBe(0);
    expect(stderr, command).toBe('');
    expect(stdout, command).toContain(`Usage: plimsoll ${command}`.trimEnd());
    expect(stdout, command).toMatch(/Examples:\n {2}/u);
    expect(stdout, command).toMatch(/Exit codes:\n {4}0 {2}pass or warn/u);
  }
});

test('the help of soak names every default', async () => {
  const { stdout } = await run(['soak', '--help']);
  const text = stdout.replaceAll(/\s+/gu, ' ');
  for (const standard of ['sim', 'calm', '42', 'steady_safe', '24', '1h', 'soft', 'artifacts/soak']) {
    expect(text).toContain(`(default: ${standard})`);
  }
});

test('the help of soak names every scenario, profile, parameter and setting', async () => {
  const { stdout } = await run(['soak', '--help']);
  const names = [...SCENARIOS.map(({ name }) => name), ...Object.keys(BUILT_IN_PROFILES), ...KEY_NAMES];
  for (const name of names) expect(stdout).toMatch(new RegExp(`\\b${name.replaceAll('_', '[-_]')}\\b`, 'u'));
});

test('the help says what --no-guards leaves on', async () => {
  for (const argv of [
    ['soak', '--help'],
    ['config', 'explain', 'guards'],
  ]) {
    const { stdout } = await run(argv);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toMatch(/pin, bounds, late iteration/u);
  }
});

test('smoke names its own length', async () => {
  const { stdout } = await run(['smoke', '--help']);
  expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('market time of one iteration (default: 20m)');
});

test('a mistyped option ends with 2 and names the nearest one and the help', async () => {
  expect(await run(['soak', '--scenaro', 'calm'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      "error: unknown option '--scenaro'\nhint: did you mean --scenario? `plimsoll soak --help` explains the command\n",
  });
});

test('a mistyped command ends with 2 and names the nearest one', async () => {
  expect(await run(['sook'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "error: unknown command 'sook'\nhint: did you mean soak? `plimsoll --help` explains the command\n",
  });
  expect((await run(['config', 'shwo'])).stderr).toContain('`plimsoll config --help` explains the command');
});

test('a missing or a superfluous argument ends with 2', async () => {
  expect((await run(['gate'])).stderr).toBe(
    "error: missing required argument 'run'\nhint: `plimsoll gate --help` explains the command\n",
  );
  const { exitCode, stderr } = await run(['soak', 'now']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: "now": the target sim takes no command of a bot');
  expect((await run(['soak', '--seed'])).exitCode).toBe(2);
});

test('nothing typed shows the help, and is no success', async () => {
  const { exitCode, stdout, stderr } = await run([]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Usage: plimsoll');
});

test('--version prints the version alone', async () => {
  expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: '0.0.0-test\n', stderr: '' });
});

test('with --json a mistake is a JSON document too', async () => {
  const { exitCode, stdout, stderr } = await run(['soak', '--json', '--set', 'seed=x']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: ');
  expect(parseJson(stdout)).toMatchObject({ error: { code: 'usage' }, exit_code: 2 });
});
