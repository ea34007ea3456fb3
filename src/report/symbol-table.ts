// What each instrument of a run with several contributed to the iterations that were judged. A run with one has nothing to tell apart.

import type { EdgeReport, SymbolAccount } from '../edge/edge-report.ts';
import { totalOf } from '../edge/symbol-account.ts';
import { ABSENT, formatKpiValue } from './format-kpi.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

/** Money in quote currency, positions in the instrument's own base currency. */
export interface SymbolRow {
  readonly symbol: string;
  /** Absent where nothing was traded. */
  readonly net_bps?: number;
  readonly maker_taker_ratio?: number;
  readonly fills: number;
  readonly traded_notional: number;
  readonly pnl: number;
  readonly inventory_max_abs: number;
  readonly position_end: number;
}

const COLUMNS: readonly Column[] = [
  { title: 'symbol', align: 'left' },
  { title: 'net_bps', align: 'right' },
  { title: 'maker_taker', align: 'right' },
  { title: 'fills', align: 'right' },
  { title: 'notional', align: 'right' },
  { title: 'pnl', align: 'right' },
  { title: 'largest position', align: 'right' },
  { title: 'last position', align: 'right' },
];

/** `reports` in order of time; empty where they hold one instrument, or none. */
export function symbolRows(reports: readonly EdgeReport[]): readonly SymbolRow[] {
  const symbols = new Set(reports.flatMap((report) => Object.keys(report.symbols)));
  if (symbols.size < 2) return [];
  return [...symbols].toSorted().flatMap((symbol) => {
    const accounts = reports.flatMap((report) => report.symbols[symbol] ?? []);
    const last = accounts.at(-1);
    return last === undefined ? [] : [rowOf(symbol, accounts, last)];
  });
}

export function symbolTable(rows: readonly SymbolRow[]): string[] {
  return textTable(
    COLUMNS,
    rows.map((row) => [
      row.symbol,
      row.net_bps === undefined ? ABSENT : formatKpiValue('net_bps', row.net_bps),
      row.maker_taker_ratio === undefined ? ABSENT : formatKpiValue('maker_taker_ratio', row.maker_taker_ratio),
      formatKpiValue('fills', row.fills),
      formatKpiValue('traded_notional', row.traded_notional),
      formatKpiValue('traded_notional', row.pnl),
      formatKpiValue('inventory_max_abs', row.inventory_max_abs),
      formatKpiValue('inventory_max_abs', row.position_end),
    ]),
  );
}

function rowOf(symbol: string, accounts: readonly SymbolAccount[], last: SymbolAccount): SymbolRow {
  const { notional, maker_notional, pnl, fills } = totalOf(accounts);
  return {
    symbol,
    ...(notional > 0 ? { net_bps: (pnl / notional) * 10_000, maker_taker_ratio: maker_notional / notional } : {}),
    fills,
    traded_notional: notional,
    pnl,
    inventory_max_abs: Math.max(...accounts.map((account) => account.inventory_max_abs)),
    position_end: last.position_end,
  };
}
