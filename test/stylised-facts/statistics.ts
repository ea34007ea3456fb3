// The estimators that the measurement of stylised facts needs, over plain series. Leaves out intervals: facts are judged by bands.

import { assert } from '../../src/std/assert.ts';

type Series = Float64Array | readonly number[];

export function at(series: Series, index: number): number {
  const value = series[index];
  assert(value !== undefined, () => `a series of ${series.length} has nothing at ${index}`);
  return value;
}

export function mean(series: Series): number {
  let sum = 0;
  for (const value of series) sum += value;
  return sum / series.length;
}

export function quantile(series: Series, share: number): number {
  const sorted = Float64Array.from(series).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Mean of squares around the mean. */
export function variance(series: Series): number {
  const centre = mean(series);
  let sum = 0;
  for (const value of series) sum += (value - centre) * (value - centre);
  return sum / series.length;
}

export function excessKurtosis(series: Series): number {
  const centre = mean(series);
  let second = 0;
  let fourth = 0;
  for (const value of series) {
    const square = (value - centre) * (value - centre);
    second += square;
    fourth += square * square;
  }
  return (fourth * series.length) / (second * second) - 3;
}

/** Third standardised moment. */
export function skewness(series: Series): number {
  const centre = mean(series);
  let second = 0;
  let third = 0;
  for (const value of series) {
    const difference = value - centre;
    second += difference * difference;
    third += difference * difference * difference;
  }
  const deviation = Math.sqrt(second / series.length);
  return third / series.length / (deviation * deviation * deviation);
}

/** Autocorrelation at one lag. */
export function autocorrelation(series: Series, lag: number): number {
  const centre = mean(series);
  let sum = 0;
  for (let index = lag; index < series.length; index += 1) {
    sum += (at(series, index) - centre) * (at(series, index - lag) - centre);
  }
  return sum / (series.length - lag) / variance(series);
}

export function correlation(first: Series, second: Series): number {
  const centres = [mean(first), mean(second)] as const;
  let sum = 0;
  for (let index = 0; index < first.length; index += 1) {
    sum += (at(first, index) - centres[0]) * (at(second, index) - centres[1]);
  }
  return sum / first.length / Math.sqrt(variance(first) * variance(second));
}

/** Hill's estimator of the tail index, over the largest `share` of absolute values. */
export function tailIndex(series: Series, share: number): number {
  const sorted = Float64Array.from(series, (value) => Math.abs(value)).toSorted();
  const used = Math.floor(sorted.length * share);
  const threshold = Math.log(at(sorted, sorted.length - used - 1));
  let sum = 0;
  for (const value of sorted.subarray(sorted.length - used)) sum += Math.log(value) - threshold;
  return used / sum;
}

/** Slope of the least-squares line through (log x, log y); points with y at or below 0 are left out. */
export function logSlope(points: readonly (readonly [number, number])[]): number {
  const logs = points.filter(([, y]) => y > 0).map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const centreX = mean(logs.map(([x]) => x));
  const centreY = mean(logs.map(([, y]) => y));
  let across = 0;
  let along = 0;
  for (const [x, y] of logs) {
    across += (x - centreX) * (y - centreY);
    along += (x - centreX) * (x - centreX);
  }
  return across / along;
}

/** Differences of a level sampled on a grid, over `stride` grid steps, not overlapping. */
export function changes(levels: Series, stride: number): Float64Array {
  const count = Math.floor((levels.length - 1) / stride);
  return Float64Array.from(
    { length: count },
    (_, index) => at(levels, (index + 1) * stride) - at(levels, index * stride),
  );
}

/** Shape of the Gamma distribution that fits best: Minka's closed-form start of the maximum-likelihood estimate. */
export function gammaShape(series: Series): number {
  const positive = Array.from(series).filter((value) => value > 0);
  const gap = Math.log(mean(positive)) - mean(positive.map((value) => Math.log(value)));
  return (3 - gap + Math.sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap);
}
