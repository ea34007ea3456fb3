// The summaries of a run of any length as one list of which only a few are in memory: each is read when it is looked at, and let go again.

import type { IterationSummary } from './iteration-summary.ts';

/** Enough for all that looks at a run's last iterations, and for a whole run of the usual length. */
const MOST_HELD = 64;

export interface SummaryReader {
  /** Gives the nth summary, from 1, held to its hash, and throws where it is damaged. Called once for each, before anything else. */
  readonly first: (nth: number) => IterationSummary;
  /** Gives it once more, and throws where it is not the same. Called often, over all of a long run. */
  readonly again: (nth: number) => IterationSummary;
}

export function heldSummaries(count: number, { first, again }: SummaryReader): readonly IterationSummary[] {
  const held = new Map<number, IterationSummary>();
  const hold = (iteration: number, read: SummaryReader['first']): IterationSummary => {
    const summary = held.get(iteration) ?? read(iteration);
    // Taken out and put in again, it is the newest: the first to go is the one that was not looked at for longest.
    held.delete(iteration);
    held.set(iteration, summary);
    const [oldest] = held.keys();
    if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
    return summary;
  };
  if (count === 0) return [];
  // What stands at the indices is never seen; that they are there makes this an array with which all can be done that can be with one.
  const one = hold(1, first);
  const indices = Array.from({ length: count }, () => one);
  for (let iteration = 2; iteration <= count; iteration += 1) hold(iteration, first);
  return new Proxy(indices, {
    get(list, key, receiver): unknown {
      const index = typeof key === 'string' && /^\d+$/u.test(key) ? Number(key) : undefined;
      return index !== undefined && index < count ? hold(index + 1, again) : Reflect.get(list, key, receiver);
    },
  });
}
