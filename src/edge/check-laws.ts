// The laws of accounting, asserted over every window before anybody sees its report. A breach is a bug of ours and ends the run; it never
// becomes a number. Money before fees is compared as integers, money with fees within 1e-9 of what was turned over.

import { assert } from '../std/assert.ts';
import { sumOf } from '../std/compensated-sum.ts';
import type { EdgeReport, EdgeTotals, Kpi, KpiName } from './edge-report.ts';
import type { MoneyWindow } from './money-ledger.ts';
import { MARKOUT_US } from './settled-fill.ts';

const TOLERANCE = 1e-9;

const SHARES: readonly KpiName[] = [
  'maker_taker_ratio',
  'risk_ratio',
  'min_interval_ratio',
  'concurrency_ratio',
  'throttle_ratio',
  'cancel_ratio',
  'quoting_uptime',
];

/** `windows` are the ledgers behind the report, one for each of its symbols. Throws an `AssertionError` that names the law. */
export function checkLaws(report: EdgeReport, windows: readonly MoneyWindow[]): void {
  assertFinite(report, 'report');
  for (const window of windows) {
    assertPositionIsSumOfFills(window);
    assertNetAssetValue(report, window);
  }
  const turnover = sumOf(windows.map(turnoverOf));
  assertComponentsSum(report.totals, turnover);
  assertNetIsChangeOfValue(report, turnover);
  const blocks = report.blocks.map((block) => block.pnl);
  // A mid that goes and comes back within the window turns nothing over in it, and much in its blocks.
  const scale = turnover + sumOf(blocks.map((pnl) => Math.abs(pnl)));
  assertClose(sumOf(blocks), report.totals.pnl, scale, 'the blocks sum to the window');
  assertMarkoutIsAdverse(report, windows);
  assertInventory(report);
  for (const name of SHARES) assertShare(name, report.kpis[name]);
}

function assertPositionIsSumOfFills(window: MoneyWindow): void {
  const { symbol } = window.instrument;
  let lots = window.positionStartLots;
  for (const fill of window.fills) lots += fill.side * fill.lots;
  assert(lots === window.positionEndLots, () => `${symbol}: position is the sum of the window's signed fills`);
  assert(window.netBoughtLots === window.positionEndLots, () => `${symbol}: position is the sum of all signed fills`);
}

/** cash + inventory x mid = net asset value, as the report states them. */
function assertNetAssetValue(report: EdgeReport, window: MoneyWindow): void {
  const { symbol } = window.instrument;
  const account = report.symbols[symbol];
  assert(account !== undefined, () => `${symbol} has an account`);
  const inventory = account.position_end * account.mid_end;
  const scale = Math.abs(account.cash_end) + Math.abs(inventory);
  const law = `${symbol}: cash + position x mid = net asset value`;
  assertClose(account.cash_end + inventory, account.net_asset_value_end, scale, law);
}

function assertComponentsSum(totals: EdgeTotals, turnover: number): void {
  const { gross, fees, slippage, adverse, inventory } = totals;
  const sum = sumOf([gross, -fees, -slippage, -adverse, -inventory]);
  assertClose(sum, totals.pnl, turnover, 'gross - fees - slippage - adverse - inventory = change of net asset value');
}

/** In the KPIs' own unit: what a reader adds up must be what he is told. */
function assertNetIsChangeOfValue({ kpis, totals }: EdgeReport, turnover: number): void {
  const [net, gross, fees, slippage, adverse, inventory] = [
    kpis.net_bps,
    kpis.gross_bps,
    kpis.fees_eff_bps,
    kpis.slippage_bps,
    kpis.adverse_bps,
    kpis.inventory_bps,
  ].map((kpi) => (kpi.kind === 'value' ? kpi.value : undefined));
  if (net === undefined) {
    assert(totals.notional === 0, 'net_bps is present in a window with fills');
    return;
  }
  assertClose((net / 10_000) * totals.notional, totals.pnl, turnover, 'net_bps x notional = change of net asset value');
  assert(
    gross !== undefined &&
      fees !== undefined &&
      slippage !== undefined &&
      adverse !== undefined &&
      inventory !== undefined,
    'the components of net_bps are present with it',
  );
  const sum = sumOf([gross, -fees, -slippage, -adverse, -inventory]);
  assertClose(sum, net, (turnover / totals.notional) * 10_000, 'the five components sum to net_bps');
}

/** The curve's point at one second and `adverse_bps` differ by the fills whose second the window's end cut short, and by nothing else. */
function assertMarkoutIsAdverse({ markouts, totals, symbols }: EdgeReport, windows: readonly MoneyWindow[]): void {
  const point = markouts.find(({ horizon_us }) => horizon_us === MARKOUT_US);
  assert(point !== undefined, 'the markout curve has a point at the horizon of adverse_bps');
  assert(point.fills + point.left_out === totals.fills, 'a fill is marked or left out of the markout curve');
  if (point.left_out === 0) {
    assert(point.cost === totals.adverse, 'the markout at one second is adverse selection, to the last digit');
    return;
  }
  const cut = windows.flatMap((window) =>
    window.fills
      .filter((fill) => fill.time_us + MARKOUT_US >= window.endUs)
      .map((fill) => fill.side * (fill.mid_before_half_ticks - fill.mid_markout_half_ticks) * fill.lots * window.unit),
  );
  const scale = sumOf(Object.values(symbols).map(({ adverse }) => Math.abs(adverse))) + sumOf(cut.map(Math.abs));
  const law = 'the markout at one second and the fills that it leaves out are adverse selection';
  assertClose(point.cost + sumOf(cut), totals.adverse, scale, law);
}

function assertInventory({ blocks, symbols }: EdgeReport): void {
  const held = Object.values(symbols).map(({ position_end, mid_end }) => position_end * mid_end);
  const scale = sumOf(held.map(Math.abs));
  assertClose(blocks.at(-1)?.inventory ?? 0, sumOf(held), scale, 'the last block ends with what the window ends with');
  for (const { inventory, inventory_max, inventory_min } of blocks) {
    assert(inventory_min <= inventory && inventory <= inventory_max, 'what a block ends with lies within what it held');
  }
}

/** Every amount that went into the window's result, regardless of sign: the scale on which a cancelling sum is judged. */
function turnoverOf(window: MoneyWindow): number {
  const { unit, midStartHalfTicks, midEndHalfTicks } = window;
  const carried = Math.abs(window.positionStartLots * (midEndHalfTicks - midStartHalfTicks));
  const traded = window.fills.map((fill) => {
    const { mid_before_half_ticks: before, mid_markout_half_ticks: marked } = fill;
    const moved =
      Math.abs(before - 2 * fill.price_ticks) + Math.abs(marked - before) + Math.abs(midEndHalfTicks - marked);
    return moved * fill.lots * unit + Math.abs(fill.fee);
  });
  return sumOf(traded) + carried * unit;
}

function assertShare(name: KpiName, kpi: Kpi): void {
  if (kpi.kind === 'absent') return;
  const bounds = kpi.interval === undefined ? [] : [kpi.interval.lower, kpi.interval.upper];
  for (const share of [kpi.value, ...bounds]) {
    assert(share >= 0 && share <= 1, () => `${name} is a share between 0 and 1, not ${share}`);
  }
}

function assertClose(actual: number, expected: number, scale: number, law: string): void {
  const allowed = TOLERANCE * Math.max(scale, Math.abs(expected));
  assert(Math.abs(actual - expected) <= allowed, () => `${law}: ${actual} is not ${expected}`);
}

/** No NaN, no Infinity, and no -0, anywhere. */
function assertFinite(value: unknown, path: string): void {
  if (typeof value === 'number') {
    assert(
      Number.isFinite(value) && !Object.is(value, -0),
      () => `${path} is a number that can be written, not ${value}`,
    );
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) assertFinite(child, `${path}.${key}`);
  }
}
