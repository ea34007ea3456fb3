// How many standard errors an interval for a mean of few values must reach to either side: the quantile of Student's t distribution.

import { assert } from './assert.ts';

const BISECTIONS = 60;
/** tan of nearly a right angle: beyond any quantile asked for. */
const FARTHEST = Math.PI / 2;

/** The t with P(|T| <= t) = `confidence`, in (0, 1), for a whole number of degrees of freedom of 1 or more. */
export function studentQuantile(confidence: number, degrees: number): number {
  assert(confidence > 0 && confidence < 1, 'a confidence lies between 0 and 1');
  assert(Number.isInteger(degrees) && degrees >= 1, 'degrees of freedom are counted from 1');
  let low = 0;
  let high = FARTHEST;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const angle = (low + high) / 2;
    if (probabilityWithin(angle, degrees) < confidence) low = angle;
    else high = angle;
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degrees);
}

/** P(|T| <= t) where tan(angle) = t / sqrt(degrees): the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function probabilityWithin(angle: number, degrees: number): number {
  const odd = degrees % 2 === 1;
  const cosine = Math.cos(angle);
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
