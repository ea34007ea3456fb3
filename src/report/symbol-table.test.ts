import { expect, test } from 'vitest';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { EdgeReport } from '../edge/edge-report.ts';
import { symbolRows, symbolTable } from './symbol-table.ts';

const MINUTE_US = 60_000_000;
const SETTLING = { confidence: 0.9, blockUs: MINUTE_US };

/** Two windows; in each, the first symbol buys a lot at 1 below its mid as maker, and the third never trades. */
function reportsOf(...symbols: readonly string[]): readonly EdgeReport[] {
  const account = new EdgeAccount(symbols.map((symbol) => ({ symbol, tickSize: 1, lotSize: 1 })));
  return [0, MINUTE_US].map((startUs) => {
    account.openWindow(startUs);
    for (const [index, symbol] of symbols.entries()) {
      const sink = account.sinkFor(symbol);
      const mid = 200 * (index + 1);
      sink.mid(startUs, mid);
      if (index === 2) continue;
      const role = index === 0 ? 'maker' : 'taker';
      const fill = { orderId: 1, side: 1, lots: 1 + index, fee: 0, midBeforeHalfTicks: mid, role } as const;
      sink.fill({ ...fill, timeUs: startUs + 1, priceTicks: mid / 2 + (index === 0 ? -1 : 1) });
    }
    return account.settle(startUs + MINUTE_US, SETTLING).report;
  });
}

test('a run with one instrument has nothing to tell apart', () => {
  expect(symbolRows(reportsOf('AUSDT'))).toEqual([]);
  expect(symbolRows([])).toEqual([]);
});

test('each instrument has its sums over the windows, its largest and its last position', () => {
  const rows = symbolRows(reportsOf('AUSDT', 'BUSDT', 'CUSDT'));
  expect(rows).toEqual([
    {
      symbol: 'AUSDT',
      net_bps: expect.closeTo((2 / 198) * 1e4, 9),
      maker_taker_ratio: 1,
      fills: 2,
      traded_notional: 198,
      pnl: 2,
      inventory_max_abs: 2,
      position_end: 2,
    },
    {
      symbol: 'BUSDT',
      net_bps: expect.closeTo((-4 / 804) * 1e4, 9),
      maker_taker_ratio: 0,
      fills: 2,
      traded_notional: 804,
      pnl: -4,
      inventory_max_abs: 4,
      position_end: 4,
    },
    { symbol: 'CUSDT', fills: 0, traded_notional: 0, pnl: 0, inventory_max_abs: 0, position_end: 0 },
  ]);
  expect(symbolTable(rows)).toEqual([
    '| symbol | net_bps | maker_taker | fills | notional |   pnl | largest position | last position |',
    '|--------|--------:|------------:|------:|---------:|------:|-----------------:|--------------:|',
    '| AUSDT  |  101.01 |       1.000 |     2 |   198.00 |  2.00 |           2.0000 |        2.0000 |',
    '| BUSDT  |  -49.75 |       0.000 |     2 |   804.00 | -4.00 |           4.0000 |        4.0000 |',
    '| CUSDT  |       - |           - |     0 |     0.00 |  0.00 |           0.0000 |        0.0000 |',
  ]);
});
