// The package as a user gets it: packed, installed into an empty folder, its command started by npx, and the programs of docs/library.md
// compiled against its types and run against its code.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(ROOT, 'node_modules/.bin/tsc');
const PROGRAMS = [...readFileSync(join(ROOT, 'docs/library.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/gu)].map(
  ([, program = '']) => program,
);
/** What a user downloads may grow, but not unseen. */
const MOST_BYTES = 900_000;

vi.setConfig({ testTimeout: 120_000 });

const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-package-'));
let tarball = '';
let packed: { readonly size: number; readonly files: readonly { readonly path: string }[] } = { size: 0, files: [] };

beforeAll(() => {
  // The build before these tests is what lies in dist; packing must not build under the feet of the other tests.
  const { stdout } = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', cwd], ROOT);
  const [one]: readonly (typeof packed & { readonly filename: string })[] = JSON.parse(stdout);
  if (one === undefined) throw new Error('npm packed nothing');
  packed = one;
  tarball = join(cwd, one.filename);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
}, 120_000);
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function run(command: string, argv: readonly string[], where = cwd): { stdout: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(command, argv, { cwd: where, encoding: 'utf8' });
  expect({ status, told: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, told: '' });
  return { stdout, status };
}

describe('the package', () => {
  it('is sound by the word of publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(cwd, 'node_modules/plimsoll'), pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('holds the program, its types and its pages, and neither tests nor sources nor maps', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'SECURITY.md', 'dist/cli/main.js', 'docs/library.md']));
    expect(
      paths.filter((path) =>
        /\.(?:test|bench|fixture|conformance)\.(?:js|d\.ts)|\.map$|^(?:src|test|bench|tools)\//u.test(path),
      ),
    ).toEqual([]);
    expect(packed.size).toBeLessThan(MOST_BYTES);
  });

  it('brings no package along whose licence asks for more than to be named', () => {
    const lock: { readonly packages: { readonly [path: string]: { readonly license?: string } } } = JSON.parse(
      readFileSync(join(cwd, 'node_modules/.package-lock.json'), 'utf8'),
    );
    const licences = Object.entries(lock.packages).map(([path, { license }]) => `${path}: ${license ?? 'none'}`);
    expect(licences.length).toBeGreaterThan(2);
    expect(
      licences.filter((one) => !/: (?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/u.test(one)),
    ).toEqual([]);
  });

  it('brings a command that npx starts', () => {
    expect(run('npx', ['plimsoll', '--help']).stdout).toContain('Usage: plimsoll');
    const { stdout } = run('npx', ['plimsoll', 'smoke']);
    expect(stdout).toContain('kpi_gate');
    expect(readdirSync(join(cwd, 'artifacts/soak/runs'))).toHaveLength(1);
  });

  it('brings the jobs of a CI', () => {
    expect(run('npx', ['plimsoll', 'init', '--ci', 'github', '--dry-run']).stdout).toContain('==> ci/plimsoll.sh <==');
  });

  it('allows no file to be imported past its interface', () => {
    const { status, stderr } = spawnSync(process.execPath, ['-e', "await import('plimsoll/dist/soak/runner.js')"], {
      cwd,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the programs of docs/library.md', () => {
  const options = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2023'];
  const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node'];
  const names = PROGRAMS.map((_, index) => `program-${index + 1}`);

  beforeAll(() => {
    mkdirSync(join(cwd, 'out'));
    for (const [index, name] of names.entries()) writeFileSync(join(cwd, `${name}.ts`), PROGRAMS[index] ?? '');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('compile, the types of the package themselves checked, by module %s and resolution %s', (module, resolution) => {
    expect(names.length).toBeGreaterThan(1);
    const files = names.map((name) => `${name}.ts`);
    const argv = [
      ...options,
      ...types,
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--outDir',
      'out',
      ...files,
    ];
    run(TSC, ['--skipLibCheck', 'false', ...argv]);
  });

  it.each(names)('%s runs and prints verdicts', (name) => {
    writeFileSync(join(cwd, 'out/package.json'), JSON.stringify({ type: 'module' }));
    const { stdout } = run(process.execPath, [join('out', `${name}.js`)]);
    expect(stdout).toMatch(/PASS|WARN|FAIL|INCONCLUSIVE|NO_DATA/u);
    expect(stdout).not.toContain('undefined');
  });
});
