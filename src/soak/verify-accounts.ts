// The laws of money over the stored reports, with what a summary and its fills say alone. The full set is held at settlement, where the
// ledgers still exist; this is the part that a later reader can hold.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { fillsFile, iterationSummaryFile } from '../artifacts/layout.ts';
import type { EdgeReport, Kpi, KpiName, SymbolAccount } from '../edge/edge-report.ts';

/** Of all that was traded, and of the amounts themselves. */
const TOLERANCE = 1e-9;

/** One sentence for each law that a summary breaks; names the file. `before`: the summary of the iteration before, where there is one. */
export function accountProblems(summary: IterationSummary, before: IterationSummary | undefined): string[] {
  const { edge, iteration } = summary;
  const broken = [...moneyProblems(edge), ...netProblems(edge), ...carriedProblems(edge, before?.edge)];
  return broken.map((law) => `${iterationSummaryFile(iteration)}: ${law}`);
}

/** `text`: the content of the iteration's fills file, its header line first. */
export function fillProblems({ iteration, edge }: IterationSummary, text: string): string[] {
  const fills = text.split('\n').length - 2;
  return fills === edge.totals.fills
    ? []
    : [`${fillsFile(iteration)}: it holds ${fills} fills, and the summary counts ${edge.totals.fills}`];
}

function moneyProblems({ totals, symbols }: EdgeReport): string[] {
  const { gross, fees, slippage, adverse, inventory, pnl, notional } = totals;
  const scale = [gross, fees, slippage, adverse, inventory].reduce((sum, one) => sum + Math.abs(one), notional);
  const sum = gross - fees - slippage - adverse - inventory;
  return [
    ...(isClose(sum, pnl, scale)
      ? []
      : [`gross - fees - slippage - adverse - inventory is ${sum}, and not the change of net asset value, ${pnl}`]),
    ...Object.entries(symbols).flatMap(([symbol, account]) => valueProblems(symbol, account)),
  ];
}

function valueProblems(symbol: string, account: SymbolAccount): string[] {
  const inventory = account.position_end * account.mid_end;
  const value = account.cash_end + inventory;
  const scale = Math.abs(account.cash_end) + Math.abs(inventory);
  return isClose(value, account.net_asset_value_end, scale)
    ? []
    : [`${symbol}: cash + position x mid is ${value}, and not net asset value, ${account.net_asset_value_end}`];
}

function netProblems({ kpis, totals }: EdgeReport): string[] {
  const net = valueOf(kpis, 'net_bps');
  if (net === undefined) return totals.notional === 0 ? [] : ['net_bps is absent from an iteration with fills'];
  const [gross, ...costs] = (
    ['gross_bps', 'fees_eff_bps', 'slippage_bps', 'adverse_bps', 'inventory_bps'] as const
  ).map((name) => valueOf(kpis, name) ?? Number.NaN);
  const sum = costs.reduce((rest, cost) => rest - cost, gross ?? Number.NaN);
  const scale = costs.reduce((total, cost) => total + Math.abs(cost), Math.abs(gross ?? Number.NaN));
  const earned = (net / 10_000) * totals.notional;
  return [
    ...(isClose(sum, net, scale) ? [] : [`the five components sum to ${sum}, and net_bps is ${net}`]),
    ...(isClose(earned, totals.pnl, totals.notional)
      ? []
      : [`net_bps x notional is ${earned}, and not the change of net asset value, ${totals.pnl}`]),
  ];
}

/** What one iteration ends with is what the next one starts with. */
function carriedProblems({ symbols, window }: EdgeReport, before: EdgeReport | undefined): string[] {
  if (before === undefined) return [];
  return [
    ...(before.window.end_us === window.start_us ? [] : ['its window does not begin where the one before it ended']),
    ...Object.entries(symbols).flatMap(([symbol, { position_start: start }]) => {
      const end = before.symbols[symbol]?.position_end;
      return end === undefined || end === start
        ? []
        : [`${symbol}: it starts with a position of ${start}, and the iteration before ended with ${end}`];
    }),
  ];
}

function valueOf(kpis: { readonly [name in KpiName]: Kpi }, name: KpiName): number | undefined {
  const kpi = kpis[name];
  return kpi.kind === 'value' ? kpi.value : undefined;
}

/** Not close where any of them is no number. */
function isClose(actual: number, expected: number, scale: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(scale, Math.abs(expected));
}
