// How long a message takes: a constant, or lognormal around a median, drawn from its own stream of the seed. Order on a connection is kept
// by whoever queues the messages.

import { assert } from '../../std/assert.ts';
import { RandomStream } from '../../std/random.ts';

export type Latency =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly logSd: number };

/** Whole microseconds, never negative. */
export function latencySampler(latency: Latency, seed: number, name: string): () => number {
  switch (latency.kind) {
    case 'constant': {
      assert(latency.ms >= 0, 'a latency is not negative');
      const us = Math.round(latency.ms * 1000);
      return () => us;
    }
    case 'lognormal': {
      assert(latency.medianMs >= 0 && latency.logSd >= 0, 'a latency is not negative');
      const stream = new RandomStream(seed, name);
      return () => Math.round(latency.medianMs * 1000 * stream.lognormal(latency.logSd));
    }
    default:
      return latency satisfies never;
  }
}

export function describeLatency(latency: Latency): string {
  return latency.kind === 'constant'
    ? `${latency.ms} ms`
    : `lognormal, median ${latency.medianMs} ms, log sd ${latency.logSd}`;
}
