// How latencies, markouts and ages were spread over the judged iterations, and how quote decisions ended: their histograms added up. Bins that
// would be thinner than can be seen are put together; what lies beyond the 99.5th percentile is one bin of its own.

import type { EdgeReport, Histogram } from '../../edge/edge-report.ts';
import { BPS_BIN, countOf, mergeHistograms, percentileBin } from '../../edge/histogram.ts';
import type { PageDistribution, PageMarkout, PageQuotes } from './run-page.ts';

const MOST_BINS = 60;
/** For bins that grow with what they hold: more of them would stand apart. */
const MOST_WIDE_BINS = 30;
const SHOWN_PERCENT = 99.5;

interface Source {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly of: string;
  readonly mostBins: number;
  /** Of the bins as they are stored. */
  readonly binWidth: number;
  readonly histogram: (report: EdgeReport) => Histogram;
}

const SOURCES: readonly Source[] = [
  {
    name: 'latency',
    title: 'Order latency, sent to acknowledged',
    unit: 'ms',
    of: 'acknowledgements',
    mostBins: MOST_BINS,
    binWidth: 1,
    histogram: (report) => report.latency_histogram,
  },
  {
    name: 'order_age',
    title: 'Age of resting orders',
    unit: 'ms',
    of: 'time',
    mostBins: MOST_WIDE_BINS,
    binWidth: 1,
    histogram: (report) => report.histograms.order_age_ms,
  },
  {
    name: 'ws_lag',
    title: 'Feed lag, venue time to receipt',
    unit: 'ms',
    of: 'feed messages',
    mostBins: MOST_BINS,
    binWidth: 1,
    histogram: (report) => report.histograms.ws_lag_ms,
  },
  {
    name: 'adverse',
    title: 'Markout of fills after 1 s, against us',
    unit: 'bps',
    of: 'fills',
    mostBins: MOST_BINS,
    binWidth: BPS_BIN,
    histogram: (report) => report.histograms.adverse_bps,
  },
];

/** Only those of which there is anything. */
export function pageDistributions(reports: readonly EdgeReport[]): readonly PageDistribution[] {
  return SOURCES.flatMap((source) => {
    const merged = mergeHistograms(reports.map(source.histogram));
    return merged.length === 0 ? [] : [distribution(source, merged)];
  });
}

/** Costs and notionals added up, never a mean of ratios. */
export function pageMarkouts(reports: readonly EdgeReport[]): readonly PageMarkout[] {
  const sums = new Map<number, { fills: number; leftOut: number; cost: number; notional: number }>();
  for (const { horizon_us, fills, left_out, cost, notional } of reports.flatMap(({ markouts }) => markouts)) {
    const sum = sums.get(horizon_us) ?? { fills: 0, leftOut: 0, cost: 0, notional: 0 };
    sums.set(horizon_us, {
      fills: sum.fills + fills,
      leftOut: sum.leftOut + left_out,
      cost: sum.cost + cost,
      notional: sum.notional + notional,
    });
  }
  return [...sums].map(([horizonUs, sum]) => markoutOf(horizonUs, sum));
}

function markoutOf(
  horizonUs: number,
  { fills, leftOut, cost, notional }: { fills: number; leftOut: number; cost: number; notional: number },
): PageMarkout {
  return { horizonUs, fills, leftOut, ...(notional > 0 ? { adverseBps: (10_000 * cost) / notional } : {}) };
}

export function pageQuotes(reports: readonly EdgeReport[]): PageQuotes {
  const sum = (amount: (report: EdgeReport) => number): number =>
    reports.reduce((total, report) => total + amount(report), 0);
  return {
    decisions: (['allowed', 'risk', 'min_interval', 'throttle', 'concurrency'] as const).map((name) => ({
      name,
      count: sum(({ decisions }) => decisions[name]),
    })),
    messages: (['place', 'replace', 'cancel'] as const).map((name) => ({
      name,
      count: sum(({ messages }) => messages[name]),
    })),
  };
}

function distribution({ name, title, unit, of, mostBins, binWidth }: Source, merged: Histogram): PageDistribution {
  const at = (percent: number): number => round((percentileBin(merged, percent) ?? 0) * binWidth);
  const lowest = percentileBin(merged, 100 - SHOWN_PERCENT) ?? 0;
  const highest = percentileBin(merged, SHOWN_PERCENT) ?? 0;
  const together = Math.max(1, Math.ceil((highest - lowest + 1) / mostBins));
  const bins = new Map<number, number>();
  let [below, beyond] = [0, 0];
  for (const [bin, count] of merged) {
    if (bin < lowest) below += count;
    else if (bin > highest) beyond += count;
    else {
      const edge = (Math.floor((bin - lowest) / together) + 1) * together + lowest - 1;
      bins.set(edge, (bins.get(edge) ?? 0) + count);
    }
  }
  return {
    name,
    title,
    unit,
    of,
    binWidth: round(together * binWidth),
    bins: [...bins].map(([edge, count]) => [round(edge * binWidth), count]),
    below,
    beyond,
    percentiles: { p50: at(50), p95: at(95), p99: at(99) },
    total: countOf(merged),
  };
}

/** Without the dust of bins that are a twentieth wide. */
function round(value: number): number {
  return Number(value.toFixed(6));
}
