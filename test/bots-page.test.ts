// What docs/bots.md shows: its bots are soaked as they stand, its findings and fields are those of the code, and so are the whole examples.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readRun } from '../src/artifacts/read-run.ts';
import type { StoredRun } from '../src/artifacts/read-run.ts';
import { nodeDisk } from '../src/files/node-disk.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');
const PAGE = readFileSync(join(ROOT, 'docs/bots.md'), 'utf8');

function soaked(cwd: string, iterations: number, bot: readonly string[]): StoredRun {
  const argv = ['soak', '--target', 'command', '--iteration-duration', '1s', '--run-id', 'run', '--quiet'];
  const { stderr } = spawnSync(process.execPath, [MAIN, ...argv, '--iterations', String(iterations), '--', ...bot], {
    cwd,
    encoding: 'utf8',
  });
  expect(stderr).not.toContain('error:');
  const stored = readRun(nodeDisk, join(cwd, 'artifacts/soak/runs/run'));
  expect(stored.ended?.record.reason).toBe('completed');
  return stored;
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-bots-'));
}

it.each([
  ['python', 'bot.py', 'python3'],
  ['js', 'bot.mjs', process.execPath],
  ['sh', 'bot.sh', 'sh'],
])('the bot in %s has about ten lines and is soaked as it stands', { timeout: 60_000 }, (language, name, program) => {
  const code = new RegExp(`^\`\`\`${language}\n((?!plimsoll).*?)^\`\`\``, 'msu').exec(PAGE)?.[1] ?? '';
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), code);
  const { summaries } = soaked(cwd, 2, [program, name]);
  for (const { parameters, read_back, absent } of summaries) {
    expect(read_back).toEqual(parameters);
    expect(absent).toMatchObject({
      net_bps: 'there was no fill of ours',
      risk_ratio: 'no quote decision was reported',
      p95_latency_ms: 'no acknowledgement was received',
    });
  }
});

it('the maker in TypeScript is soaked, and every KPI of the page is there', { timeout: 60_000 }, () => {
  const cwd = temporaryFolder();
  const options = ['--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const types = ['--typeRoots', join(ROOT, 'node_modules/@types')];
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  execFileSync(compiler, [join(ROOT, 'examples/maker.ts'), '--outDir', cwd, ...options, ...types]);
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}');
  const { summaries } = soaked(cwd, 3, [process.execPath, 'maker.js']);
  const named = [...PAGE.matchAll(/^\| .*`(?:book|fill|decision|order_\w+)`.*? \| (.*) \|$/gmu)].flatMap(
    ([, gives = '']) => [...gives.matchAll(/`(\w+)`/gu)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(14);
  const told = new Set(summaries.flatMap(({ summary }) => Object.keys(summary)));
  for (const name of named.filter((one) => !/^(?:order_closed|qty)$/u.test(one))) expect([...told]).toContain(name);
});

it('the page names every finding, and no other', () => {
  const source = readFileSync(join(ROOT, 'src/targets/command/finding.ts'), 'utf8');
  const known = [...source.matchAll(/\| '(bot_\w+)'/gu)].map(([, name]) => name);
  const shown = [...PAGE.matchAll(/^\| `(bot_\w+)` \|/gmu)].map(([, name]) => name);
  expect(shown).toEqual(known);
});

it('the contract is printed for people and for programs', () => {
  const print = (...argv: readonly string[]): string =>
    execFileSync(process.execPath, [MAIN, 'contract', ...argv], { encoding: 'utf8' });
  expect(print()).toContain('PLIMSOLL_OVERRIDES');
  const schema: unknown = JSON.parse(print('--json-schema'));
  const ofTenKinds: unknown = expect.objectContaining({ length: 10 });
  expect(schema).toMatchObject({ contract: 1, event: { oneOf: ofTenKinds } });
});
