// What docs/bundle.md says beyond its commands, which test/pages.test.ts runs: what a bundle holds, and the rollback that it describes, done.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const PAGE = readFileSync(join(ROOT, 'docs/bundle.md'), 'utf8');

vi.setConfig({ testTimeout: 120_000 });

const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bundle-'));
beforeAll(() => {
  // The page's commands are typed as `npx plimsoll`, its rollback as `plimsoll`.
  mkdirSync(join(cwd, 'bin'));
  writeFileSync(join(cwd, 'bin/plimsoll'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, {
    mode: 0o755,
  });
  const [first = ''] = [...PAGE.matchAll(/```sh\n([^`]*)```/gu)].map(([, script = '']) => script);
  expect(shell(first.replaceAll('npx plimsoll', 'plimsoll'))).toMatchObject({ status: 0, stderr: '' });
}, 120_000);
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function shell(script: string, folder = cwd): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`, BOT: join(cwd, 'bot') };
  return spawnSync('sh', ['-ec', script], { cwd: folder, env, encoding: 'utf8' });
}

describe('docs/bundle.md', () => {
  it('is about the files that a bundle holds', () => {
    expect(shell('tar xzf release.tar.gz && cd new && sha256sum -c SHA256SUMS').status).toBe(0);
    const listed = readFileSync(join(cwd, 'new/SHA256SUMS'), 'utf8').matchAll(/^\S+ {2}(\S+)$/gmu);
    for (const [, name = ''] of listed) expect(PAGE).toContain(`\`${name.replace(/\/.*/u, '/')}\``);
  });

  it('describes a rollback that can be typed', () => {
    const text = readFileSync(join(cwd, 'new/ROLLBACK.md'), 'utf8');
    mkdirSync(join(cwd, 'bot'));
    const scripts = [...text.matchAll(/```sh\n([^`]*)```/gu)].map(([, script = '']) => script);
    expect(scripts).toHaveLength(2);
    const [install = '', soak = ''] = scripts;
    expect(shell(install, join(cwd, 'new')).status).toBe(0);
    const target = readFileSync(join(cwd, 'new/rollback/runtime_overrides.json'), 'utf8');
    expect(readFileSync(join(cwd, 'bot/runtime_overrides.json'), 'utf8')).toBe(target);
    const short = soak.replaceAll(
      /plimsoll soak.*/gu,
      '$& --iterations 1 --iteration-duration 1m --json || test $? -eq 4',
    );
    const { status, stderr } = shell(short, join(cwd, 'new'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const runs = join(cwd, 'new/artifacts/soak/runs');
    const started: unknown[] = readdirSync(runs).map((id) =>
      JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')),
    );
    expect(started).toHaveLength(2);
    const parameters: unknown = JSON.parse(target);
    for (const record of started) expect(record).toMatchObject({ plan: { parameters } });
  });
});
