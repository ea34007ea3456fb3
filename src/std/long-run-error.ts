// The standard error of a sum over consecutive sub-windows whose luck persists. Markets have moods that outlast a sub-window, and a run
// too short to meet them cannot show them: so what the run shows is weighed with what is known of moods beforehand.
// What it shows: equally weighted cosine projections, each an estimate of its own of the slow variance (Lazarus, Lewis, Stock and
// Watson 2018, "HAR inference"; Müller 2014). What is known: by how much slow variance exceeds that of independent sub-windows. The two are
// averaged by their degrees of freedom, as in a moderated t test (Smyth 2004). Coverage is measured, see docs/gates.md.

import { assert } from './assert.ts';

/** What is known of a figure's moods before a run. */
export interface Moods {
  /** Variance over many sub-windows / variance if each were independent of the others. 1 or more. */
  readonly varianceRatio: number;
  /** Variance of the whole sum below which no error is believed, whatever the sub-windows show. */
  readonly leastVariance: number;
  /** How much this counts: as much as that many degrees of freedom. A whole number. */
  readonly degrees: number;
}

export interface LongRunError {
  /** Standard error of the sum. */
  readonly error: number;
  /** Of the Student distribution that a bound goes by. */
  readonly degrees: number;
  /** Of neighbouring sub-windows. */
  readonly correlation: number;
  /** How many independent sub-windows would say as much as these do. */
  readonly effective: number;
}

/** One projection per so many sub-windows: the fewer, the slower the moods that are seen. */
const SUB_WINDOWS_PER_PROJECTION = 4;
const MOST_PROJECTIONS = 8;

/** `residuals` sum to 0, in order of time; two or more. */
export function longRunError(residuals: Float64Array, moods: Moods): LongRunError {
  const count = residuals.length;
  assert(count >= 2, 'a scatter needs two sub-windows');
  assert(moods.varianceRatio >= 1 && moods.leastVariance >= 0, 'moods add to what is seen and never take from it');
  const independent = (productSum(residuals, 0) * count) / (count - 1);
  if (!(independent > 0)) return { error: 0, degrees: count - 1, correlation: 0, effective: count };
  const projections = Math.max(1, Math.min(MOST_PROJECTIONS, Math.floor(count / SUB_WINDOWS_PER_PROJECTION)));
  const known = Math.max(moods.varianceRatio * independent, moods.leastVariance);
  const degrees = projections + moods.degrees;
  const variance = (projections * slowVariance(residuals, projections) + moods.degrees * known) / degrees;
  return {
    error: Math.sqrt(variance),
    degrees,
    correlation: neighbourCorrelation(residuals),
    effective: Math.min(count, (count * independent) / variance),
  };
}

/** The mean square of the projections on the slowest cosines. */
function slowVariance(residuals: Float64Array, projections: number): number {
  const count = residuals.length;
  let squares = 0;
  for (let wave = 1; wave <= projections; wave += 1) {
    let projection = 0;
    for (let index = 0; index < count; index += 1) {
      projection += (residuals[index] ?? Number.NaN) * Math.cos((Math.PI * wave * (index + 0.5)) / count);
    }
    squares += 2 * projection * projection;
  }
  return squares / projections;
}

/** Of values that sum to 0, freed of its bias towards -1/count (Marriott and Pope 1954; Kendall 1954); 0 where all are 0. */
export function neighbourCorrelation(residuals: Float64Array): number {
  const squares = productSum(residuals, 0);
  if (!(squares > 0)) return 0;
  const seen = productSum(residuals, 1) / squares;
  return Math.max(-1, Math.min(1, seen + (1 + 3 * seen) / residuals.length));
}

function productSum(values: Float64Array, lag: number): number {
  let total = 0;
  for (let index = lag; index < values.length; index += 1) {
    total += (values[index] ?? Number.NaN) * (values[index - lag] ?? Number.NaN);
  }
  return total;
}
