// Confidence bounds for a ratio of sums over consecutive sub-windows, by a studentised block bootstrap (bootstrap-t: Efron and Tibshirani
// 1993, chapter 12; for dependent data Goetze and Kuensch 1996). The percentile bootstrap was measured to cover too rarely with a dozen
// sub-windows, and a t quantile with the usual error too rarely on the long side of skewed data; coverage of this one is measured in the
// test beside it. What varies slower than the whole stretch of blocks is beyond any such method.

import { sumOf } from './compensated-sum.ts';
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
  const total = sumOf(blocks.map((block) => block.denominator));
  const ratio = sumOf(blocks.map((block) => block.numerator)) / total;
  const count = blocks.length;
  const runLength = runLengthOf(count);
  const runs = Math.ceil(count / runLength);
  const whole = runSums(blocks, ratio, runLength);
  const last = count % runLength === 0 ? whole : runSums(blocks, ratio, count % runLength);
  const smallSample = runs / (runs - 1);
  const error = Math.sqrt((sumOfSquares(whole.residuals) / runLength) * smallSample) / total;
  if (!(error > 0)) return { lower: ratio, upper: ratio };

  const resampling = { whole, last, runs, smallSample, leastError: LEAST_ERROR_SHARE * error };
  const pivots = new Float64Array(RESAMPLES);
  for (let index = 0; index < RESAMPLES; index += 1) pivots[index] = drawPivot(resampling, random);
  pivots.sort();
  const rank = Math.min(RESAMPLES, Math.ceil(confidence * RESAMPLES));
  const high = Math.max(0, pivots[rank - 1] ?? Number.NaN);
  const low = Math.min(0, pivots[RESAMPLES - rank] ?? Number.NaN);
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

/** Sums over a run of blocks, by the block that it starts with; the last block is followed by the first. */
interface RunSums {
  /** Numerator less ratio x denominator. */
  readonly residuals: Float64Array;
  readonly denominators: Float64Array;
}

interface Resampling {
  readonly whole: RunSums;
  /** Shorter where the blocks do not divide into whole runs, so that a resample has as many blocks as the sample. */
  readonly last: RunSums;
  readonly runs: number;
  readonly smallSample: number;
  readonly leastError: number;
}

function runSums(blocks: readonly RatioBlock[], ratio: number, runLength: number): RunSums {
  const sums = { residuals: new Float64Array(blocks.length), denominators: new Float64Array(blocks.length) };
  for (let start = 0; start < blocks.length; start += 1) {
    let residual = 0;
    let total = 0;
    for (let step = 0; step < runLength; step += 1) {
      const { numerator, denominator } = blocks[(start + step) % blocks.length] ?? { numerator: NaN, denominator: NaN };
      residual += numerator - ratio * denominator;
      total += denominator;
    }
    sums.residuals[start] = residual;
    sums.denominators[start] = total;
  }
  return sums;
}

/**
 * How far a resample's ratio lies from the sample's, in standard errors of its own. Its runs are independent by construction, so its error
 * follows from their residuals against its own ratio, which are here the known residuals less the shift of the ratio.
 */
function drawPivot({ whole, last, runs, smallSample, leastError }: Resampling, random: RandomStream): number {
  const count = whole.residuals.length;
  let residualSum = 0;
  let total = 0;
  let squares = 0;
  let products = 0;
  let totalSquares = 0;
  for (let run = 0; run < runs; run += 1) {
    const start = random.below(count);
    const drawn = run < runs - 1 ? whole : last;
    const residual = drawn.residuals[start] ?? Number.NaN;
    const denominator = drawn.denominators[start] ?? Number.NaN;
    residualSum += residual;
    total += denominator;
    squares += residual * residual;
    products += residual * denominator;
    totalSquares += denominator * denominator;
  }
  if (!(total > 0)) return 0;
  const shift = residualSum / total;
  const remaining = Math.max(0, squares - 2 * shift * products + shift * shift * totalSquares);
  return shift / Math.max(Math.sqrt(remaining * smallSample) / total, leastError);
}

function sumOfSquares(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value * value;
  return total;
}
