// What a soak will need of the disk, before it starts: an estimate from runs of the embedded venue, on the safe side of a calm market.

import type { RunPlan } from '../run-record.ts';
import { neededIterations } from '../removed-iterations.ts';
import type { RotationPolicy } from './rotation-policy.ts';

/** A summary and the documents' share; measured 64 to 70 kB. */
const BYTES_PER_KEPT_ITERATION = 75_000;
/** Fills; measured 490 to 580 kB for an hour of run time. */
const BYTES_PER_KEPT_HOUR = 600_000;
/** The journal, which is never trimmed; measured 5.7 kB with its share of the first record. */
const BYTES_PER_ITERATION = 6_000;
/** Everything of a run that does not grow, the reserve included. */
const BYTES_PER_RUN = 500_000;

const US_PER_HOUR = 3_600_000_000;

export function forecastNeed(
  plan: Pick<RunPlan, 'iterations' | 'iteration_us' | 'policy'>,
  { keep_iterations: keep }: Pick<RotationPolicy, 'keep_iterations'>,
): number {
  const { leading, last } = neededIterations(plan);
  const kept = Math.min(plan.iterations, leading + Math.max(keep, last));
  const each = BYTES_PER_KEPT_ITERATION + (plan.iteration_us / US_PER_HOUR) * BYTES_PER_KEPT_HOUR;
  return Math.round(BYTES_PER_RUN + plan.iterations * BYTES_PER_ITERATION + kept * each);
}
