// The one definition of a percentile: nearest rank, so that the answer is always a value that was observed. With weights it is the same
// idea over weight instead of count. Nothing interpolates.

import { assert } from './assert.ts';

/**
 * The smallest value v such that at least `percent` of 100 of `values` are at most v. Reorders `values`; not empty, no NaN.
 * `percent` is in (0, 100]; it is no fraction, because 95 x n is exact where 0.95 x n is not.
 */
export function nearestRank(values: Float64Array, percent: number): number {
  assert(values.length > 0, 'a percentile needs at least one value');
  return select(values, rankOf(values.length, percent) - 1);
}

/** The same over values that stand for `weight` observations each: pairs of [value, weight], ascending by value, weights positive. */
export function weightedNearestRank(pairs: readonly (readonly [number, number])[], percent: number): number {
  let total = 0;
  for (const [, weight] of pairs) total += weight;
  const rank = rankOf(total, percent);
  let reached = 0;
  for (const [value, weight] of pairs) {
    reached += weight;
    if (reached >= rank) return value;
  }
  throw new RangeError('a percentile needs at least one value');
}

/**
 * The smallest x such that at least `percent` of 100 of all time spent within the intervals [starts[i], ends[i]] is spent at or below x.
 * Reorders both arrays. Exact: the time below x is piecewise linear in x, with its corners at the ends of the intervals.
 */
export function timeWeightedPercentile(starts: Float64Array, ends: Float64Array, percent: number): number {
  assert(starts.length === ends.length, 'an interval has a start and an end');
  let total = 0;
  for (let index = 0; index < starts.length; index += 1) total += at(ends, index) - at(starts, index);
  assert(total > 0, 'a time-weighted percentile needs some time');
  const wanted = (percent * total) / 100;
  starts.sort();
  ends.sort();
  let spent = 0;
  let open = 0;
  let opened = 0;
  let closed = 0;
  let reached = starts[0] ?? Number.NaN;
  while (closed < ends.length) {
    const nextStart = starts[opened] ?? Number.POSITIVE_INFINITY;
    const nextEnd = ends[closed] ?? Number.POSITIVE_INFINITY;
    const corner = Math.min(nextStart, nextEnd);
    const within = open * (corner - reached);
    if (open > 0 && spent + within >= wanted) return reached + (wanted - spent) / open;
    spent += within;
    reached = corner;
    if (nextStart <= nextEnd) {
      open += 1;
      opened += 1;
    } else {
      open -= 1;
      closed += 1;
    }
  }
  return reached;
}

function rankOf(count: number, percent: number): number {
  assert(percent > 0 && percent <= 100, 'a percentile is taken at a percent in (0, 100]');
  return Math.max(1, Math.ceil((percent * count) / 100));
}

/** The value of that index in ascending order, by Hoare's FIND with a median of three: linear time where sorting is not. */
function select(values: Float64Array, index: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(at(values, left), at(values, (left + right) >>> 1), at(values, right));
    let low = left;
    let high = right;
    while (low <= high) {
      while (at(values, low) < pivot) low += 1;
      while (at(values, high) > pivot) high -= 1;
      if (low <= high) {
        const kept = at(values, low);
        values[low] = at(values, high);
        values[high] = kept;
        low += 1;
        high -= 1;
      }
    }
    if (index <= high) right = high;
    else if (index >= low) left = low;
    else break;
  }
  return at(values, index);
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
