// The README's session is what the program prints: every line shown stands in the real output, in the same order. Its commands are run as
// they stand, but for the folder they run in and the installation before them.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const RECORDING = join(process.env['PLIMSOLL_DATA'] ?? join(ROOT, '../shared/data'), 'btcusdt-spot-60s.gz');
const READMES = ['README.md', 'README.ru.md'];

vi.setConfig({ testTimeout: 120_000 });

let cwd = '';
let printed: readonly string[] = [];

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plimsoll-readme-'));
  const { stdout, status } = plimsoll(['soak']);
  expect(status).toBe(0);
  printed = stdout.split('\n').map(masked);
}, 120_000);
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function plimsoll(argv: readonly string[]): { stdout: string; status: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
  return { stdout, status };
}

/** Without what differs from one run to the next: the time in the run's name and the speed. */
function masked(line: string): string {
  return line
    .replace(/\d{8}T\d{6}Z/, '<time>')
    .replace(/[\d,]+ x real time/, '<speed> x real time')
    .trimEnd();
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
    const [session = ''] = blocks(readme, 'text');
    const [command, ...shown] = session.trimEnd().split('\n');
    expect(command).toBe('$ npx plimsoll soak');
    expect(shown.length).toBeGreaterThan(20);
    let from = 0;
    for (const line of shown.map(masked)) {
      if (line === '' || line === '...') continue;
      const at = printed.indexOf(line, from);
      expect(at, `not printed, or not in this order: ${line}`).toBeGreaterThanOrEqual(0);
      from = at + 1;
    }
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
