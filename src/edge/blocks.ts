// A window cut into consecutive sub-windows of equal length (the last may be shorter): the sums from which intervals are computed, and
// what was held meanwhile.

import { assert } from '../std/assert.ts';
import { nearestRank } from '../std/percentile.ts';
import type { BotActivity } from './bot-activity.ts';
import type { Block, EdgeReport } from './edge-report.ts';
import type { TimedBlock } from './measure-kpis.ts';
import type { MoneyWindow } from './money-ledger.ts';
import { GRAIN_US } from './money-ledger.ts';

type MutableBlock = { -readonly [field in keyof Block]: Block[field] };

/** `blockUs` is a whole number of seconds. An event belongs to the block whose half-open time span holds it. */
export function blocksOf(
  startUs: number,
  endUs: number,
  blockUs: number,
  windows: readonly MoneyWindow[],
  activity: BotActivity,
): readonly Block[] {
  assert(blockUs > 0 && blockUs % GRAIN_US === 0, 'a block is a whole number of seconds');
  const blocks: MutableBlock[] = Array.from({ length: Math.ceil((endUs - startUs) / blockUs) }, (_, index) => ({
    start_us: startUs + index * blockUs,
    pnl: 0,
    notional: 0,
    maker_notional: 0,
    decisions: 0,
    risk_denied: 0,
    acks: 0,
    inventory: 0,
    inventory_max: 0,
    inventory_min: 0,
  }));
  for (const window of windows) addMoney(blocks, window, blockUs);
  addTallies(blocks, 'decisions', activity.decisionsBySecond.view(), blockUs);
  addTallies(blocks, 'risk_denied', activity.riskDeniedBySecond.view(), blockUs);
  addLatencies(blocks, startUs, blockUs, activity);
  return blocks;
}

/** A block lasts until the next one starts, the last one until its window ends. */
export function timedBlocks({ window, blocks }: Pick<EdgeReport, 'window' | 'blocks'>): readonly TimedBlock[] {
  return blocks.map((block, index) => ({
    ...block,
    durationUs: (blocks[index + 1]?.start_us ?? window.end_us) - block.start_us,
  }));
}

/** Walks the fills once, and at each block's end values what is held at the mid in force then. */
function addMoney(blocks: readonly MutableBlock[], window: MoneyWindow, blockUs: number): void {
  let positionLots = window.positionStartLots;
  let midHalfTicks = window.midStartHalfTicks;
  let next = 0;
  for (const block of blocks) {
    const blockEndUs = Math.min(block.start_us + blockUs, window.endUs);
    const midAtEnd =
      blockEndUs === window.endUs
        ? window.midEndHalfTicks
        : window.midsBySecond[(blockEndUs - window.startUs) / GRAIN_US - 1];
    assert(midAtEnd !== undefined, 'every second of a window has a mid');
    let units = positionLots * (midAtEnd - midHalfTicks);
    let maxLots = positionLots;
    let minLots = positionLots;
    for (let fill = window.fills[next]; fill !== undefined && fill.time_us < blockEndUs; fill = window.fills[next]) {
      const price = 2 * fill.price_ticks;
      units += fill.side * fill.lots * (midAtEnd - price);
      block.pnl -= fill.fee;
      block.notional += price * fill.lots * window.unit;
      if (fill.role === 'maker') block.maker_notional += price * fill.lots * window.unit;
      positionLots += fill.side * fill.lots;
      maxLots = Math.max(maxLots, positionLots);
      minLots = Math.min(minLots, positionLots);
      next += 1;
    }
    block.pnl += units * window.unit;
    block.inventory += positionLots * midAtEnd * window.unit;
    block.inventory_max += maxLots * midAtEnd * window.unit;
    block.inventory_min += minLots * midAtEnd * window.unit;
    midHalfTicks = midAtEnd;
  }
}

function addTallies(
  blocks: readonly MutableBlock[],
  field: 'decisions' | 'risk_denied',
  bySecond: Float64Array,
  blockUs: number,
): void {
  for (let second = 0; second < bySecond.length; second += 1) {
    const block = blocks[Math.min(blocks.length - 1, Math.floor((second * GRAIN_US) / blockUs))];
    if (block !== undefined) block[field] += bySecond[second] ?? Number.NaN;
  }
}

function addLatencies(blocks: readonly MutableBlock[], startUs: number, blockUs: number, activity: BotActivity): void {
  const samples: number[][] = blocks.map(() => []);
  const latenciesUs = activity.latenciesUs.view();
  const acknowledgedUs = activity.acknowledgedUs.view();
  for (let index = 0; index < latenciesUs.length; index += 1) {
    const block = Math.floor(((acknowledgedUs[index] ?? Number.NaN) - startUs) / blockUs);
    samples[Math.max(0, Math.min(blocks.length - 1, block))]?.push(latenciesUs[index] ?? Number.NaN);
  }
  for (const [index, block] of blocks.entries()) {
    const own = samples[index] ?? [];
    block.acks = own.length;
    if (own.length > 0) block.p95_latency_ms = nearestRank(Float64Array.from(own), 95) / 1000;
  }
}
