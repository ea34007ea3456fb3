// Exact bounds for a share of trials: Clopper and Pearson 1934. They hold at least as often as asked, however few the trials.

import { assert } from './assert.ts';
import type { Bounds } from './interval.ts';

const BISECTIONS = 50;

/** `share` of `trials`, of which `successes` that are no whole number are rounded against either bound. Each bound one-sided. */
export function binomialBounds(share: number, trials: number, confidence: number): Bounds {
  assert(share >= 0 && share <= 1, 'a share lies between 0 and 1');
  assert(Number.isInteger(trials) && trials >= 1, 'a share is of one trial at least');
  // A hair of tolerance, because 0.7 x 10 may be a little less than 7.
  const least = Math.floor(share * trials + 1e-9);
  const most = Math.ceil(share * trials - 1e-9);
  const miss = 1 - confidence;
  return {
    lower: least === 0 ? 0 : root((p) => atLeast(least, trials, p) < miss),
    upper: most === trials ? 1 : root((p) => atLeast(most + 1, trials, p) < confidence),
  };
}

/** The largest share for which `isBelow`, which turns from true to false once, is true. */
function root(isBelow: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** P(X >= successes) of that many trials, each with chance p. */
function atLeast(successes: number, trials: number, p: number): number {
  const odds = Math.log(p) - Math.log1p(-p);
  let logTerm = trials * Math.log1p(-p);
  let below = 0;
  for (let count = 0; count < successes; count += 1) {
    below += Math.exp(logTerm);
    logTerm += Math.log((trials - count) / (count + 1)) + odds;
  }
  return 1 - below;
}
