// Confidence bounds for a ratio of sums over consecutive sub-windows: the ratio, its standard error from the residuals (the delta
// method), and Student's t. Closed formulas alone, so that the same data give the same bounds everywhere.

import { assert } from './assert.ts';
import { sumOf } from './compensated-sum.ts';
import { longRunError } from './long-run-error.ts';
import type { Moods } from './long-run-error.ts';
import { studentQuantile } from './student-quantile.ts';

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

/** `logit`: for a share, whose scatter shrinks towards 0 and 1, bounds are laid around the logarithm of its odds. */
export type Scale = 'plain' | 'logit';

/** All that bounds at any confidence need. */
export interface Estimate {
  readonly value: number;
  readonly standard_error: number;
  readonly degrees: number;
  readonly scale: Scale;
}

export interface BlockEvidence {
  readonly ratio: number;
  readonly error: number;
  readonly degrees: number;
  readonly blocks: number;
  readonly correlation: number;
  readonly effective: number;
}

/** With fewer sub-windows than this that hold any data, nothing can be said. */
const MIN_BLOCKS = 4;

/**
 * What the sub-windows say about sum(numerator) / sum(denominator); `leastVariance` of the moods is that of the ratio. Undefined with fewer
 * than four sub-windows of positive denominator. Sub-windows that agree exactly have an error of 0.
 */
export function blockEvidence(blocks: readonly RatioBlock[], moods: Moods): BlockEvidence | undefined {
  if (blocks.filter((block) => block.denominator > 0).length < MIN_BLOCKS) return undefined;
  const total = sumOf(blocks.map((block) => block.denominator));
  const ratio = sumOf(blocks.map((block) => block.numerator)) / total;
  const residuals = Float64Array.from(blocks, (block) => block.numerator - ratio * block.denominator);
  const found = longRunError(residuals, { ...moods, leastVariance: moods.leastVariance * total * total });
  return { ...found, ratio, error: found.error / total, blocks: blocks.length };
}

/** Each at `confidence`, above 0.5 and below 1. */
export function boundsAt(estimate: Estimate, confidence: number): Bounds {
  assert(confidence > 0.5 && confidence < 1, 'a one-sided confidence lies between one half and one');
  const { value, standard_error: error, degrees, scale } = estimate;
  const reach = studentQuantile(2 * confidence - 1, degrees) * error;
  if (scale === 'plain' || !(value > 0 && value < 1)) return { lower: value - reach, upper: value + reach };
  const spread = value * (1 - value);
  const odds = Math.log(value / (1 - value));
  return { lower: shareOf(odds - reach / spread), upper: shareOf(odds + reach / spread) };
}

function shareOf(logarithmOfOdds: number): number {
  return 1 / (1 + Math.exp(-logarithmOfOdds));
}
