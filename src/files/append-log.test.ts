import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AssertionError } from '../std/assert.ts';
import { AppendLog } from './append-log.ts';
import { failureOf } from './failure-of.fixture.ts';
import { faultyDisk } from './faulty-disk.fixture.ts';
import type { Operation } from './faulty-disk.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';

const inFolder = useTemporaryFolder();

function content(): string {
  return readFileSync(inFolder('log'), 'utf8');
}

describe('a log', () => {
  it('is durable by name from its start and by content after each append', () => {
    const disk = faultyDisk();
    const log = AppendLog.create(disk, inFolder('log'));
    log.append('one\n');
    log.append('two\n');
    log.close();
    const append = ['write log', 'size log', 'sync log'];
    const folder = inFolder().split('/').at(-1);
    expect(disk.operations).toEqual(['create log', `syncFolder ${folder}`, ...append, ...append, 'close log']);
    expect(content()).toBe('one\ntwo\n');
  });

  it('goes on at its end after it was closed', () => {
    AppendLog.create(nodeDisk, inFolder('log')).append('é\n');
    const log = AppendLog.open(nodeDisk, inFolder('log'), 3);
    log.append('two\n');
    log.append('three\n');
    log.close();
    log.close();
    expect(content()).toBe('é\ntwo\nthree\n');
  });

  it('goes on behind what its reader trusts, and cuts off the rest for good', () => {
    writeFileSync(inFolder('log'), 'one\nhal');
    const disk = faultyDisk();
    AppendLog.open(disk, inFolder('log'), 4).append('two\n');
    expect(disk.operations.slice(0, 5)).toEqual([
      'openToAppend log',
      'size log',
      'truncate log',
      'size log',
      'sync log',
    ]);
    expect(content()).toBe('one\ntwo\n');
  });

  it('does not go on where less is there than its reader trusts', () => {
    writeFileSync(inFolder('log'), 'one\n');
    const failure = failureOf(() => AppendLog.open(nodeDisk, inFolder('log'), 8));
    expect(failure.message).toMatch(/cannot go on with the log .*EIO/);
    expect(content()).toBe('one\n');
  });

  it('takes a disk that writes one byte at a time', () => {
    AppendLog.create(faultyDisk({ mostBytes: 1 }), inFolder('log')).append('é€\n');
    expect(content()).toBe('é€\n');
  });

  it('is never started over one that exists, nor continued where none is', () => {
    writeFileSync(inFolder('log'), 'old\n');
    expect(failureOf(() => AppendLog.create(nodeDisk, inFolder('log'))).message).toMatch(/something has that name/);
    expect(content()).toBe('old\n');
    const missing = failureOf(() => AppendLog.open(nodeDisk, inFolder('none'), 0));
    expect(missing.message).toMatch(/cannot go on with the log .*none: there is no such file/);
    expect(readdirSync(inFolder())).toEqual(['log']);
  });

  it('takes no append after it was closed', () => {
    const log = AppendLog.create(nodeDisk, inFolder('log'));
    log.close();
    expect(() => log.append('late\n')).toThrow(AssertionError);
  });
});

describe('a disk that refuses', () => {
  it.each([
    ['write', 'ENOSPC', /the disk is full/],
    ['size', 'EIO', /input\/output error/],
    ['sync', 'EIO', /input\/output error/],
  ] as const)(
    'at %s fails the append with its reason, and every later one without trying',
    (operation, errno, reason) => {
      let broken = false;
      const disk = faultyDisk({ refuse: (asked) => (broken && asked === operation ? errno : undefined) });
      const log = AppendLog.create(disk, inFolder('log'));
      log.append('kept\n');
      broken = true;
      const failure = failureOf(() => log.append('lost\n'));
      expect(failure.code).toBe('disk');
      expect(failure.message).toMatch(reason);
      expect(failure.message).toMatch(/what was appended before is whole$/);
      expect(failure.hint).toBeDefined();

      broken = false;
      const asked = disk.operations.length;
      const later = failureOf(() => log.append('late\n'));
      expect(later.code).toBe('disk');
      expect(later.message).toMatch(/an earlier append failed/);
      expect(disk.operations).toHaveLength(asked);
      expect(content().startsWith('kept\n')).toBe(true);
      log.close();
    },
  );

  it('in the middle of a line leaves no half line behind', () => {
    let writes = 0;
    const refuse = (asked: Operation) => (asked === 'write' && (writes += 1) > 7 ? 'ENOSPC' : undefined);
    const log = AppendLog.create(faultyDisk({ mostBytes: 1, refuse }), inFolder('log'));
    log.append('kept\n');
    failureOf(() => log.append('lost\n'));
    expect(content()).toBe('kept\n');
  });

  it('after the bytes were written touches them no more', () => {
    const disk = faultyDisk({ refuse: (asked) => (asked === 'sync' ? 'EIO' : undefined) });
    const log = AppendLog.create(disk, inFolder('log'));
    failureOf(() => log.append('perhaps\n'));
    expect(disk.operations.at(-1)).toBe('sync log');
  });

  it('to make the name durable leaves no log', () => {
    const disk = faultyDisk({ refuse: (asked) => (asked === 'syncFolder' ? 'EIO' : undefined) });
    expect(failureOf(() => AppendLog.create(disk, inFolder('log'))).message).toMatch(/cannot start the log/);
    expect(readdirSync(inFolder())).toEqual([]);
  });

  it('a writer that is not this one is noticed', () => {
    const log = AppendLog.create(nodeDisk, inFolder('log'));
    writeFileSync(inFolder('log'), 'foreign\n', { flag: 'a' });
    expect(String(failureOf(() => log.append('ours\n')).cause)).toMatch(/13 bytes instead of 5/);
    expect(content()).toBe('foreign\nours\n');
  });
});
