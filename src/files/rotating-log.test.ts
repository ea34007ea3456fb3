import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultyDisk } from './faulty-disk.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { RotatingLog } from './rotating-log.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';

const inFolder = useTemporaryFolder();
const text = (value: string): Uint8Array => Buffer.from(value);

it('keeps the newest, at most twice what a file may hold', () => {
  const path = inFolder('output.log');
  const log = new RotatingLog(nodeDisk, path, 10);
  for (const part of ['12345', '67890', 'abc', 'defghijklmnopq', 'rs']) log.append(text(part));
  log.close();
  const [newest, older] = [path, `${path}.1`].map((name) => readFileSync(name, 'utf8'));
  expect('1234567890abcdefghijklmnopqrs'.endsWith(`${older}${newest}`)).toBe(true);
  expect(newest?.length).toBeLessThanOrEqual(10);
  expect(older?.length).toBeLessThanOrEqual(10);
});

it('goes on behind what is there', () => {
  const path = inFolder('output.log');
  for (const part of ['one ', 'two']) {
    const log = new RotatingLog(nodeDisk, path, 100);
    log.append(text(part));
    log.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('one two');
  expect(existsSync(`${path}.1`)).toBe(false);
});

it('drops what the disk refuses, and says how much', () => {
  const disk = faultyDisk({ refuse: (operation) => (operation === 'write' ? 'ENOSPC' : undefined) });
  const log = new RotatingLog(disk, inFolder('output.log'), 100);
  log.append(text('lost'));
  expect(log.droppedBytes).toBe(4);
  log.close();
});
