import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfigurationFiles } from './read-configuration-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('readConfigurationFiles', () => {
  it('finds nothing in an empty folder, and nothing in one that does not exist', () => {
    expect(readConfigurationFiles(folder)).toStrictEqual({ projectFile: undefined, profiles: [] });
    expect(readConfigurationFiles(join(folder, 'gone'))).toStrictEqual({ projectFile: undefined, profiles: [] });
  });

  it('reads the project file and every profile, by name, under paths relative to the folder', () => {
    mkdirSync(join(folder, 'profiles'));
    writeFileSync(join(folder, 'plimsoll.config.json'), '{"settings": {}}');
    writeFileSync(join(folder, 'profiles', 'b.json'), '{"b": "é"}');
    writeFileSync(join(folder, 'profiles', 'a.json'), '{');
    writeFileSync(join(folder, 'profiles', 'notes.txt'), 'not a profile');
    expect(readConfigurationFiles(folder)).toStrictEqual({
      projectFile: { path: 'plimsoll.config.json', text: '{"settings": {}}' },
      profiles: [
        { path: 'profiles/a.json', text: '{' },
        { path: 'profiles/b.json', text: '{"b": "é"}' },
      ],
    });
  });

  it('refuses a file that is not UTF-8 and a folder in the place of a file', () => {
    writeFileSync(join(folder, 'plimsoll.config.json'), Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(() => readConfigurationFiles(folder)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `${join(folder, 'plimsoll.config.json')} cannot be read: it is not UTF-8`,
      }),
    );
    rmSync(join(folder, 'plimsoll.config.json'));
    mkdirSync(join(folder, 'plimsoll.config.json'));
    expect(() => readConfigurationFiles(folder)).toThrow('cannot be read: EISDIR');
  });

  it('refuses a file in the place of the profiles folder', () => {
    writeFileSync(join(folder, 'profiles'), '');
    expect(() => readConfigurationFiles(folder)).toThrow(`${join(folder, 'profiles')} cannot be read: ENOTDIR`);
  });
});
