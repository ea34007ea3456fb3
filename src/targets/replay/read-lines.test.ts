import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { readLines, type FileEnd } from './read-lines.ts';

const LINES = Array.from(
  { length: 20_000 },
  (_, index) => `${index} ${((index * 2_654_435_761) % 4_294_967_296).toString(36)} ж`,
);
const TEXT = LINES.map((line) => `${line}\n`).join('');

async function readAll(path: string): Promise<{ lines: readonly string[]; end: FileEnd }> {
  const lines: string[] = [];
  const batches = readLines(path);
  for (;;) {
    const step = await batches.next();
    if (step.done === true) return { lines, end: step.value };
    lines.push(...step.value);
  }
}

describe('reading lines', () => {
  const folder = useTemporaryFolder();
  const written = (name: string, content: Buffer | string): string => {
    const path = folder(name);
    writeFileSync(path, content);
    return path;
  };

  it.each([
    ['plain', Buffer.from(TEXT)],
    ['gzipped', gzipSync(TEXT)],
    ['gzipped in two members', Buffer.concat([gzipSync(TEXT.slice(0, 1000)), gzipSync(TEXT.slice(1000))])],
  ])('gives every line of a %s file', async (_, content) => {
    const { lines, end } = await readAll(written('file', content));
    expect(lines).toStrictEqual(LINES);
    expect(end).toStrictEqual({ kind: 'whole', rest: '' });
  });

  it('tells a last line without a line end apart', async () => {
    const { lines, end } = await readAll(written('file', 'a\nb'));
    expect(lines).toStrictEqual(['a']);
    expect(end).toStrictEqual({ kind: 'whole', rest: 'b' });
  });

  it('finds an empty file whole', async () => {
    expect(await readAll(written('file', ''))).toStrictEqual({ lines: [], end: { kind: 'whole', rest: '' } });
  });

  it.each([0.1, 0.5, 0.999])(
    'gives the whole lines in front of a break at %d of a gzip file, and tells the break',
    async (share) => {
      const whole = gzipSync(TEXT);
      const bytes = Math.floor(whole.length * share);
      const { lines, end } = await readAll(written('file', whole.subarray(0, bytes)));
      expect(end).toStrictEqual({ kind: 'cut_off', bytes });
      expect(lines).toStrictEqual(LINES.slice(0, lines.length));
      // Deflate holds back at most one block; what it had decompressed is not lost.
      expect(lines.length).toBeGreaterThan(LINES.length * (share - 0.2));
      expect(lines.length).toBeLessThanOrEqual(LINES.length);
    },
  );

  it('tells a gzip file that lacks only its end mark', async () => {
    const whole = gzipSync(TEXT);
    const { lines, end } = await readAll(written('file', whole.subarray(0, -1)));
    expect(lines).toStrictEqual(LINES);
    expect(end.kind).toBe('cut_off');
  });

  it('refuses a gzip file with a damaged byte', async () => {
    const whole = gzipSync(TEXT);
    const middle = Math.floor(whole.length / 2);
    whole[middle] = (whole[middle] ?? 0) ^ 0xff;
    await expect(readAll(written('file', whole))).rejects.toMatchObject({
      code: 'target',
      message: expect.stringContaining('is damaged'),
    });
  });

  it.each(['missing', '.'])('refuses %s, which is no readable file', async (name) => {
    await expect(readAll(folder(name))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('cannot be read'),
    });
  });
});
