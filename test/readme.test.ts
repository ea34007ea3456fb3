// The README's session is what the program prints, cut down by the rules below. Its commands are run as they stand, but for the folder they
// run in and the installation before them. After a change of what a soak prints, `UPDATE_README=1 npx vitest run --project product
// test/readme.test.ts` writes the session anew.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const RECORDING = join(process.env['PLIMSOLL_DATA'] ?? join(ROOT, '../shared/data'), 'btcusdt-spot-60s.gz');
const READMES = ['README.md', 'README.ru.md'];

vi.setConfig({ testTimeout: 120_000 });

const COMMAND = '$ npx plimsoll soak';

/** What the README shows of the output: so many lines from the first one that begins like this, then a mark that something is left out. */
const SHOWN: readonly (readonly [from: string, lines: number])[] = [
  ['', 4],
  ['    23/24', 2],
  ['net_bps            ', 4],
  ['Parameters', 9],
  ['Gates', 13],
  ['the run completed', 5],
];

let cwd = '';
let session = '';

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plimsoll-readme-'));
  const { stdout, status } = plimsoll(['soak']);
  expect(status).toBe(0);
  session = [COMMAND, ...cutDown(stdout.split('\n'))].join('\n');
  if (process.env['UPDATE_README'] !== undefined) for (const readme of READMES) rewriteSession(readme);
}, 120_000);
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function plimsoll(argv: readonly string[]): { stdout: string; status: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
  return { stdout, status };
}

function cutDown(lines: readonly string[]): readonly string[] {
  const parts = SHOWN.map(([from, count]) => {
    const at = lines.findIndex((line) => line.startsWith(from));
    expect(at, `no line begins with ${from}`).toBeGreaterThanOrEqual(0);
    return lines
      .slice(at, at + count)
      .map((line) => line.trimEnd())
      .join('\n');
  });
  return parts.join('\n...\n').split('\n');
}

function rewriteSession(readme: string): void {
  const path = join(ROOT, readme);
  const [shown = ''] = blocks(readme, 'text');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(shown, () => `${session}\n`),
  );
}

/** Without what differs from one run to the next: the time in the run's name and the speed. */
function masked(text: string): string {
  return text.replaceAll(/\d{8}T\d{6}Z/g, '<time>').replaceAll(/[\d,]+ x real time/g, '<speed> x real time');
}

function blocks(readme: string, language: string): readonly string[] {
  const text = readFileSync(join(ROOT, readme), 'utf8');
  return [...text.matchAll(/```(\w+)\n([^`]*)```/g)]
    .filter((block) => block[1] === language)
    .map((block) => block[2] ?? '');
}

/** The commands of the shell blocks, as arguments of `plimsoll`. */
function commands(readme: string): readonly (readonly string[])[] {
  return blocks(readme, 'sh')
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => /npx plimsoll ([^#]*)/.exec(line)?.slice(1, 2) ?? [])
    .map((line) => line.trim().split(/ +/));
}

describe.each(READMES)('%s', (readme) => {
  it('shows a session that really ran', () => {
    const [shown = ''] = blocks(readme, 'text');
    expect(masked(shown.trimEnd())).toBe(masked(session));
  });

  it('names the two commands that install and run, and install and test', () => {
    const [first = ''] = blocks(readme, 'sh');
    expect(first).toContain('npm ci && npx plimsoll soak');
    expect(first).toContain('npm ci && npm test');
  });
});

describe('the commands of README.md', () => {
  const runnable = commands('README.md').filter((argv) => argv.length > 1);
  it.each(runnable.filter((argv) => !argv.includes('replay')))(
    'has a command that works: %s %s %s %s %s',
    (...argv) => {
      const shortened = argv.includes('--iterations') ? [] : ['--iterations', '2'];
      const { status, stdout } = plimsoll([...argv, ...shortened]);
      expect([0, 3, 4]).toContain(status);
      expect(stdout).toMatch(/PASS|WARN|FAIL|INCONCLUSIVE|NO_DATA/);
    },
  );

  it.skipIf(!existsSync(RECORDING))('work on a recording (skipped where shared/data is absent)', () => {
    copyFileSync(RECORDING, join(cwd, 'recording.gz'));
    const argv = runnable.find((command) => command.includes('replay')) ?? [];
    expect(argv).toContain('--data');
    const { status, stdout } = plimsoll([...argv, '--iteration-duration', '20s']);
    expect([0, 3, 4]).toContain(status);
    expect(stdout).toContain('kpi_gate');
  });
});

describe('README.ru.md', () => {
  it('shows the same session and the same commands as README.md', () => {
    expect(blocks('README.ru.md', 'text')).toEqual(blocks('README.md', 'text'));
    expect(commands('README.ru.md')).toEqual(commands('README.md'));
  });
});
