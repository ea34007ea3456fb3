// What is known of a KPI's moods before a run, from the embedded market: how much more it varies over hours than its sub-windows suggest.
// A run shorter than a mood cannot show it. `npm run coverage` measures these figures again and says whether bounds keep their word.

import type { Moods } from '../std/long-run-error.ts';

/** As many degrees of freedom as eight hours of a run itself contribute, doubled for a KPI whose storms are rare. */
const USUAL_DEGREES = 8;
const STORM_DEGREES = 16;

/** Moods last some tens of minutes: sub-windows much longer hold whole moods and are nearly independent. */
const MOOD_US = 600_000_000;
const US_PER_HOUR = 3_600_000_000;
/** The variance of a mean over h hours falls with 1 / (h + this): within a mood, more time says little more. */
const STORM_HOURS = 0.7;
/** Standard deviation of the share over an hour and more, per share x (1 - share). */
const STORM_DEVIATION = 0.7;

/** Of most KPIs: over sub-windows of 5 minutes, four times the variance of independent ones. */
export function usualMoods(blockUs: number): Moods {
  return { varianceRatio: ratioOver(4.5, blockUs), leastVariance: 0, degrees: USUAL_DEGREES };
}

/**
 * Of `risk_ratio`: denials come in storms of volatility, which many an hour misses; such an hour looks calm and sure of itself. So its error is
 * never believed to be smaller than the one that storms make.
 */
export function stormMoods(blockUs: number, windowUs: number, share: number): Moods {
  const deviation = STORM_DEVIATION * share * (1 - share);
  const leastVariance = (deviation * deviation) / (windowUs / US_PER_HOUR + STORM_HOURS);
  return { varianceRatio: ratioOver(9, blockUs), leastVariance, degrees: STORM_DEGREES };
}

function ratioOver(excess: number, blockUs: number): number {
  return 1 + excess / (1 + blockUs / MOOD_US);
}
