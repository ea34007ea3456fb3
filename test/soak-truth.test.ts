// Whole soaks on the embedded venue, looked at from outside: what a run says it earned against a stranger's recomputation, what it wrote
// down against what really happened, and one seed against itself and another.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../src/cli/memory-host.fixture.ts';
import { EdgeAccount } from '../src/edge/edge-account.ts';
import { ReferenceMaker } from '../src/maker/reference-maker.ts';
import type { EventSink } from '../src/market/event-sink.ts';
import { Exchange } from '../src/venue/exchange.ts';
import { CALM } from '../src/venue/scenario.ts';
import { recomputeRun } from './recompute-net-bps.ts';
import { RecordingSink } from './support/recording-sink.ts';
import { MIDDLE } from './support/soak-market.ts';

const MINUTE_US = 60_000_000;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const cwd = temporaryFolder();
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

async function soak(seed: number, runId: string, ...more: readonly string[]): Promise<string> {
  const argv = [
    'soak',
    '--iterations',
    '2',
    '--iteration-duration',
    '10m',
    '--seed',
    String(seed),
    '--run-id',
    runId,
    '--quiet',
  ];
  const { exitCode, stderr } = await run([...argv, ...more], { cwd });
  expect([0, 3, 4], stderr).toContain(exitCode);
  return join(cwd, 'artifacts/soak/runs', runId);
}

/** Every artifact by name, without `run.json` and without the journal's wall-clock envelope. */
function comparable(folder: string): { readonly [name: string]: string } {
  const names = readdirSync(folder).filter((name) => name !== 'run.json');
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [name, name === 'journal.jsonl' ? text.replaceAll(/"(?:at|seal)":"[^"]*"/gu, '') : text];
    }),
  );
}

describe('the truth of net_bps', () => {
  it.each(SEEDS)('agrees with a recomputation from the written fills and mids, seed %i', async (seed) => {
    const iterations = recomputeRun(await soak(seed, `truth-${seed}`));
    expect(iterations).toHaveLength(2);
    for (const { fills, reported, disagreement } of iterations) {
      expect(fills).toBeGreaterThan(20);
      expect(reported).toBeTypeOf('number');
      expect(disagreement).toBeLessThan(1e-9);
    }
  });

  it('rests on mids that are those of the venue, at the fill and one second later', () => {
    const scenario = CALM;
    const instrument = { symbol: scenario.symbol, tickSize: scenario.tickSize, lotSize: scenario.lotSize };
    const account = new EdgeAccount([instrument]);
    const accounting = account.sinkFor(instrument.symbol);
    const record = new RecordingSink();
    // Both sinks hear everything.
    const sink: EventSink = {
      mid: (...event) => [accounting, record].forEach((each) => each.mid(...event)),
      decision: (...event) => [accounting, record].forEach((each) => each.decision(...event)),
      sent: (...event) => [accounting, record].forEach((each) => each.sent(...event)),
      acknowledged: (...event) => [accounting, record].forEach((each) => each.acknowledged(...event)),
      opened: (...event) => [accounting, record].forEach((each) => each.opened(...event)),
      closed: (...event) => [accounting, record].forEach((each) => each.closed(...event)),
      fill: (...event) => [accounting, record].forEach((each) => each.fill(...event)),
      feed: (...event) => [accounting, record].forEach((each) => each.feed(...event)),
    };
    const exchange = new Exchange(scenario, 5, sink);
    account.openWindow(0);
    exchange.connect(new ReferenceMaker({ instrument, entry: exchange, sink, parameters: MIDDLE }));
    exchange.run(20 * MINUTE_US);
    const { fills } = account.settle(20 * MINUTE_US, { confidence: 0.9, blockUs: MINUTE_US });
    expect(fills.length).toBe(record.fills.length);
    expect(fills.length).toBeGreaterThan(200);
    for (const fill of fills) {
      const markoutUs = Math.min(fill.time_us + 1_000_000, 20 * MINUTE_US);
      expect(fill.mid_before_half_ticks).toBe(record.mids.findLast((mid) => mid.timeUs < fill.time_us)?.midHalfTicks);
      expect(fill.mid_markout_half_ticks).toBe(record.mids.findLast((mid) => mid.timeUs <= markoutUs)?.midHalfTicks);
    }
  });
});

describe('a seed', () => {
  it('gives the same bytes again, tuner and guards at work, and another seed gives others', async () => {
    const tuned = ['--iterations', '4'];
    const first = comparable(await soak(42, 'first', ...tuned));
    const again = comparable(await soak(42, 'again', ...tuned));
    const other = comparable(await soak(43, 'other', ...tuned));
    expect(Object.keys(first)).toContain('ITER_SUMMARY_4.json');
    expect(first['TUNING_STATE.json']).toContain('"to"');
    expect(again).toEqual(first);
    expect(other['FILLS_1.jsonl']).not.toBe(first['FILLS_1.jsonl']);
    expect(other['ITER_SUMMARY_1.json']).not.toBe(first['ITER_SUMMARY_1.json']);
  });
});
