import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { detectInstrument } from './detect-instrument.ts';
import { RecordingText } from './recording-text.fixture.ts';

describe('detecting the instrument', () => {
  const folder = useTemporaryFolder();
  const detect = (text: RecordingText): ReturnType<typeof detectInstrument> => {
    writeFileSync(folder('a'), text.text);
    return detectInstrument([folder('a')]);
  };

  it('takes the finest price anywhere as tick, and the finest traded or touching quantity as lot', async () => {
    const text = new RecordingText().snapshot(1, [['1.25000000', '0.00000001']], []);
    text.ticker(2, ['1.5', '0.0200'], ['1.6', '7.0']).trade(1, 1, '1.6', '0.00300000').line('garbage');
    expect(await detect(text)).toStrictEqual({ symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.001 });
  });

  it('takes the price of a level in a diff', async () => {
    const text = new RecordingText().trade(1, 1, '2', '5').diff(1, 1, [], [['2.125', '1']]);
    expect(await detect(text)).toStrictEqual({ symbol: 'BTCUSDT', tickSize: 0.001, lotSize: 1 });
  });

  it.each([
    ['no message', new RecordingText().line('garbage'), 'no line is a message of the collector'],
    [
      'depth alone',
      new RecordingText().diff(1, 1, [['1.0', '1.0']], []),
      'no trade or book ticker tells what is traded',
    ],
  ])('refuses a file with %s', async (_, text, sentence) => {
    await expect(detect(text)).rejects.toMatchObject({ code: 'target', message: expect.stringContaining(sentence) });
  });
});
