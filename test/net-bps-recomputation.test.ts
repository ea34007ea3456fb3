// The run's own figure against one computed by a stranger from what the run wrote down: twenty random runs of four windows each.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillsText } from '../src/artifacts/fills-file.ts';
import { EdgeAccount } from '../src/edge/edge-account.ts';
import { canonicalJson } from '../src/json/canonical.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { RandomStream } from '../src/std/random.ts';
import { recomputeRun } from './recompute-net-bps.ts';

const INSTRUMENTS: readonly Instrument[] = [
  { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.00001 },
  { symbol: 'ETHUSDT', tickSize: 0.05, lotSize: 0.001 },
];
const WINDOWS = 4;
const WINDOW_US = 60_000_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-net-bps-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Random mids and fills on both instruments, settled window by window and written as a run writes them. */
function writeRun(seed: number): void {
  const random = new RandomStream(seed, 'recomputation');
  const account = new EdgeAccount(INSTRUMENTS);
  const mids = new Map(INSTRUMENTS.map(({ symbol }) => [symbol, 2_000_000 + random.below(2_000_000)]));
  for (let iteration = 1; iteration <= WINDOWS; iteration += 1) {
    const window = { start_us: (iteration - 1) * WINDOW_US, end_us: iteration * WINDOW_US };
    account.openWindow(window.start_us);
    for (let timeUs = window.start_us; timeUs < window.end_us; timeUs += 1 + random.below(200_000)) {
      const { symbol } = INSTRUMENTS[random.below(INSTRUMENTS.length)] ?? INSTRUMENTS[0] ?? { symbol: '' };
      const before = mids.get(symbol) ?? 0;
      const after = Math.max(1_000_000, before + Math.round(200 * random.normal()));
      const sink = account.sinkFor(symbol);
      if (random.uniform() < 0.3) {
        const side = random.uniform() < 0.5 ? 1 : -1;
        const maker = random.uniform() < 0.8;
        const half = 1 + random.below(400);
        const priceTicks = Math.round((before + (maker ? -side : side) * half) / 2);
        const lots = 1 + random.below(5_000);
        const fee = (maker ? -0.0001 : 0.0004) * priceTicks * lots * 1e-7;
        const role = maker ? 'maker' : 'taker';
        sink.fill({ timeUs, orderId: iteration, side, priceTicks, lots, role, fee, midBeforeHalfTicks: before });
      }
      sink.mid(timeUs, after);
      mids.set(symbol, after);
    }
    const { report, fills } = account.settle(window.end_us, { confidence: 0.9, blockUs: 5_000_000 });
    const instruments = INSTRUMENTS.map(({ symbol, tickSize, lotSize }) => ({
      symbol,
      tick_size: tickSize,
      lot_size: lotSize,
    }));
    writeFileSync(join(folder, `FILLS_${iteration}.jsonl`), fillsText({ instruments, window }, fills));
    writeFileSync(join(folder, `ITER_SUMMARY_${iteration}.json`), canonicalJson({ iteration, edge: report }));
  }
}

describe('net_bps computed again from the fills of a run', () => {
  it.each(Array.from({ length: 20 }, (_, index) => index + 1))('agrees within 1e-9 for seed %i', (seed) => {
    writeRun(seed);
    const recomputed = recomputeRun(folder);
    expect(recomputed.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    for (const { fills, disagreement } of recomputed) {
      expect(fills).toBeGreaterThan(50);
      expect(disagreement).toBeLessThan(1e-9);
    }
  });

  it.each([
    ['a price', /"price_ticks":(\d+)/, (ticks: number) => ticks + 1],
    ['a mid at a markout', /"mid_markout_half_ticks":(\d+)/, (halfTicks: number) => halfTicks + 2],
    ['a mid before a fill', /"mid_before_half_ticks":(\d+)/, (halfTicks: number) => halfTicks + 2],
  ])('disagrees once %s is changed in the file', (_what, pattern, change) => {
    writeRun(1);
    const file = join(folder, 'FILLS_2.jsonl');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace(pattern, (found, digits: string) =>
      found.replace(digits, String(change(Number(digits)))),
    );
    writeFileSync(file, changed);
    const [, second] = recomputeRun(folder);
    expect(changed).not.toBe(text);
    expect(second?.disagreement).toBeGreaterThan(1e-8);
  });
});
