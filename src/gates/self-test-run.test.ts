import { describe, expect, test } from 'vitest';
import type { Block, EdgeReport } from '../edge/edge-report.ts';
import { madeRun, silentIteration } from './self-test-run.ts';

const HOUR_US = 3_600_000_000;

function total(
  blocks: readonly Block[],
  field: 'pnl' | 'notional' | 'maker_notional' | 'decisions' | 'risk_denied',
): number {
  return blocks.reduce((sum, block) => sum + block[field], 0);
}

function valueOf(
  { kpis }: EdgeReport,
  name: 'net_bps' | 'risk_ratio' | 'maker_taker_ratio' | 'p95_latency_ms',
): number {
  const kpi = kpis[name];
  return kpi.kind === 'value' ? kpi.value : Number.NaN;
}

describe('a run made by hand', () => {
  test('has hours one after the other, each of twelve blocks', () => {
    const run = madeRun(3);
    expect(run.map(({ iteration }) => iteration)).toEqual([1, 2, 3]);
    expect(run.map(({ edge }) => edge.window)).toEqual(
      [0, 1, 2].map((hour) => ({ start_us: hour * HOUR_US, end_us: (hour + 1) * HOUR_US })),
    );
    const starts = Array.from({ length: 12 }, (_, block) => HOUR_US + (block * HOUR_US) / 12);
    expect(run[1]?.edge.blocks.map(({ start_us }) => start_us)).toEqual(starts);
  });

  test('shows what is asked of it, and is well where nothing is asked', () => {
    const [well, asked] = madeRun(2, (hour) =>
      hour === 2 ? { netBps: -4, riskRatio: 0.4, latencyMs: 600, concurrencyRatio: 0.01 } : {},
    );
    expect(well?.edge.kpis).toMatchObject({ net_bps: { value: expect.closeTo(3.5) }, risk_ratio: { value: 0.2 } });
    expect(well?.edge.kpis).toMatchObject({ maker_taker_ratio: { value: 0.95 }, p95_latency_ms: { value: 250 } });
    expect(asked?.edge.kpis).toMatchObject({ net_bps: { value: expect.closeTo(-4) }, risk_ratio: { value: 0.4 } });
    expect(asked?.edge.kpis).toMatchObject({ p95_latency_ms: { value: 600 }, concurrency_ratio: { value: 0.01 } });
  });

  test('adds up: blocks to the hour, decisions to those allowed and denied, fills to the money', () => {
    for (const { edge } of madeRun(2)) {
      const { blocks, totals, decisions } = edge;
      expect(total(blocks, 'pnl')).toBe(totals.pnl);
      expect(totals.gross).toBe(totals.pnl);
      expect(total(blocks, 'notional')).toBe(totals.notional);
      expect(total(blocks, 'maker_notional')).toBeCloseTo(totals.maker_notional);
      expect(totals.maker_notional / totals.notional).toBeCloseTo(0.95);
      expect(total(blocks, 'decisions')).toBe(decisions.total);
      expect(total(blocks, 'risk_denied')).toBe(decisions.risk);
      expect(decisions.allowed + decisions.risk + decisions.concurrency).toBe(decisions.total);
      expect(edge.messages.place).toBe(blocks.reduce((sum, { acks }) => sum + acks, 0));
      expect(edge.latency_histogram).toEqual([[250, edge.messages.place]]);
      expect([totals.fills, totals.maker_fills]).toEqual([1200, 1200]);
    }
  });

  test('differs from block to block by so much that bounds are there and no more', () => {
    const [hour] = madeRun(1);
    const nets = hour?.edge.blocks.map(({ pnl, notional }) => (pnl / notional) * 10_000) ?? [];
    expect(nets.slice(0, 4)).toEqual([3.1, 3.9, 3.3, 3.7].map((net) => expect.closeTo(net)));
    expect(hour?.edge.blocks.slice(0, 2).map(({ risk_denied }) => risk_denied)).toEqual([180, 220]);
    expect(hour?.edge.blocks.slice(0, 2).map((block) => block.p95_latency_ms)).toEqual([249, 251]);
    expect(hour === undefined ? Number.NaN : valueOf(hour.edge, 'net_bps')).toBeCloseTo(3.5);
    expect(hour?.edge.kpis.net_bps).toMatchObject({ interval: { confidence: 0.9 } });
  });
});

test('an hour in which nobody traded has a window and blocks, and no value at all', () => {
  const { iteration, edge } = silentIteration(3);
  expect(iteration).toBe(3);
  expect(edge.window).toEqual({ start_us: 2 * HOUR_US, end_us: 3 * HOUR_US });
  expect(edge.blocks).toHaveLength(12);
  for (const block of edge.blocks) expect({ ...block, start_us: 0 }).toEqual({ ...edge.blocks[0], start_us: 0 });
  expect(Object.values(edge.totals)).toEqual(Array.from({ length: 10 }, () => 0));
  expect(edge.messages).toEqual({ place: 0, replace: 0, cancel: 0 });
  expect(edge.latency_histogram).toEqual([]);
  expect(edge.kpis).toMatchObject({ net_bps: { kind: 'absent' }, risk_ratio: { kind: 'absent' } });
  expect(edge.quoting).toEqual({ orders: 0, both_sides_us: 0, watched_us: HOUR_US });
});
