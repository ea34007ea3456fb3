// Small runs made by hand for the self-test: whatever is asked of each iteration, with a known spread over its twelve blocks. Not a market; a
// measuring weight, by which a gate shows that it can fail.

import type { Block, EdgeReport, EdgeTotals } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import type { CompletedIteration } from './judge-together.ts';

export interface MadeIteration {
  readonly netBps: number;
  readonly riskRatio: number;
  readonly latencyMs: number;
  readonly concurrencyRatio: number;
}

const WELL: MadeIteration = { netBps: 3.5, riskRatio: 0.2, latencyMs: 250, concurrencyRatio: 0 };

const BLOCKS = 12;
const HOUR_US = 3_600_000_000;
const NOTIONAL = 10_000;
const DECISIONS = 1000;
const MESSAGES = 500;
const MAKER_SHARE = 0.95;
const FILLS = 100;
/** Of the blocks of an hour: neighbours differ, and the sum is 0. */
const SPREAD = [-1, 1, -0.5, 0.5, -0.25, 0.25, 1, -1, 0.5, -0.5, 0.25, -0.25] as const;
const NET_SPREAD_BPS = 0.4;
const RISK_SPREAD = 0.02;

/** `count` hours that are all alike, or as `at` says of each, from 1. */
export function madeRun(
  count: number,
  at: (iteration: number) => Partial<MadeIteration> = () => ({}),
): readonly CompletedIteration[] {
  return Array.from({ length: count }, (_, index) => ({
    iteration: index + 1,
    edge: made(index + 1, { ...WELL, ...at(index + 1) }),
  }));
}

/** An hour in which nobody traded, decided or answered. */
export function silentIteration(iteration: number): CompletedIteration {
  const blocks = Array.from({ length: BLOCKS }, (_, index) => emptyBlock(iteration, index));
  const totals = { ...NO_MONEY };
  return { iteration, edge: withKpis(iteration, { totals, blocks, made: undefined }) };
}

function made(iteration: number, wanted: MadeIteration): EdgeReport {
  const blocks = SPREAD.map((step, index) =>
    Object.assign(emptyBlock(iteration, index), {
      pnl: (NOTIONAL * (wanted.netBps + NET_SPREAD_BPS * step)) / 10_000,
      notional: NOTIONAL,
      maker_notional: NOTIONAL * MAKER_SHARE,
      decisions: DECISIONS,
      risk_denied: Math.round(DECISIONS * (wanted.riskRatio + RISK_SPREAD * step)),
      acks: MESSAGES,
      p95_latency_ms: wanted.latencyMs + step,
    }),
  );
  const pnl = blocks.reduce((sum, block) => sum + block.pnl, 0);
  const totals = {
    ...NO_MONEY,
    fills: BLOCKS * FILLS,
    maker_fills: BLOCKS * FILLS,
    notional: BLOCKS * NOTIONAL,
    maker_notional: BLOCKS * NOTIONAL * MAKER_SHARE,
    gross: pnl,
    pnl,
  };
  return withKpis(iteration, { totals, blocks, made: wanted });
}

const NO_MONEY: EdgeTotals = {
  fills: 0,
  maker_fills: 0,
  notional: 0,
  maker_notional: 0,
  gross: 0,
  fees: 0,
  slippage: 0,
  adverse: 0,
  inventory: 0,
  pnl: 0,
};

function emptyBlock(iteration: number, index: number): Block {
  const start = (iteration - 1) * HOUR_US + (index * HOUR_US) / BLOCKS;
  const held = { inventory: 0, inventory_max: 0, inventory_min: 0 };
  return { start_us: start, pnl: 0, notional: 0, maker_notional: 0, decisions: 0, risk_denied: 0, acks: 0, ...held };
}

function withKpis(
  iteration: number,
  {
    totals,
    blocks,
    made: wanted,
  }: Pick<EdgeReport, 'totals' | 'blocks'> & { readonly made: MadeIteration | undefined },
): EdgeReport {
  const risk = blocks.reduce((sum, block) => sum + block.risk_denied, 0);
  const total = blocks.reduce((sum, block) => sum + block.decisions, 0);
  const concurrency = Math.round(total * (wanted?.concurrencyRatio ?? 0));
  const report: EdgeReport = {
    window: { start_us: (iteration - 1) * HOUR_US, end_us: iteration * HOUR_US },
    kpis: poolReports([], { confidence: 0.9 }),
    neg_edge_drivers: [],
    decisions: { allowed: total - risk - concurrency, total, risk, min_interval: 0, concurrency, throttle: 0 },
    messages: { place: wanted === undefined ? 0 : BLOCKS * MESSAGES, replace: 0, cancel: 0 },
    quoting: { orders: 0, both_sides_us: 0, watched_us: HOUR_US },
    totals,
    symbols: {},
    blocks,
    markouts: [],
    latency_histogram: wanted === undefined ? [] : [[Math.ceil(wanted.latencyMs), BLOCKS * MESSAGES]],
    histograms: { ws_lag_ms: [], slippage_bps: [], adverse_bps: [], order_age_ms: [] },
  };
  return { ...report, kpis: poolReports([report], { confidence: 0.9 }) };
}
