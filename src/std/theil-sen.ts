// A slope through points that one odd point does not bend: the median of the slopes between any two (Theil 1950). Its bounds are slopes
// by rank, as far from the median as Kendall's statistic scatters by chance (Sen 1968), widened where the errors of neighbouring points correlate.

import { assert } from './assert.ts';
import type { Bounds } from './interval.ts';
import { neighbourCorrelation } from './long-run-error.ts';
import { normalQuantile } from './normal-quantile.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Beyond it, points say nothing about a slope. */
const MOST_CORRELATION = 0.9;

/** `points` in order of x, all different; two or more. */
export function theilSenSlope(points: readonly Point[]): number {
  return median(slopesOf(points));
}

/**
 * Each one-sided. Undefined where so few points cannot bound a slope at that confidence. `errors`: whether what the slope leaves over of the
 * points may be correlated errors of estimates, or is what was seen.
 */
export function slopeBounds(
  points: readonly Point[],
  confidence: number,
  errors: 'correlated' | 'independent' = 'correlated',
): Bounds | undefined {
  const slopes = slopesOf(points);
  const count = points.length;
  const variance =
    ((count * (count - 1) * (2 * count + 5)) / 18) * (errors === 'correlated' ? inflation(points, median(slopes)) : 1);
  const reach = normalQuantile(confidence) * Math.sqrt(variance);
  const lower = slopes[Math.floor((slopes.length - reach) / 2) - 1];
  const upper = slopes[Math.ceil((slopes.length + reach) / 2)];
  return lower === undefined || upper === undefined ? undefined : { lower, upper };
}

/** By how much the variance exceeds that of independent points, for a first-order autoregression of what the slope leaves over. */
function inflation(points: readonly Point[], slope: number): number {
  const left = Float64Array.from(points, ({ x, y }) => y - slope * x);
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  const correlation = Math.min(MOST_CORRELATION, Math.max(0, neighbourCorrelation(left.map((value) => value - mean))));
  return (1 + correlation) / (1 - correlation);
}

/** Ascending. */
function slopesOf(points: readonly Point[]): readonly number[] {
  assert(points.length >= 2, 'a slope needs two points');
  const slopes: number[] = [];
  for (const [index, { x, y }] of points.entries()) {
    for (const earlier of points.slice(0, index)) slopes.push((y - earlier.y) / (x - earlier.x));
  }
  return slopes.toSorted((left, right) => left - right);
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
