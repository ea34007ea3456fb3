// The README's session is what the program prints, cut down by the rules below, and both languages of it say the same. Its other commands are
// run by test/pages.test.ts. After a change of what a soak prints, `UPDATE_README=1 npx vitest run --project product
// test/readme.test.ts` writes the session anew.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
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

describe('README.ru.md', () => {
  const [english = '', russian = ''] = READMES.map((readme) => readFileSync(join(ROOT, readme), 'utf8'));

  it('shows the same session and the same commands as README.md', () => {
    expect(blocks('README.ru.md', 'text')).toEqual(blocks('README.md', 'text'));
    expect(commands('README.ru.md')).toEqual(commands('README.md'));
  });

  it('has the same chapters, lists, tables and links, in the same order', () => {
    expect(shapeOf(russian)).toEqual(shapeOf(english));
  });

  it('names the same commands, settings and files', () => {
    expect(namedIn(russian)).toEqual(namedIn(english));
  });

  it('is written in Russian', () => {
    const prose = russian.replaceAll(/```[\s\S]*?```|`[^`]*`|\([^)]*\)/gu, '');
    const [cyrillic, latin] = [/\p{Script=Cyrillic}/gu, /\p{Script=Latin}/gu].map(
      (script) => prose.match(script)?.length ?? 0,
    );
    expect(cyrillic).toBeGreaterThan(4 * (latin ?? 0));
  });
});

/** The commands of the shell blocks, without their comments. */
function commands(readme: string): readonly string[] {
  return blocks(readme, 'sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#\s.*$/u, ''));
}

/** What stands at the beginning of each line that is no prose, and where each link leads. */
function shapeOf(text: string): readonly string[] {
  const plain = text.replaceAll(/```[\s\S]*?```/gu, '```').replaceAll(/README(?:\.ru)?\.md/gu, 'README');
  const parts = /^(?:#+|```|\| *[-:`\d|]*|- (?:\*\*)?)|(?<=\]\()[^)]*(?=\))/gmu;
  return [...plain.matchAll(parts)].map(([part]) => part);
}

function namedIn(text: string): readonly string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/gu, '');
  return [...new Set([...prose.matchAll(/`([^`\n]+)`/gu)].map(([, name = '']) => name))].toSorted();
}
