// Archives made by somebody who means harm, and what every packed bundle must be.

import { gzipSync, gunzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { TarHeader } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { hashBytes } from '../../json/hash.ts';
import { packBundle } from './pack-bundle.ts';
import { MOST_BUNDLE_BYTES, unpackBundle } from './unpack-bundle.ts';

const IDENTITY = { folder: 'run', startedAt: '2026-01-02T03:04:05.678Z' };
const FILES = new Map([
  ['b.json', Buffer.from('{}\n')],
  ['a/long.txt', Buffer.from('x'.repeat(200_000))],
]);

async function archive(...headers: readonly (Partial<TarHeader> & { readonly name: string })[]): Promise<Uint8Array> {
  const entries = headers.map((header) => {
    const isFile = header.type === undefined;
    const whole: TarHeader = Object.assign({ size: isFile ? 1 : 0 }, header);
    return isFile ? { header: whole, body: 'x' } : { header: whole };
  });
  return gzipSync(await packTar(entries));
}

describe('a packed bundle', () => {
  test('unpacks to what was packed', async () => {
    const { folder, files } = await unpackBundle(await packBundle(FILES, IDENTITY), 'b.tar.gz');
    expect(folder).toBe('run');
    expect(Object.fromEntries([...files].map(([name, bytes]) => [name, hashBytes(bytes)]))).toEqual(
      Object.fromEntries([...FILES].map(([name, bytes]) => [name, hashBytes(bytes)])),
    );
  });

  // The bytes are a promise: where a library makes others, bundles made before are refused.
  test('has these bytes on every machine, whatever the order of its files', async () => {
    const packed = await packBundle(FILES, IDENTITY);
    expect(await packBundle(new Map([...FILES].toReversed()), IDENTITY)).toEqual(packed);
    expect(hashBytes(packed)).toMatchInlineSnapshot(
      `"a2f58304db9a0a3ead57c3f55a4946308858e4ee56f23f3a934eb0657d3e2f41"`,
    );
    expect(gunzipSync(packed).length % 512).toBe(0);
  });
});

describe('unpackBundle', () => {
  test.each([
    ['a way up', { name: 'run/../../etc/passwd' }, 'leads out of its folder'],
    ['an absolute name', { name: '/etc/passwd' }, 'leads out of its folder'],
    ['a drive', { name: 'C:\\run\\x' }, 'leads out of its folder'],
    ['a name that hides', { name: 'run/.bashrc' }, 'leads out of its folder'],
    ['a name that speaks to the terminal', { name: 'run/\u001b[2J' }, 'leads out of its folder'],
    ['a file without a folder', { name: 'x' }, 'leads out of its folder'],
    ['a symbolic link', { name: 'run/x', type: 'symlink' as const, linkname: '/etc/passwd' }, 'is a symlink'],
    ['a hard link', { name: 'run/x', type: 'link' as const, linkname: '/etc/passwd' }, 'is a link'],
    ['a device', { name: 'run/x', type: 'character-device' as const }, 'is a character-device'],
    ['a pipe', { name: 'run/x', type: 'fifo' as const }, 'is a fifo'],
    ['a folder', { name: 'run/x/', type: 'directory' as const }, 'is a directory'],
  ])('refuses %s, by name', async (_, header, told) => {
    const hostile = await archive({ name: 'run/a' }, header);
    await expect(unpackBundle(hostile, 'b.tar.gz')).rejects.toThrow(told);
  });

  test('refuses two files of one name, two folders and none at all', async () => {
    await expect(unpackBundle(await archive({ name: 'run/a' }, { name: 'run/a' }), 'b')).rejects.toThrow('twice');
    await expect(unpackBundle(await archive({ name: 'run/a' }, { name: 'other/b' }), 'b')).rejects.toThrow(
      'more than one folder',
    );
    await expect(unpackBundle(await archive(), 'b')).rejects.toThrow('no file');
  });

  test('refuses what grows beyond reason, without holding it', async () => {
    const bomb = gzipSync(Buffer.alloc(MOST_BUNDLE_BYTES + 1));
    expect(bomb.length).toBeLessThan(200_000);
    await expect(unpackBundle(bomb, 'bomb.tar.gz')).rejects.toThrow('bomb.tar.gz is refused: it unpacks to more than');
  });

  test.each([
    ['no gzip', Buffer.from('PK\u0003\u0004'), 'no gzip file'],
    ['no tar', gzipSync(Buffer.alloc(1024, 7)), 'no tar archive'],
    ['a cut one', gzipSync(Buffer.from('x')).subarray(0, 12), 'no gzip file'],
  ])('refuses %s', async (_, bytes, told) => {
    await expect(unpackBundle(bytes, 'b.tar.gz')).rejects.toThrow(told);
  });
});
