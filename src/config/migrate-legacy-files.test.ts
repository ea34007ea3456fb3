import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultyDisk } from '../files/faulty-disk.fixture.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { canonicalDocument } from '../json/canonical.ts';
import { parseJson } from '../json/parse.ts';
import { migrateLegacyFiles, migrationLines } from './migrate-legacy-files.ts';
import { BUILT_IN_PROFILES, listProfiles } from './profiles.ts';
import { readConfigurationFiles } from './read-configuration-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-migrate-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Texts go in as they are, everything else as JSON. */
function put(files: { readonly [path: string]: unknown }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** Every file under the folder with its content. */
function contents(): { readonly [path: string]: string } {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const STEADY = BUILT_IN_PROFILES['steady_safe'];
const TUNED = { ...STEADY, tail_age_ms: 800 };

describe('migrateLegacyFiles', () => {
  it('retires a file whose values are built in, and keeps it as *.bak', () => {
    put({ 'steady_safe_overrides.json': STEADY });
    const { steps } = migrateLegacyFiles(nodeDisk, folder);
    expect(steps).toStrictEqual([
      {
        kind: 'retired',
        file: 'steady_safe_overrides.json',
        to: 'steady_safe_overrides.json.bak',
        reason: 'its values are those of the built-in profile steady_safe',
      },
    ]);
    expect(contents()).toStrictEqual({ 'steady_safe_overrides.json.bak': JSON.stringify(STEADY) });
  });

  it('turns values of their own into profiles that a run can use', () => {
    put({ 'steady_safe_overrides.json': TUNED, 'ultra_safe_overrides.json': { min_interval_ms: 80 } });
    const { steps } = migrateLegacyFiles(nodeDisk, folder);
    expect(steps.map(({ kind, file }) => [kind, file])).toStrictEqual([
      ['written', 'profiles/steady_safe_legacy.json'],
      ['retired', 'steady_safe_overrides.json'],
      ['written', 'profiles/ultra_safe_legacy.json'],
      ['retired', 'ultra_safe_overrides.json'],
    ]);
    expect(contents()).toStrictEqual({
      'profiles/steady_safe_legacy.json': canonicalDocument({ parameters: TUNED }),
      'profiles/ultra_safe_legacy.json': canonicalDocument({ parameters: { min_interval_ms: 80 } }),
      'steady_safe_overrides.json.bak': JSON.stringify(TUNED),
      'ultra_safe_overrides.json.bak': '{"min_interval_ms":80}',
    });
    const users = listProfiles(readConfigurationFiles(folder).profiles).slice(3);
    expect(users.map(({ name, parameters }) => [name, parameters])).toStrictEqual([
      ['steady_safe_legacy', TUNED],
      ['ultra_safe_legacy', { min_interval_ms: 80 }],
    ]);
  });

  it('retires the two files that nothing reads any more, whatever they hold', () => {
    put({ 'steady_overrides.json': 'not JSON', 'applied_profile.json': '{"profile": "steady_safe"}' });
    const { steps } = migrateLegacyFiles(nodeDisk, folder);
    expect(steps.map(({ kind }) => kind)).toStrictEqual(['retired', 'retired']);
    expect(contents()).toStrictEqual({
      'steady_overrides.json.bak': 'not JSON',
      'applied_profile.json.bak': '{"profile": "steady_safe"}',
    });
  });

  it('leaves every other file alone', () => {
    const others = { 'runtime_overrides.json': '{}', 'profiles/mine.json': '{}', 'latest/ITER_SUMMARY_1.json': '{}' };
    put({ ...others, 'steady_overrides.json': '{}' });
    migrateLegacyFiles(nodeDisk, folder);
    expect(contents()).toStrictEqual({ ...others, 'steady_overrides.json.bak': '{}' });
  });

  it('never overwrites a profile that says something else', () => {
    put({
      'steady_safe_overrides.json': TUNED,
      'profiles/steady_safe_legacy.json': '{"parameters":{"tail_age_ms":500}}',
    });
    const before = contents();
    const { steps } = migrateLegacyFiles(nodeDisk, folder);
    expect(steps).toStrictEqual([
      {
        kind: 'conflict',
        file: 'steady_safe_overrides.json',
        reason: 'profiles/steady_safe_legacy.json exists and says something else',
      },
    ]);
    expect(contents()).toStrictEqual(before);
  });

  it('never overwrites a *.bak that holds something else, and then writes no profile either', () => {
    put({
      'steady_safe_overrides.json': TUNED,
      'steady_safe_overrides.json.bak': '{}',
      'steady_overrides.json': '1',
      'steady_overrides.json.bak': '2',
    });
    const before = contents();
    const { steps } = migrateLegacyFiles(nodeDisk, folder);
    expect(steps.map(({ kind, file }) => [kind, file])).toStrictEqual([
      ['conflict', 'steady_safe_overrides.json'],
      ['conflict', 'steady_overrides.json'],
    ]);
    expect(contents()).toStrictEqual(before);
  });

  it('changes nothing the second time', () => {
    put({
      'steady_safe_overrides.json': TUNED,
      'ultra_safe_overrides.json': BUILT_IN_PROFILES['ultra_safe'],
      'applied_profile.json': '{}',
    });
    migrateLegacyFiles(nodeDisk, folder);
    const before = contents();
    expect(migrationLines(migrateLegacyFiles(nodeDisk, folder))).toStrictEqual([`nothing to migrate in ${folder}`]);
    expect(contents()).toStrictEqual(before);
  });

  it('changes nothing and tells every problem when a file cannot be understood', () => {
    put({
      'steady_safe_overrides.json': '{"tail_age_ms": 800, "tail_age": 1}',
      'ultra_safe_overrides.json': '[]',
      'steady_overrides.json': '{}',
    });
    const before = contents();
    expect(() => migrateLegacyFiles(nodeDisk, folder)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `the files in ${folder} have 2 problems, so nothing was changed`,
        problems: [
          {
            source: 'steady_safe_overrides.json:1:34',
            message: 'tail_age is no parameter',
            hint: 'did you mean tail_age_ms?',
          },
          expect.objectContaining({ source: 'ultra_safe_overrides.json:1:1' }),
        ],
      }),
    );
    expect(contents()).toStrictEqual(before);
  });

  it('refuses a folder that does not exist', () => {
    const gone = join(folder, 'gone');
    expect(() => migrateLegacyFiles(nodeDisk, gone)).toThrow(
      expect.objectContaining({ code: 'usage', message: `there is no folder ${gone}` }),
    );
  });

  it('loses no value wherever the disk stops it, and the next run finishes', () => {
    const originals = { 'steady_safe_overrides.json': TUNED, 'applied_profile.json': {} };
    put(originals);
    const rehearsal = faultyDisk();
    migrateLegacyFiles(rehearsal, folder);
    const finished = contents();
    rehearsal.operations.forEach((_, stop) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      put(originals);
      const failing = faultyDisk({ refuse: (_operation, index) => (index === stop ? 'EIO' : undefined) });
      try {
        migrateLegacyFiles(failing, folder);
      } catch {
        // Refused where the disk refused; what matters is what lies there now.
      }
      const held = Object.values(contents()).map((text) => parseJson(text));
      expect(held).toContainEqual(TUNED);
      migrateLegacyFiles(nodeDisk, folder);
      expect(contents()).toStrictEqual(finished);
    });
  });
});

it('prints one line per step', () => {
  put({ 'steady_safe_overrides.json': TUNED, 'steady_overrides.json': '1', 'steady_overrides.json.bak': '2' });
  expect(migrationLines(migrateLegacyFiles(nodeDisk, folder))).toStrictEqual([
    `written   profiles/steady_safe_legacy.json, from steady_safe_overrides.json: a run in ${folder} uses it with --profile steady_safe_legacy`,
    'retired   steady_safe_overrides.json, kept as steady_safe_overrides.json.bak: its values are in profiles/steady_safe_legacy.json',
    'conflict  steady_overrides.json, left as it is: steady_overrides.json.bak exists and holds something else',
  ]);
});
