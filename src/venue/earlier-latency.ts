// The latency section of a scenario file as it was before its parts could each have a model of their own. It is not read any more, but
// whoever wrote one is told its numbers in the form that is.

import type { Scenario } from './scenario.ts';

const FIELDS = ['feedMedianMs', 'feedLogSd', 'networkMs', 'serviceMedianMs', 'serviceLogSd'] as const;

/** The section as it is to be written now; undefined where the value is no section of the earlier form. */
export function translateEarlierLatency(section: unknown): Scenario['latency'] | undefined {
  if (typeof section !== 'object' || section === null) return undefined;
  const fields: { readonly [name: string]: unknown } = { ...section };
  const [feedMedianMs, feedLogSd, networkMs, serviceMedianMs, serviceLogSd] = FIELDS.map((name) => fields[name]).filter(
    (value) => typeof value === 'number',
  );
  if (
    feedMedianMs === undefined ||
    feedLogSd === undefined ||
    networkMs === undefined ||
    serviceMedianMs === undefined ||
    serviceLogSd === undefined
  ) {
    return undefined;
  }
  return {
    feed: { kind: 'lognormal', medianMs: feedMedianMs, logSd: feedLogSd },
    entry: { kind: 'constant', ms: networkMs },
    service: { kind: 'lognormal', medianMs: serviceMedianMs, logSd: serviceLogSd },
    response: { kind: 'constant', ms: networkMs },
  };
}
