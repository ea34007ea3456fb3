// Counts per bin of equal width, where a bin holds what rounds up to its index: percentiles of several windows together come from these,
// rounded up to a whole bin and otherwise exact.

import { weightedNearestRank } from '../std/percentile.ts';
import type { Histogram } from './edge-report.ts';

export const BINS_PER_BPS = 20;
export const BPS_BIN = 1 / BINS_PER_BPS;
/** Bins of 1 ms for samples in microseconds. */
export const US_PER_MS_BIN = 1000;

export function histogramOf(values: Float64Array, binWidth: number): Histogram {
  const counts = new Map<number, number>();
  for (let index = 0; index < values.length; index += 1) {
    const bin = Math.ceil((values[index] ?? Number.NaN) / binWidth) + 0;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return ascending(counts);
}

export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bin, count] of histogram) counts.set(bin, (counts.get(bin) ?? 0) + count);
  }
  return ascending(counts);
}

export function countOf(histogram: Histogram): number {
  let total = 0;
  for (const [, count] of histogram) total += count;
  return total;
}

/** The index of the bin that holds the percentile; undefined without a count. */
export function percentileBin(histogram: Histogram, percent: number): number | undefined {
  return histogram.length === 0 ? undefined : weightedNearestRank(histogram, percent);
}

function ascending(counts: ReadonlyMap<number, number>): Histogram {
  return [...counts].toSorted(([left], [right]) => left - right);
}
