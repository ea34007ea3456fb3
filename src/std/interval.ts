// Confidence bounds for a ratio of sums over consecutive sub-windows, by a studentised block bootstrap (bootstrap-t: Efron and Tibshirani
// 1993, chapter 12; for dependent data Goetze and Kuensch 1996). The percentile bootstrap was measured to cover too rarely with a dozen
// sub-windows, and a t quantile with the usual error too rarely on the long side of skewed data; coverage of this one is measured in the
// test beside it. What varies slower than the whole stretch of blocks is beyond any such method.

import type { RandomStream } from './random.ts';

/** The sums over one sub-window; their order is that of time. */
export interface RatioBlock {
  readonly numerator: number;
  readonly denominator: number;
}

/** One-sided bounds: the truth lies above `lower` with the confidence asked for, and below `upper` with the same. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** With fewer sub-windows than this that hold any data, nothing can be said. */
export const MIN_BLOCKS = 4;

const RESAMPLES = 1000;
/**
 * A resample may by chance miss every block that differs, and would then seem infinitely sure of itself. Its own standard error counts as
 * at least this share of the sample's, which bounds the interval and was measured to cost no coverage.
 */
const LEAST_ERROR_SHARE = 0.25;

/**
 * Bounds for sum(numerator) / sum(denominator), each at `confidence` (0.5..1, one-sided). Undefined with fewer than `MIN_BLOCKS` blocks
 * of positive denominator. Blocks that agree exactly give bounds equal to the ratio.
 */
export function blockInterval(
  blocks: readonly RatioBlock[],
  confidence: number,
  random: RandomStream,
): Bounds | undefined {
  if (blocks.filter((block) => block.denominator > 0).length < MIN_BLOCKS) return undefined;
  const numerators = Float64Array.from(blocks, (block) => block.numerator);
  const denominators = Float64Array.from(blocks, (block) => block.denominator);
  const ratio = sum(numerators) / sum(denominators);
  const runLength = runLengthOf(blocks.length);
  const error = circularError(numerators, denominators, ratio, runLength);
  if (!(error > 0)) return { lower: ratio, upper: ratio };
  const pivots = new Float64Array(RESAMPLES);
  const resampled = { numerators: new Float64Array(blocks.length), denominators: new Float64Array(blocks.length) };
  for (let index = 0; index < RESAMPLES; index += 1) {
    drawRuns(numerators, denominators, runLength, resampled, random);
    const total = sum(resampled.denominators);
    if (!(total > 0)) continue;
    const estimate = sum(resampled.numerators) / total;
    const own = errorOfRuns(resampled.numerators, resampled.denominators, estimate, runLength);
    pivots[index] = (estimate - ratio) / Math.max(own, LEAST_ERROR_SHARE * error);
  }
  pivots.sort();
  const rank = Math.min(RESAMPLES, Math.ceil(confidence * RESAMPLES));
  const high = pivots[rank - 1] ?? Number.NaN;
  const low = pivots[RESAMPLES - rank] ?? Number.NaN;
  return { lower: ratio - high * error, upper: ratio - low * error };
}

/**
 * Blocks are drawn in runs of about the cube root of their number, so that a resample keeps what neighbours have in common (1 below 8
 * blocks, 2 for 12, 5 for 96). The largest L with (L - 1/2)^3 <= count, in integers.
 */
function runLengthOf(count: number): number {
  if (count < 8) return 1;
  let length = 1;
  while ((2 * length + 1) * (2 * length + 1) * (2 * length + 1) <= 8 * count) length += 1;
  return length;
}

function drawRuns(
  numerators: Float64Array,
  denominators: Float64Array,
  runLength: number,
  into: { readonly numerators: Float64Array; readonly denominators: Float64Array },
  random: RandomStream,
): void {
  const count = numerators.length;
  let filled = 0;
  while (filled < count) {
    const start = random.below(count);
    for (let step = 0; step < runLength && filled < count; step += 1) {
      const source = (start + step) % count;
      into.numerators[filled] = numerators[source] ?? Number.NaN;
      into.denominators[filled] = denominators[source] ?? Number.NaN;
      filled += 1;
    }
  }
}

/** The standard error of a resample's ratio: its runs are independent by construction. */
function errorOfRuns(numerators: Float64Array, denominators: Float64Array, ratio: number, runLength: number): number {
  const count = numerators.length;
  let squares = 0;
  let total = 0;
  let residual = 0;
  for (let index = 0; index < count; index += 1) {
    const denominator = denominators[index] ?? Number.NaN;
    total += denominator;
    residual += (numerators[index] ?? Number.NaN) - ratio * denominator;
    if ((index + 1) % runLength === 0 || index === count - 1) {
      squares += residual * residual;
      residual = 0;
    }
  }
  return Math.sqrt(squares * smallSample(count, runLength)) / total;
}

/** The standard error of the sample's own ratio: the mean over every circular run of that length. */
function circularError(numerators: Float64Array, denominators: Float64Array, ratio: number, runLength: number): number {
  const count = numerators.length;
  let squares = 0;
  for (let start = 0; start < count; start += 1) {
    let residual = 0;
    for (let step = 0; step < runLength; step += 1) {
      const index = (start + step) % count;
      residual += (numerators[index] ?? Number.NaN) - ratio * (denominators[index] ?? Number.NaN);
    }
    squares += residual * residual;
  }
  return Math.sqrt((squares / runLength) * smallSample(count, runLength)) / sum(denominators);
}

function smallSample(count: number, runLength: number): number {
  const runs = Math.ceil(count / runLength);
  return runs / (runs - 1);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index] ?? Number.NaN;
  return total;
}
