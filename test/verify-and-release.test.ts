// What docs/verify-and-release.md says of evidence and waivers beyond its commands, which test/pages.test.ts runs.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const PAGE = readFileSync(join(ROOT, 'docs/verify-and-release.md'), 'utf8');

vi.setConfig({ testTimeout: 120_000 });

const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-release-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function plimsoll(argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
}

function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(/```(\w+)\n([^`]*)```/g)]
    .filter((block) => block[1] === language)
    .map((block) => block[2] ?? '');
}

beforeAll(() => {
  const [soaks = ''] = blocks('sh');
  for (const [, command = ''] of soaks.matchAll(/^npx plimsoll (.*)$/gmu)) plimsoll(command.split(' '));
}, 120_000);

describe('docs/verify-and-release.md', () => {
  it('prints the SHA-256 of the evidence, and leaves it and the snapshot', () => {
    const argv = ['gate', 'new', '--release', '--baseline', 'old', '--evidence', 'evidence.json'];
    expect(plimsoll(argv).stdout).toMatch(/^note: evidence evidence\.json, sha256 [0-9a-f]{64}, claim sha256 /mu);
    expect(JSON.parse(readFileSync(join(cwd, 'evidence.json'), 'utf8'))).toHaveProperty('claim_sha256');
    expect(plimsoll(['snapshot', 'new', '--file', 'production.json']).status).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'production.json'), 'utf8'))).toHaveProperty('evidence_sha256');
  });

  it('shows a file of waivers that is taken', () => {
    const [waivers = ''] = blocks('json');
    writeFileSync(join(cwd, 'waivers.json'), waivers);
    const { stdout, stderr } = plimsoll(['gate', 'new', '--waivers', 'waivers.json', '--now', '2026-12-31']);
    expect(stderr).toBe('');
    expect(stdout).toContain('waiver of net_bps by ann until 2026-12-31');
  });
});
