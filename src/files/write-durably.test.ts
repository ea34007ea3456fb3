import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureOf } from './failure-of.fixture.ts';
import { faultyDisk } from './faulty-disk.fixture.ts';
import type { Faults, Operation } from './faulty-disk.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';
import { writeDurably } from './write-durably.ts';

const inFolder = useTemporaryFolder();
const TEMPORARY = '.a.json.0.tmp';

/** Writes over an old file on a disk with faults and tells what is then on the real one. */
function overwrite(faults: Faults) {
  const path = inFolder('a.json');
  writeFileSync(path, 'old');
  const disk = faultyDisk(faults);
  const failure = failureOf(() => writeDurably(disk, path, 'new content'));
  return {
    failure,
    path,
    content: readFileSync(path, 'utf8'),
    names: readdirSync(inFolder()),
    operations: disk.operations,
  };
}

function refusing(operation: Operation, errno: string): Faults {
  return { refuse: (asked) => (asked === operation ? errno : undefined) };
}

describe('a write that succeeds', () => {
  it('syncs the bytes before the name and the name before it returns', () => {
    const disk = faultyDisk();
    writeDurably(disk, inFolder('a.json'), 'new');
    expect(disk.operations).toEqual([
      `create ${TEMPORARY}`,
      `write ${TEMPORARY}`,
      `size ${TEMPORARY}`,
      `sync ${TEMPORARY}`,
      `close ${TEMPORARY}`,
      `rename ${TEMPORARY} a.json`,
      `syncFolder ${inFolder().split('/').at(-1)}`,
    ]);
  });

  it('replaces an old file by text as UTF-8 or by bytes, and leaves nothing else', () => {
    const path = inFolder('a.json');
    writeDurably(nodeDisk, path, 'é€\n');
    expect(readFileSync(path)).toEqual(Buffer.from('c3a9e282ac0a', 'hex'));
    writeDurably(nodeDisk, path, Uint8Array.of(0, 255));
    expect(readFileSync(path)).toEqual(Buffer.from([0, 255]));
    writeDurably(nodeDisk, path, '');
    expect(readFileSync(path)).toHaveLength(0);
    expect(readdirSync(inFolder())).toEqual(['a.json']);
  });

  it('takes a disk that writes one byte at a time for as long as it needs', () => {
    const disk = faultyDisk({ mostBytes: 1 });
    writeDurably(disk, inFolder('a.json'), 'é€ and more');
    expect(readFileSync(inFolder('a.json'), 'utf8')).toBe('é€ and more');
    expect(disk.operations.filter((operation) => operation.startsWith('write'))).toHaveLength(14);
  });

  it('leaves the temporary file of another writer alone', () => {
    writeFileSync(inFolder(TEMPORARY), 'half');
    writeDurably(nodeDisk, inFolder('a.json'), 'new');
    expect(readFileSync(inFolder('a.json'), 'utf8')).toBe('new');
    expect(readFileSync(inFolder(TEMPORARY), 'utf8')).toBe('half');
    expect(readdirSync(inFolder())).toHaveLength(2);
  });

  it('replaces a link, not what the link points at', () => {
    writeFileSync(inFolder('other'), 'other');
    symlinkSync('other', inFolder('a.json'));
    writeDurably(nodeDisk, inFolder('a.json'), 'new');
    expect(readFileSync(inFolder('other'), 'utf8')).toBe('other');
  });
});

describe('a write that fails', () => {
  it.each([
    ['create', 'EROFS', /the disk is read-only \(EROFS\)/],
    ['create', 'EACCES', /permission is denied \(EACCES\)/],
    ['write', 'ENOSPC', /the disk is full \(ENOSPC\)/],
    ['write', 'EDQUOT', /the disk quota is used up \(EDQUOT\)/],
    ['size', 'EIO', /an input\/output error \(EIO\)/],
    ['sync', 'EIO', /an input\/output error \(EIO\)/],
    ['close', 'EDQUOT', /the disk quota is used up \(EDQUOT\)/],
    ['rename', 'EXDEV', /EXDEV/],
  ] as const)('at %s with %s leaves the old file whole, no other file, and says so', (operation, errno, reason) => {
    const { failure, path, content, names, operations } = overwrite(refusing(operation, errno));
    expect(content).toBe('old');
    expect(names).toEqual(['a.json']);
    expect(failure.code).toBe('disk');
    expect(failure.message).toMatch(reason);
    expect(failure.message).toContain(`cannot write ${path}: `);
    expect(failure.message).toMatch(/nothing at that path has changed$/);
    if (errno !== 'EXDEV') expect(failure.hint).toMatch(/disk|folder/);
    // Nothing is tried a second time.
    expect(operations.filter((asked) => asked.startsWith(operation))).toHaveLength(1);
  });

  it('a disk that takes no bytes and reports no error is a failure, not an endless loop', () => {
    const { failure, content, names } = overwrite({ mostBytes: 0 });
    expect(failure.message).toMatch(/input\/output error/);
    expect(String(failure.cause)).toMatch(/0 of 11 bytes/);
    expect([content, names]).toEqual(['old', ['a.json']]);
  });

  it('a file that came out shorter than what was written is never put in place', () => {
    const { failure, content, names } = overwrite({ sizeError: -1 });
    expect(String(failure.cause)).toMatch(/holds 10 bytes instead of 11/);
    expect([content, names]).toEqual(['old', ['a.json']]);
  });

  it('a failed fsync of the folder comes after the rename, and the message says what that means', () => {
    const { failure, content, names } = overwrite(refusing('syncFolder', 'EIO'));
    expect(failure.message).toMatch(/the new file is in place, but a power cut may bring back what was there before$/);
    expect([content, names]).toEqual(['new content', ['a.json']]);
  });

  it('at any operation, once or from there on, the reader finds the old content or the new, whole', () => {
    for (const sticky of [false, true]) {
      for (let at = 0; at < 7; at += 1) {
        const { failure, content } = overwrite({
          refuse: (_operation, index) => (index === at || (sticky && index > at) ? 'EIO' : undefined),
        });
        // A disk that fails from there on keeps the temporary file, too.
        rmSync(inFolder(TEMPORARY), { force: true });
        expect(failure.code).toBe('disk');
        expect(content).toBe(at < 6 ? 'old' : 'new content');
      }
    }
  });

  it('a missing folder and a folder of that name are said in words', () => {
    expect(failureOf(() => writeDurably(nodeDisk, inFolder('none', 'a'), 'x')).message).toMatch(
      /no such file or folder/,
    );
    mkdirSync(inFolder('taken'));
    expect(failureOf(() => writeDurably(nodeDisk, inFolder('taken'), 'x')).message).toMatch(/a folder has that name/);
    expect(readdirSync(inFolder())).toEqual(['taken']);
  });

  it("an error that is not the disk's passes through as the bug it is", () => {
    const bug = new TypeError('a bug');
    const disk = {
      ...nodeDisk,
      sync: () => {
        throw bug;
      },
    };
    expect(() => writeDurably(disk, inFolder('a.json'), 'x')).toThrow(bug);
  });
});
