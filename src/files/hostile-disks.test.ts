// Real disks that refuse: one of 256 KiB that runs full, and one that is read-only. Both are mounted for the test, which takes root; where
// the system forbids it, the titles say so, and the same faults are still tested on a fake disk in the other files.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AppendLog } from './append-log.ts';
import { ensureFolder } from './ensure-folder.ts';
import { failureOf } from './failure-of.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { pointLink } from './point-link.ts';
import { acquireRunLock } from './run-lock.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';
import { writeDurably } from './write-durably.ts';

const disk = mkdtempSync(join(tmpdir(), 'plimsoll-disk-'));
const refusal = mount('-t', 'tmpfs', '-o', 'size=256k', 'plimsoll-test', disk);
const skipped = refusal === undefined ? '' : ` [SKIPPED, mounting a disk is refused here: ${refusal}]`;

/** Answers the reason of a refusal, or `undefined` when it worked. */
function mount(...options: readonly string[]): string | undefined {
  try {
    execFileSync('/bin/mount', options, { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : String(error);
  }
}

function path(name: string): string {
  return join(disk, name);
}

afterAll(() => {
  if (refusal === undefined) execFileSync('/bin/umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(refusal !== undefined)(`a full disk${skipped}`, () => {
  beforeEach(() => {
    for (const name of readdirSync(disk)) rmSync(path(name), { recursive: true });
  });

  it('leaves the old file whole, leaves nothing else, and says that it is full', () => {
    writeDurably(nodeDisk, path('a.json'), 'old\n');
    const failure = failureOf(() => writeDurably(nodeDisk, path('a.json'), Buffer.alloc(1024 * 1024, 'x')));
    expect(failure.code).toBe('disk');
    expect(failure.message).toBe(
      `cannot write ${path('a.json')}: the disk is full (ENOSPC); nothing at that path has changed`,
    );
    expect(failure.hint).toMatch(/free space/);
    expect(readFileSync(path('a.json'), 'utf8')).toBe('old\n');
    expect(readdirSync(disk)).toEqual(['a.json']);
  });

  it('takes a smaller write again after the failed one, whose space is free', () => {
    failureOf(() => writeDurably(nodeDisk, path('a.json'), Buffer.alloc(1024 * 1024, 'x')));
    writeDurably(nodeDisk, path('a.json'), Buffer.alloc(128 * 1024, 'y'));
    expect(readFileSync(path('a.json')).equals(Buffer.alloc(128 * 1024, 'y'))).toBe(true);
  });

  it('leaves a log with every acknowledged line and no other', () => {
    const log = AppendLog.create(nodeDisk, path('log'));
    const line = `${'x'.repeat(9_999)}\n`;
    let acknowledged = 0;
    const failure = failureOf(() => {
      for (;;) {
        log.append(line);
        acknowledged += 1;
      }
    });
    log.close();
    expect(failure.message).toMatch(/the disk is full \(ENOSPC\); what was appended before is whole/);
    expect(acknowledged).toBeGreaterThan(20);
    expect(readFileSync(path('log'), 'utf8')).toBe(line.repeat(acknowledged));
  });

  it('gives no lock and keeps no half of one', () => {
    const page = Buffer.alloc(4096);
    expect(() => {
      for (;;) writeFileSync(path('filler'), page, { flag: 'a' });
    }).toThrow(/ENOSPC/);
    const failure = failureOf(() => acquireRunLock(nodeDisk, disk, { pid: process.pid }));
    expect(failure.message).toMatch(/cannot lock the folder .*: the disk is full/);
    expect(readdirSync(disk)).toEqual(['filler']);
  });
});

describe.skipIf(refusal !== undefined)(`a read-only disk${skipped}`, () => {
  it('leaves everything as it was and says that it is read-only', () => {
    for (const name of readdirSync(disk)) rmSync(path(name), { recursive: true });
    writeFileSync(path('a.json'), 'old\n');
    expect(mount('-o', 'remount,ro', disk)).toBeUndefined();
    const attempts: readonly (() => unknown)[] = [
      () => writeDurably(nodeDisk, path('a.json'), 'new\n'),
      () => AppendLog.create(nodeDisk, path('log')),
      () => AppendLog.open(nodeDisk, path('a.json'), 2),
      () => ensureFolder(nodeDisk, path('folder')),
      () => pointLink(nodeDisk, path('latest'), path('a.json')),
      () => acquireRunLock(nodeDisk, disk, { pid: process.pid }),
    ];
    for (const attempt of attempts) {
      const failure = failureOf(attempt);
      expect(failure.code).toBe('disk');
      expect(failure.message).toMatch(/^cannot .*: the disk is read-only \(EROFS\)/);
      expect(failure.message).toContain(disk);
      expect(failure.hint).toMatch(/can be written/);
    }
    expect(readFileSync(path('a.json'), 'utf8')).toBe('old\n');
    expect(readdirSync(disk)).toEqual(['a.json']);
  });
});

const isRoot = process.getuid?.() === 0;
const skippedForRoot = isRoot ? ' [SKIPPED, root may write anywhere]' : '';

describe.skipIf(isRoot)(`a folder without write permission${skippedForRoot}`, () => {
  const inFolder = useTemporaryFolder();

  it('leaves the old file whole and says that permission is denied', () => {
    writeFileSync(inFolder('a.json'), 'old\n');
    chmodSync(inFolder(), 0o555);
    try {
      const failure = failureOf(() => writeDurably(nodeDisk, inFolder('a.json'), 'new\n'));
      expect(failure.message).toMatch(/permission is denied \(EACCES\); nothing at that path has changed/);
      expect(readFileSync(inFolder('a.json'), 'utf8')).toBe('old\n');
    } finally {
      chmodSync(inFolder(), 0o755);
    }
  });
});
