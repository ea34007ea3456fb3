// The summaries of a run of any length as one list of which only a few are in memory: each is read when it is looked at, and let go again.
// Everything is held to its hash on every reading.

import type { IterationSummary } from './iteration-summary.ts';

/** Enough for all that looks at a run's last iterations, and for a whole run of the usual length. */
const MOST_HELD = 64;

/** `read` gives the summary of an iteration, and throws where it is damaged; it is called for each of the `count` before this returns. */
export function heldSummaries(
  count: number,
  read: (iteration: number) => IterationSummary,
): readonly IterationSummary[] {
  const held = new Map<number, IterationSummary>();
  const hold = (iteration: number): IterationSummary => {
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
  const first = hold(1);
  const indices = Array.from({ length: count }, () => first);
  for (let iteration = 2; iteration <= count; iteration += 1) hold(iteration);
  return new Proxy(indices, {
    get(list, key, receiver): unknown {
      const index = typeof key === 'string' && /^\d+$/u.test(key) ? Number(key) : undefined;
      return index !== undefined && index < count ? hold(index + 1) : Reflect.get(list, key, receiver);
    },
  });
}
