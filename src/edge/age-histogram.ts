// How long orders have rested, weighed by time: how much time our orders spent at which age. Bins are 20 ms wide up to 1,280 ms and twice as
// wide with every doubling of the age from there, so that an order that rests for days takes some hundred bins and not millions.

import type { Histogram } from './edge-report.ts';

const BIN_MS = 20;
/** Bins of equal width between one doubling and the next. */
const PER_DOUBLING = 32;
const US_PER_MS = 1000;

/**
 * Pairs of a bin's upper edge in milliseconds and the microseconds spent between the edge below and it, ascending, without empty bins.
 * `starts` and `ends` are the ages, in microseconds, between which each order rested. Reorders both: only their sums up to an age matter.
 */
export function ageHistogram(starts: Float64Array, ends: Float64Array): Histogram {
  starts.sort();
  ends.sort();
  const bins: (readonly [number, number])[] = [];
  const oldest = ends.at(-1) ?? 0;
  const started = timeUpTo(starts);
  const ended = timeUpTo(ends);
  let below = 0;
  for (let edgeMs = 0; edgeMs * US_PER_MS < oldest;) {
    edgeMs = nextEdgeMs(edgeMs);
    const spent = ended(edgeMs * US_PER_MS) - started(edgeMs * US_PER_MS);
    if (spent > below) bins.push([edgeMs, spent - below]);
    below = spent;
  }
  return bins;
}

/** The edge above an edge; 0 is the lowest. */
export function nextEdgeMs(edgeMs: number): number {
  let widthMs = BIN_MS;
  while (edgeMs >= 2 * PER_DOUBLING * widthMs) widthMs *= 2;
  return edgeMs + widthMs;
}

/** The sum over all values of the smaller one of value and limit, for limits that do not fall. All are integers: nothing is rounded. */
function timeUpTo(sorted: Float64Array): (limit: number) => number {
  let next = 0;
  let passed = 0;
  return (limit) => {
    for (let value = sorted[next]; value !== undefined && value <= limit; value = sorted[next]) {
      passed += value;
      next += 1;
    }
    return passed + limit * (sorted.length - next);
  };
}
