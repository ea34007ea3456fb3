// Confidence bounds for a ratio of sums over consecutive sub-windows: a studentised bootstrap over the blocks (bootstrap-t, Efron and
// Tibshirani 1993, chapter 12), which follows skewness, widened by how much neighbouring blocks have in common. The percentile bootstrap and
// the t quantile with the usual error were measured to cover too rarely with a dozen blocks; coverage of this one is measured in the test
// beside it. What varies more slowly than the whole stretch of blocks is beyond any such method.

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

/**
 * More sub-windows than twice this are first joined to about this many. Markets have moods that outlast neighbouring sub-windows, which a
 * correlation of neighbours does not see: over eight hours of the embedded market, bounds meant to hold for 90 % of runs held for 65 % to
 * 80 % with 96 blocks of 5 minutes and for 78 % to 95 % with 24 of 20 minutes (40 seeds).
 */
const BATCHES = 24;

/** With fewer sub-windows than this that hold any data, nothing can be said. */
const MIN_BLOCKS = 4;

const RESAMPLES = 1000;
/**
 * A resample may by chance miss every block that differs, and would then seem infinitely sure of itself. Its own standard error counts as
 * at least this share of the sample's, which bounds the interval and was measured to cost no coverage.
 */
const LEAST_ERROR_SHARE = 0.25;

/** The most that neighbours are believed to correlate; beyond it a dozen blocks say nothing about their mean. */
const MOST_CORRELATION = 0.9;

/**
 * Bounds for sum(numerator) / sum(denominator), each at `confidence` (0.5..1, one-sided). Undefined with fewer than `MIN_BLOCKS` blocks
 * of positive denominator. Blocks that agree exactly give bounds equal to the ratio.
 */
export function blockInterval(
  subWindows: readonly RatioBlock[],
  confidence: number,
  random: RandomStream,
): Bounds | undefined {
  const blocks = inBatches(subWindows);
  if (blocks.filter((block) => block.denominator > 0).length < MIN_BLOCKS) return undefined;
  const denominators = Float64Array.from(blocks, (block) => block.denominator);
  const total = sumOf(denominators);
  const ratio = sumOf(blocks.map((block) => block.numerator)) / total;
  const residuals = Float64Array.from(blocks, (block) => block.numerator - ratio * block.denominator);
  const smallSample = blocks.length / (blocks.length - 1);
  const error = Math.sqrt(productSum(residuals, 0) * smallSample) / total;
  if (!(error > 0)) return { lower: ratio, upper: ratio };

  const resampling = { residuals, denominators, smallSample, leastError: LEAST_ERROR_SHARE * error };
  const pivots = new Float64Array(RESAMPLES);
  for (let index = 0; index < RESAMPLES; index += 1) pivots[index] = drawPivot(resampling, random);
  pivots.sort();
  const rank = Math.min(RESAMPLES, Math.ceil(confidence * RESAMPLES));
  const high = Math.max(0, pivots[rank - 1] ?? Number.NaN);
  const low = Math.min(0, pivots[RESAMPLES - rank] ?? Number.NaN);
  const widened = error * inflation(residuals);
  return { lower: ratio - high * widened, upper: ratio - low * widened };
}

/** Neighbours joined; the last batch may be shorter. */
function inBatches(blocks: readonly RatioBlock[]): readonly RatioBlock[] {
  const size = Math.floor(blocks.length / BATCHES);
  if (size < 2) return blocks;
  const batches: { numerator: number; denominator: number }[] = [];
  for (const [index, { numerator, denominator }] of blocks.entries()) {
    const batch = batches[Math.floor(index / size)];
    if (batch === undefined) {
      batches.push({ numerator, denominator });
    } else {
      batch.numerator += numerator;
      batch.denominator += denominator;
    }
  }
  return batches;
}

interface Resampling {
  /** Numerator less ratio x denominator. */
  readonly residuals: Float64Array;
  readonly denominators: Float64Array;
  readonly smallSample: number;
  readonly leastError: number;
}

/**
 * How far a resample's ratio lies from the sample's, in standard errors of its own: those follow from its residuals against its own ratio,
 * which are the known residuals less the shift of the ratio.
 */
function drawPivot({ residuals, denominators, smallSample, leastError }: Resampling, random: RandomStream): number {
  const count = residuals.length;
  let residualSum = 0;
  let total = 0;
  let squares = 0;
  let products = 0;
  let totalSquares = 0;
  for (let draw = 0; draw < count; draw += 1) {
    const index = random.below(count);
    const residual = residuals[index] ?? Number.NaN;
    const denominator = denominators[index] ?? Number.NaN;
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

/**
 * By how much the error of a mean of correlated blocks exceeds that of independent ones: sqrt((1 + r) / (1 - r)) for a first-order
 * autoregression with lag-1 correlation r, estimated from the residuals and freed of its bias towards -1/count (Marriott and Pope 1954;
 * Kendall 1954). Negative correlation is not believed.
 */
function inflation(residuals: Float64Array): number {
  const seen = productSum(residuals, 1) / productSum(residuals, 0);
  const corrected = Math.min(MOST_CORRELATION, seen + (1 + 3 * seen) / residuals.length);
  return corrected > 0 ? Math.sqrt((1 + corrected) / (1 - corrected)) : 1;
}

function productSum(values: Float64Array, lag: number): number {
  let total = 0;
  for (let index = lag; index < values.length; index += 1) {
    total += (values[index] ?? Number.NaN) * (values[index - lag] ?? Number.NaN);
  }
  return total;
}
