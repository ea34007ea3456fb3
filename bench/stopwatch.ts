// How long code takes. On Linux, the time that the main thread spent on a processor, which neighbours on the machine cannot stretch;
// elsewhere, and for what is shorter than the kernel counts well, time on the wall.

import { readFileSync } from 'node:fs';

/** The kernel counts in steps of some 4 ms. */
const SHORT_MS = 100;

export const CLOCK = onCpuMs() === undefined ? 'time on the wall' : 'time of the main thread on a processor';

/** Starts to measure; the function that it returns tells the milliseconds since. */
export function startStopwatch(): () => number {
  const wall = performance.now();
  const onCpu = onCpuMs();
  return () => {
    const elapsed = performance.now() - wall;
    const end = onCpuMs();
    return elapsed < SHORT_MS || onCpu === undefined || end === undefined ? elapsed : end - onCpu;
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function onCpuMs(): number | undefined {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
}
