import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PARAMETERS, type Parameters } from '../../config/parameters.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import type { Target, Window, WindowObserver, WindowOutcome } from '../target.ts';
import { RecordingText, quietMarket } from './recording-text.fixture.ts';
import { createReplayTarget, type ReplayOptions } from './replay-target.ts';
import { TouchQuoter } from './touch-quoter.fixture.ts';

const DEFAULTS: Parameters = {
  min_interval_ms: PARAMETERS.min_interval_ms.default,
  replace_rate_per_min: PARAMETERS.replace_rate_per_min.default,
  base_spread_bps_delta: PARAMETERS.base_spread_bps_delta.default,
  tail_age_ms: PARAMETERS.tail_age_ms.default,
  impact_cap_ratio: PARAMETERS.impact_cap_ratio.default,
  max_delta_ratio: PARAMETERS.max_delta_ratio.default,
};

const windowOf = (iteration: number, seconds: number): Window => ({
  iteration,
  startUs: (iteration - 1) * seconds * 1e6,
  endUs: iteration * seconds * 1e6,
});

class Runner implements WindowObserver {
  readonly sink = new RecordingSink();
  readonly reached: number[] = [];
  stop = false;

  sinkFor(symbol: string): RecordingSink {
    expect(symbol).toBe('BTCUSDT');
    return this.sink;
  }

  async breathe(reachedUs: number): Promise<void> {
    this.reached.push(reachedUs);
  }

  stopRequested(): boolean {
    return this.stop;
  }
}

/** Runs windows of `seconds` until one does not complete. */
async function runAll(target: Target, seconds: number, runner = new Runner()): Promise<readonly WindowOutcome[]> {
  const outcomes: WindowOutcome[] = [];
  for (;;) {
    const outcome = await target.run(windowOf(outcomes.length + 1, seconds), runner);
    outcomes.push(outcome);
    if (outcome.kind !== 'completed') return outcomes;
    expect(outcomes.length).toBeLessThan(100);
  }
}

describe('a replay target', () => {
  const folder = useTemporaryFolder();
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(folder(name), content);
    return folder(name);
  };
  const opened = (files: readonly string[], more: Partial<ReplayOptions> = {}): Promise<Target> =>
    createReplayTarget({
      files,
      parameters: DEFAULTS,
      seed: 1,
      createTrader: (wiring) => new TouchQuoter(wiring),
      ...more,
    });

  it('runs a recording window by window, and is exhausted where the data end inside one', async () => {
    const target = await opened([written('a.gz', gzipSync(quietMarket(35).text))]);
    const outcomes = await runAll(target, 10);
    expect(outcomes.map(({ kind }) => kind)).toStrictEqual(['completed', 'completed', 'completed', 'exhausted']);
    expect(outcomes.at(-1)).toStrictEqual({
      kind: 'exhausted',
      reason: 'the recording ends at 35.000 s, iteration 4 needs it until 40.000 s',
    });
  });

  it('counts what each window held, half open at its end', async () => {
    const target = await opened([written('a.gz', gzipSync(quietMarket(35).text))]);
    const [first, second] = await runAll(target, 10);
    const counts = {
      messages: 300,
      tickers: 100,
      trades: 100,
      gaps: 0,
      crossed: 0,
      missing_trades: 0,
      best_differs: 0,
    };
    // The diff at 10.000 s belongs to the second window.
    expect(first).toMatchObject({ facts: { ...counts, snapshots: 1, diffs: 99, garbage_lines_so_far: 0 } });
    expect(second).toMatchObject({ facts: { ...counts, snapshots: 0, diffs: 100, book_lost_ms: 0 } });
    expect(first).toMatchObject({
      facts: { clock_offset_ms: 1270, book_hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
  });

  it('detects the instrument, and takes one that is given', async () => {
    const files = [written('a.gz', gzipSync(quietMarket(2).text))];
    const detected = await opened(files);
    expect(detected.describe()).toMatchObject({
      kind: 'replay',
      instruments: [{ symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.01 }],
    });
    const instrument = { symbol: 'BTCUSDT', tickSize: 0.005, lotSize: 0.00001 };
    expect((await opened(files, { instrument })).describe().instruments).toStrictEqual([instrument]);
  });

  it('says what it cannot know', async () => {
    const target = await opened([written('a.gz', gzipSync(quietMarket(2).text))]);
    const { assumptions } = target.describe();
    for (const subject of ['own impact', 'queues behind', 'latency', 'fees: maker 1.1 bps', 'recorder'])
      expect(assumptions.filter((sentence) => sentence.includes(subject))).not.toHaveLength(0);
  });

  it('trades the same in windows of any length', async () => {
    const file = written('a.gz', gzipSync(quietMarket(61).text));
    const tradedIn = async (seconds: number): Promise<unknown> => {
      const runner = new Runner();
      await runAll(await opened([file]), seconds, runner);
      const { fills, mids, lives, latenciesUs } = runner.sink;
      expect(fills.length).toBeGreaterThan(10);
      return { fills, mids, lives, latenciesUs };
    };
    expect(await tradedIn(10)).toStrictEqual(await tradedIn(60));
  });

  it('trades otherwise with another seed, for the latencies are other', async () => {
    const file = written('a.gz', gzipSync(quietMarket(20).text));
    const latencies = async (seed: number): Promise<readonly number[]> => {
      const runner = new Runner();
      await runAll(await opened([file], { seed }), 10, runner);
      return runner.sink.latenciesUs;
    };
    expect(await latencies(1)).toStrictEqual(await latencies(1));
    expect(await latencies(1)).not.toStrictEqual(await latencies(2));
  });

  it('applies parameters to the bot and reads back what the bot has', async () => {
    const target = await opened([written('a.gz', gzipSync(quietMarket(25).text))]);
    expect(await target.readBack()).toStrictEqual(DEFAULTS);
    const first = { ...DEFAULTS, tail_age_ms: 700 };
    await target.apply(first);
    expect(await target.readBack()).toStrictEqual(first);
    await target.run(windowOf(1, 10), new Runner());
    expect(await target.readBack()).toStrictEqual(first);
    const second = { ...DEFAULTS, tail_age_ms: 710 };
    await target.apply(second);
    expect(await target.readBack()).toStrictEqual(second);
  });

  it('stops between slices when asked', async () => {
    const runner = new Runner();
    runner.stop = true;
    const target = await opened([written('a.gz', gzipSync(quietMarket(35).text))]);
    expect(await target.run(windowOf(1, 30), runner)).toStrictEqual({ kind: 'stopped' });
    expect(runner.reached).toHaveLength(1);
    await target.close();
  });

  it('is exhausted at once where a diff is missing and no later snapshot can rebuild the book', async () => {
    const text = quietMarket(35);
    const missing = text.lines.findIndex((line) => line.includes('"u":160,"b"'));
    text.lines.splice(missing, 1);
    const file = written('a.gz', gzipSync(text.text));
    const outcomes = await runAll(await opened([file]), 10);
    expect(outcomes.map(({ kind }) => kind)).toStrictEqual(['completed', 'exhausted']);
    expect(outcomes.at(-1)).toStrictEqual({
      kind: 'exhausted',
      reason: `depth updates 160 to 160 are missing in front of a.gz:${missing + 3} (15.100 s), and no later snapshot of the recording can rebuild the book`,
    });
  });

  it('goes on where a snapshot follows the missing diff, also one in the next file', async () => {
    const text = quietMarket(15);
    text.lines.splice(
      text.lines.findIndex((line) => line.includes('"u":100,"b"')),
      1,
    );
    const next = new RecordingText().at(15_050).snapshot(160, [['100.00', '1.0']], [['100.01', '2.0']]);
    for (let id = 161; id < 400; id += 1) next.at(15_100 + (id - 161) * 100).diff(id, id, [], []);
    const target = await opened([written('a.gz', gzipSync(text.text)), written('b.gz', gzipSync(next.text))]);
    const runner = new Runner();
    const outcomes = await runAll(target, 10, runner);
    expect(outcomes.map(({ kind }) => kind)).toStrictEqual(['completed', 'completed', 'completed', 'exhausted']);
    expect(outcomes[0]).toMatchObject({ facts: { gaps: 1, book_lost_ms: 900 } });
    expect(outcomes[1]).toMatchObject({ facts: { gaps: 0, book_lost_ms: 5050 } });
    const opens = runner.sink.lives.map(({ openedUs }) => openedUs);
    expect(opens.some((us) => us > 9_100_000 && us < 15_050_000)).toBe(false);
    expect(runner.sink.openOrders).toBe(2);
  });

  it('keeps the windows in front of a break in a gzip file, and says where the break is', async () => {
    const zipped = gzipSync(quietMarket(600).text);
    const file = written('a.gz', zipped.subarray(0, Math.floor(zipped.length / 2)));
    const outcomes = await runAll(await opened([file]), 10);
    expect(outcomes.length).toBeGreaterThan(20);
    expect(outcomes.at(-1)).toMatchObject({
      kind: 'exhausted',
      reason: expect.stringMatching(
        /^a\.gz is cut off: its compressed data stop at byte \d+ .* after \d+ lines; the recording can be used until/,
      ),
    });
  });

  it('goes on over a line of garbage: the next diff proves that the book lost nothing', async () => {
    const text = quietMarket(25);
    text.lines.splice(50, 0, '1700000000000000000 {"e":"depthUpd');
    const [first] = await runAll(await opened([written('a.gz', gzipSync(text.text))]), 10);
    expect(first).toMatchObject({ facts: { garbage_lines_so_far: 1, first_garbage: 'a.gz:51', gaps: 0 } });
  });

  it('finds the gap where the garbage was a diff', async () => {
    const text = quietMarket(25);
    const broken = text.lines.findIndex((line) => line.includes('"u":60,"b"'));
    text.lines[broken] = (text.lines[broken] ?? '').slice(0, 60);
    const outcomes = await runAll(await opened([written('a.gz', gzipSync(text.text))]), 10);
    expect(outcomes).toMatchObject([
      { kind: 'exhausted', reason: expect.stringContaining('updates 60 to 60 are missing') },
    ]);
  });

  it('refuses a recording without a snapshot', async () => {
    const file = written('a.gz', gzipSync(quietMarket(5).text.split('\n').slice(1).join('\n')));
    await expect(opened([file])).rejects.toMatchObject({
      code: 'target',
      message: expect.stringContaining('no depth snapshot in the recording'),
      hint: expect.stringContaining('in front of the others'),
    });
  });

  it.each([
    ['no file', [], 'usage', 'a replay needs a recording'],
    ['a missing file', ['missing.gz'], 'usage', 'cannot be read'],
    ['a file of something else', ['table.csv'], 'target', 'no line is a message of the collector'],
  ])('refuses %s', async (_, names, code, sentence) => {
    written('table.csv', 'a,b\n1,2\n');
    const files = names.map((name) => folder(name));
    await expect(opened(files)).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) });
  });
});
