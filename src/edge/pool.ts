// Several windows judged together: ratios from summed numerators and denominators, never a mean of ratios; percentiles from merged
// histograms, that is rounded up to 1 ms (latency, feed lag), 20 ms (order age; 3.2 % above 1.28 s) or 0.05 bps (slippage, adverse); intervals from the blocks of all windows
// in order. What cannot be pooled from reports is absent and says so.

import type { EdgeReport, Histogram, Kpi, KpiName, Kpis } from './edge-report.ts';
import { KPI_NAMES } from './edge-report.ts';
import { timedBlocks } from './blocks.ts';
import { BINS_PER_BPS, countOf, mergeHistograms, percentileBin } from './histogram.ts';
import type { Confidence, Percentiles } from './measure-kpis.ts';
import { ABSENT, absent, measureKpis, value } from './measure-kpis.ts';
import { totalOf } from './symbol-account.ts';

/** `reports` in order of time. Of no report at all every KPI is absent. */
export function poolReports(reports: readonly EdgeReport[], options: Confidence): Kpis {
  if (reports.length === 0) return everyKpi(absent(ABSENT.window));
  return measureKpis(
    {
      windowUs: sumOver(reports, ({ window }) => window.end_us - window.start_us),
      totals: totalOf(reports.map((report) => report.totals)),
      decisions: addFields(reports.map((report) => report.decisions)),
      messages: addFields(reports.map((report) => report.messages)),
      quoting: addFields(reports.map((report) => report.quoting)),
      marketSeen: reports.some(({ symbols }) => Object.keys(symbols).length > 0),
      blocks: reports.flatMap(timedBlocks),
      inventoryMaxAbs: inventoryMaxAbs(reports),
      p95: pooledPercentiles(reports),
    },
    options,
  );
}

function pooledPercentiles(reports: readonly EdgeReport[]): Percentiles {
  const pooled = (pick: (report: EdgeReport) => Histogram, binsPerUnit: number, reason: string): Kpi => {
    const merged = mergeHistograms(reports.map(pick));
    const bin = percentileBin(merged, 95);
    return bin === undefined ? absent(reason) : value(bin / binsPerUnit, countOf(merged));
  };
  return {
    latencyMs: pooled((report) => report.latency_histogram, 1, ABSENT.acknowledgement),
    lagMs: pooled(({ histograms }) => histograms.ws_lag_ms, 1, ABSENT.feed),
    orderAgeMs: orderAge(reports),
    slippageBps: pooled(({ histograms }) => histograms.slippage_bps, BINS_PER_BPS, ABSENT.takerFill),
    adverseBps: pooled(({ histograms }) => histograms.adverse_bps, BINS_PER_BPS, ABSENT.fill),
  };
}

/** Of one window the exact one that it has; of several from their histogram, whose bins are milliseconds already. */
function orderAge(reports: readonly EdgeReport[]): Kpi {
  const [only, ...others] = reports;
  if (only !== undefined && others.length === 0) return only.kpis.order_age_p95_ms;
  const edgeMs = percentileBin(mergeHistograms(reports.map(({ histograms }) => histograms.order_age_ms)), 95);
  const orders = sumOver(reports, ({ quoting }) => quoting.orders);
  return edgeMs === undefined ? absent(ABSENT.restingOrder) : value(edgeMs, orders);
}

function inventoryMaxAbs(reports: readonly EdgeReport[]): Kpi {
  const accounts = reports.flatMap(({ symbols }) => Object.entries(symbols));
  const symbols = new Set(accounts.map(([symbol]) => symbol));
  if (symbols.size === 0) return absent(ABSENT.market);
  if (symbols.size > 1) return absent(ABSENT.oneBaseCurrency);
  return value(
    Math.max(...accounts.map(([, account]) => account.inventory_max_abs)),
    sumOver(reports, ({ totals }) => totals.fills),
  );
}

function sumOver(reports: readonly EdgeReport[], amount: (report: EdgeReport) => number): number {
  return reports.reduce((sum, report) => sum + amount(report), 0);
}

/** Field by field; all records have the same ones. */
function addFields<Field extends string>(
  records: readonly { readonly [field in Field]: number }[],
): {
  readonly [field in Field]: number;
} {
  const fields = Object.keys(records[0] ?? {}) as Field[];
  const sums = fields.map((field) => [field, records.reduce((sum, record) => sum + record[field], 0)] as const);
  return Object.fromEntries(sums) as { [field in Field]: number };
}

function everyKpi(kpi: Kpi): Kpis {
  return Object.fromEntries(KPI_NAMES.map((name) => [name, kpi])) as { [name in KpiName]: Kpi };
}
