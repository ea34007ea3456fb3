// The accounts of one instrument's window: each fill's money split into what was earned and what it cost, and the change of net asset
// value that the five parts must come to. With s the side, q the quantity, p the price and m the mid, a fill is worth
// s q (m_end - p) - fee at the window's end; the split goes over m just before the fill and m one second after it, and what is carried in
// is worth q0 (m_end - m_start) more.

import { CompensatedSum, sumOf } from '../std/compensated-sum.ts';
import type { EdgeTotals, SymbolAccount } from './edge-report.ts';
import type { MoneyWindow } from './money-ledger.ts';

const FLOWS = ['notional', 'maker_notional', 'gross', 'fees', 'slippage', 'adverse', 'inventory', 'pnl'] as const;

export function accountOf(window: MoneyWindow): SymbolAccount {
  const { unit, instrument, midStartHalfTicks, midEndHalfTicks, positionStartLots, positionEndLots } = window;
  const notional = new CompensatedSum();
  const makerNotional = new CompensatedSum();
  const gross = new CompensatedSum();
  const slippage = new CompensatedSum();
  const adverse = new CompensatedSum();
  const inventory = new CompensatedSum();
  let makerFills = 0;
  for (const fill of window.fills) {
    const price = 2 * fill.price_ticks;
    const earned = fill.side * (fill.mid_before_half_ticks - price) * fill.lots;
    notional.add(price * fill.lots);
    if (fill.role === 'maker') {
      makerFills += 1;
      makerNotional.add(price * fill.lots);
      gross.add(earned);
    } else slippage.add(-earned);
    adverse.add(fill.side * (fill.mid_before_half_ticks - fill.mid_markout_half_ticks) * fill.lots);
    inventory.add(fill.side * (fill.mid_markout_half_ticks - midEndHalfTicks) * fill.lots);
  }
  inventory.add(positionStartLots * (midStartHalfTicks - midEndHalfTicks));

  const valueStart = window.cashStartUnits + positionStartLots * midStartHalfTicks;
  const valueEnd = window.cashEndUnits + positionEndLots * midEndHalfTicks;
  return {
    fills: window.fills.length,
    maker_fills: makerFills,
    notional: notional.value() * unit,
    maker_notional: makerNotional.value() * unit,
    gross: gross.value() * unit,
    fees: window.fees,
    slippage: slippage.value() * unit,
    adverse: adverse.value() * unit,
    inventory: inventory.value() * unit,
    pnl: (valueEnd - valueStart) * unit - window.fees,
    position_start: positionStartLots * instrument.lotSize,
    position_end: positionEndLots * instrument.lotSize,
    mid_start: (midStartHalfTicks * instrument.tickSize) / 2,
    mid_end: (midEndHalfTicks * instrument.tickSize) / 2,
    cash_end: window.cashEndUnits * unit - window.feesSinceStart,
    net_asset_value_end: valueEnd * unit - window.feesSinceStart,
    inventory_max_abs: window.maxAbsPositionLots * instrument.lotSize,
  };
}

/** All instruments, or all windows, together. Quote currencies are taken to be one. */
export function totalOf(accounts: readonly EdgeTotals[]): EdgeTotals {
  const counts = { fills: 0, maker_fills: 0 };
  for (const account of accounts) {
    counts.fills += account.fills;
    counts.maker_fills += account.maker_fills;
  }
  const [notional = 0, maker_notional = 0, gross = 0, fees = 0, slippage = 0, adverse = 0, inventory = 0, pnl = 0] =
    FLOWS.map((flow) => sumOf(accounts.map((account) => account[flow])));
  return { ...counts, notional, maker_notional, gross, fees, slippage, adverse, inventory, pnl };
}
