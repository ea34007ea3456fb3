import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import type { MarketMessage } from './collector-message.ts';
import { Recording } from './recording.ts';
import { quietMarket, RecordingText } from './recording-text.fixture.ts';

const BTC = { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.00001 };

describe('a recording', () => {
  const folder = useTemporaryFolder();
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(folder(name), content);
    return folder(name);
  };
  const readAll = async (recording: Recording): Promise<readonly MarketMessage[]> => {
    const messages: MarketMessage[] = [];
    while (recording.end === undefined) messages.push(...(await recording.read()));
    return messages;
  };
  const reading = async (...contents: readonly (string | Buffer)[]): Promise<unknown> =>
    readAll(
      new Recording(
        contents.map((content, index) => written(`${index}`, content)),
        BTC,
      ),
    );

  it('runs on one clock from its first message through all its files, gzipped or plain', async () => {
    const one = new RecordingText().at(10.5).ticker(1, ['1.00', '1.0'], ['1.01', '1.0']).at(20).diff(2, 2, [], []);
    const two = new RecordingText().at(40).trade(1, 1, '1.01', '0.5');
    const recording = new Recording([written('one', gzipSync(one.text)), written('two', two.text)], BTC);
    const messages = await readAll(recording);
    expect(messages.map(({ kind, receivedUs, line }) => [kind, receivedUs, line])).toStrictEqual([
      ['ticker', 0, 1],
      ['diff', 9500, 2],
      ['trade', 29_500, 1],
    ]);
    expect(messages[2]).toMatchObject({ file: folder('two'), eventUs: 40_000 - 10_500 + 1_270_000 });
    expect(recording.end).toStrictEqual({ kind: 'whole' });
    expect(recording.receivedUs).toBe(29_500);
  });

  it('does not run backwards where the recorder’s clock was set back a little, and counts it', async () => {
    const text = new RecordingText().at(100).diff(1, 1, [], []).at(400).diff(2, 2, [], []).at(350).diff(3, 3, [], []);
    const recording = new Recording([written('a', text.text)], BTC);
    expect((await readAll(recording)).map(({ receivedUs }) => receivedUs)).toStrictEqual([0, 300_000, 300_000]);
    expect(recording.counts.clockSteps).toBe(1);
  });

  it('refuses files in the wrong order', async () => {
    const early = quietMarket(1).text;
    const late = new RecordingText().at(60_000).diff(2, 2, [], []).text;
    await expect(reading(late, early)).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/1:1 was received 60\.000 s before the message in front of it/),
      hint: expect.stringContaining('in the order'),
    });
  });

  it('goes on over a line of garbage, and says how many there were and where the first is', async () => {
    const text = quietMarket(1).line('1700000000000000000 {"e":"trade"').line('!').message({ result: null }).line('');
    const recording = new Recording([written('a.txt', text.text)], BTC);
    await readAll(recording);
    expect(recording.counts).toStrictEqual({ messages: 32, other: 1, garbageLines: 2, clockSteps: 0 });
    expect(recording.firstGarbage).toBe(`${folder('a.txt')}:32`);
  });

  it('refuses a file that is mostly something else', async () => {
    await expect(reading('a,b,c\n'.repeat(500))).rejects.toMatchObject({
      code: 'target',
      message: expect.stringMatching(/^11 of the first 11 lines are no messages of the collector, the first at .*0:1$/),
    });
  });

  it('bears a small share of garbage in a long file', async () => {
    const text = quietMarket(60);
    for (let index = 0; index < 15; index += 1) text.line('garbage');
    await expect(reading(text.text)).resolves.toHaveLength(1801);
  });

  it('refuses an empty file', async () => {
    await expect(reading('')).rejects.toMatchObject({
      code: 'target',
      message: expect.stringContaining('the recording holds no message'),
    });
  });

  it('ends where a gzip file is cut off, says where, and does not go on with the next file', async () => {
    const zipped = gzipSync(quietMarket(200).text);
    const cut = written('cut.gz', zipped.subarray(0, zipped.length - 1000));
    const recording = new Recording([cut, written('next', quietMarket(300).text)], BTC);
    const messages = await readAll(recording);
    expect(messages.length).toBeGreaterThan(1000);
    expect(messages.every(({ file }) => file === cut)).toBe(true);
    expect(recording.counts.garbageLines).toBe(0);
    expect(recording.end).toStrictEqual({
      kind: 'cut_off',
      where: `cut.gz is cut off: its compressed data stop at byte ${zipped.length - 1000} without an end mark, after ${messages.length} lines`,
    });
  });

  it('ends where a plain file is cut off in the middle of a line', async () => {
    const { text } = quietMarket(1);
    const recording = new Recording([written('a', text.slice(0, -20))], BTC);
    expect(await readAll(recording)).toHaveLength(30);
    expect(recording.end).toStrictEqual({
      kind: 'cut_off',
      where: 'a is cut off in the middle of line 31',
    });
  });

  it('reads a last line without a line end', async () => {
    await expect(reading(quietMarket(1).text.trimEnd())).resolves.toHaveLength(31);
  });
});
