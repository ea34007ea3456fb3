import { mkdirSync, readFileSync, readdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureFolder } from './ensure-folder.ts';
import { failureOf } from './failure-of.fixture.ts';
import { faultyDisk } from './faulty-disk.fixture.ts';
import { listFolder } from './list-folder.ts';
import { nodeDisk } from './node-disk.ts';
import { pointLink } from './point-link.ts';
import { readTextFile } from './read-text-file.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';

const inFolder = useTemporaryFolder();

describe('ensureFolder', () => {
  it('makes every missing folder and its name durable, from the top', () => {
    const disk = faultyDisk();
    ensureFolder(disk, inFolder('a', 'b'));
    expect(statSync(inFolder('a', 'b')).isDirectory()).toBe(true);
    expect(disk.operations.filter((operation) => !operation.startsWith('entryAt'))).toEqual([
      'makeFolder a',
      `syncFolder ${basename(inFolder())}`,
      'makeFolder b',
      'syncFolder a',
    ]);
  });

  it('changes nothing where the folder, or a link to one, exists', () => {
    mkdirSync(inFolder('a'));
    symlinkSync('a', inFolder('link'));
    const disk = faultyDisk();
    ensureFolder(disk, inFolder('a'));
    ensureFolder(disk, inFolder('link'));
    ensureFolder(disk, inFolder('link', 'b'));
    expect(disk.operations.filter((operation) => operation.startsWith('makeFolder'))).toEqual(['makeFolder b']);
    expect(readdirSync(inFolder('a'))).toEqual(['b']);
  });

  it('takes a folder that another process made in between', () => {
    const disk = {
      ...nodeDisk,
      makeFolder(path: string) {
        mkdirSync(path);
        nodeDisk.makeFolder(path);
      },
    };
    ensureFolder(disk, inFolder('a'));
    expect(readdirSync(inFolder())).toEqual(['a']);
  });

  it('says why it cannot', () => {
    writeFileSync(inFolder('file'), '');
    symlinkSync('nowhere', inFolder('dangling'));
    for (const path of [inFolder('file'), inFolder('file', 'below')]) {
      const failure = failureOf(() => ensureFolder(nodeDisk, path));
      expect(failure.code).toBe('disk');
      expect(failure.message).toBe(`cannot create the folder ${path}: a part of the path is not a folder (ENOTDIR)`);
    }
    expect(failureOf(() => ensureFolder(nodeDisk, inFolder('dangling'))).message).toMatch(/no such file or folder/);
    const readOnly = faultyDisk({ refuse: (asked) => (asked === 'makeFolder' ? 'EROFS' : undefined) });
    expect(failureOf(() => ensureFolder(readOnly, inFolder('a'))).message).toMatch(/the disk is read-only/);
    const failing = faultyDisk({ refuse: (asked) => (asked === 'syncFolder' ? 'EIO' : undefined) });
    expect(failureOf(() => ensureFolder(failing, inFolder('a'))).message).toMatch(/input\/output error/);
  });
});

describe('pointLink', () => {
  it('points a new link, and then another way, with no moment without one', () => {
    mkdirSync(inFolder('runs'));
    mkdirSync(inFolder('runs', 'one'));
    mkdirSync(inFolder('runs', 'two'));
    pointLink(nodeDisk, inFolder('latest'), inFolder('runs', 'one'));
    expect(readlinkSync(inFolder('latest'))).toBe('runs/one');
    const disk = faultyDisk();
    pointLink(disk, inFolder('latest'), inFolder('runs', 'two'));
    expect(nodeDisk.readLink(inFolder('latest'))).toBe('runs/two');
    expect(disk.operations).toEqual([
      'entryAt latest',
      'symlink two .latest.0.tmp',
      'rename .latest.0.tmp latest',
      `syncFolder ${basename(inFolder())}`,
    ]);
    expect(readdirSync(inFolder())).toEqual(['latest', 'runs']);
  });

  it('never replaces what is not a link', () => {
    writeFileSync(inFolder('latest'), 'mine');
    const failure = failureOf(() => pointLink(nodeDisk, inFolder('latest'), inFolder('runs')));
    expect(failure.code).toBe('disk');
    expect(failure.message).toMatch(/cannot point the link .*latest at .*runs: something has that name already/);
    expect(readFileSync(inFolder('latest'), 'utf8')).toBe('mine');
  });

  it.each(['symlink', 'rename'] as const)('a refusal at %s leaves the old link and nothing else', (operation) => {
    symlinkSync('old', inFolder('latest'));
    const disk = faultyDisk({ refuse: (asked) => (asked === operation ? 'EIO' : undefined) });
    expect(failureOf(() => pointLink(disk, inFolder('latest'), inFolder('new'))).code).toBe('disk');
    expect(readlinkSync(inFolder('latest'))).toBe('old');
    expect(readdirSync(inFolder())).toEqual(['latest']);
  });
});

describe('readTextFile', () => {
  it('reads UTF-8 and keeps a byte order mark for the parser to judge', () => {
    writeFileSync(inFolder('a'), '\uFEFFé€\u{1f602}\n');
    expect(readTextFile(nodeDisk, inFolder('a'))).toBe('\uFEFFé€\u{1f602}\n');
  });

  it('names the file that is missing, unreadable or no text', () => {
    writeFileSync(inFolder('bytes'), Buffer.from('61ff62', 'hex'));
    mkdirSync(inFolder('folder'));
    const reasons = [
      ['missing', /there is no such file or folder/],
      ['folder', /a folder has that name/],
      ['bytes', /it is not UTF-8 text/],
    ] as const;
    for (const [name, reason] of reasons) {
      const failure = failureOf(() => readTextFile(nodeDisk, inFolder(name)));
      expect(failure.code).toBe('artifact');
      expect(failure.message).toContain(`cannot read ${inFolder(name)}: `);
      expect(failure.message).toMatch(reason);
      expect(failure.hint).toBeDefined();
    }
  });

  it('refuses an encoded surrogate, which is not UTF-8', () => {
    writeFileSync(inFolder('a'), Buffer.from('eda080', 'hex'));
    expect(failureOf(() => readTextFile(nodeDisk, inFolder('a'))).code).toBe('artifact');
  });
});

describe('listFolder', () => {
  it('gives names in one order on every disk', () => {
    const disk = { ...nodeDisk, list: () => ['b', 'a', 'B', '10', '9'] };
    expect(listFolder(disk, 'any')).toEqual(['10', '9', 'B', 'a', 'b']);
  });

  it('names the folder that cannot be read', () => {
    const failure = failureOf(() => listFolder(nodeDisk, inFolder('none')));
    expect(failure.code).toBe('artifact');
    expect(failure.message).toMatch(/cannot list the folder .*none: there is no such file or folder/);
  });
});

describe('the real disk', () => {
  it('tells what has a name without following links', () => {
    writeFileSync(inFolder('file'), 'four');
    mkdirSync(inFolder('folder'));
    symlinkSync('nowhere', inFolder('link'));
    expect(nodeDisk.entryAt(inFolder('file'))).toMatchObject({ kind: 'file', size: 4 });
    expect(nodeDisk.entryAt(inFolder('folder'))?.kind).toBe('folder');
    expect(nodeDisk.entryAt(inFolder('link'))?.kind).toBe('link');
    expect(nodeDisk.entryAt('/dev/null')?.kind).toBe('other');
    expect(nodeDisk.entryAt(inFolder('none'))).toBeUndefined();
  });
});
