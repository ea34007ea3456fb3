// From a KPI to bounds at any confidence, or why it has none.

import type { Evidence, Interval } from '../edge/edge-report.ts';
import { figure } from '../std/figure.ts';
import { boundsAt } from '../std/interval.ts';
import type { Bounds } from '../std/interval.ts';
import type { KpiValue } from './kpi-value.ts';
import type { Measurement } from './rule-kind.ts';

type Undecided = Measurement & { kind: 'undecided' };
type Estimated = { readonly kind: 'estimated'; readonly bounds: (confidence: number) => Bounds | undefined };

/** `lines` are what the value is compared with, so that its figure does not cross them. */
export function estimateOf(
  subject: string,
  kpi: KpiValue,
  minSamples: number,
  lines: readonly number[],
): Estimated | Undecided {
  const { value, n, interval, evidence } = kpi;
  const undecided = (code: Undecided['code'], why: string): Undecided => {
    return { kind: 'undecided', code, reason: `${subject} ${figure(value, lines)} ${why}`, value, n };
  };
  if (n < minSamples) {
    return undecided('too_few_samples', `rests on ${n} observations, and a verdict needs ${minSamples}`);
  }
  if (interval === undefined) return undecided('no_interval', 'has no interval, and a point alone decides nothing');
  if (!isUsable(interval)) {
    return undecided('unusable_interval', `has no usable interval: [${interval.lower}, ${interval.upper}]`);
  }
  if (evidence === undefined) {
    return { kind: 'estimated', bounds: (confidence) => (confidence <= interval.confidence ? interval : undefined) };
  }
  if (!isSound(evidence)) {
    const { standard_error: error, degrees } = evidence;
    return undecided('unusable_interval', `has no usable standard error: ${error} on ${degrees} degrees of freedom`);
  }
  return {
    kind: 'estimated',
    bounds: (confidence) =>
      confidence === interval.confidence ? interval : boundsAt({ ...evidence, value }, confidence),
  };
}

function isUsable({ lower, upper }: Interval): boolean {
  return Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper;
}

function isSound({ standard_error: error, degrees }: Evidence): boolean {
  return Number.isFinite(error) && error >= 0 && Number.isInteger(degrees) && degrees >= 1;
}
