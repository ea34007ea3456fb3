// Ctrl-C: the first one asks the run to stop after its slice of work, a second one ends the process at once.

import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';

/**
 * One press of Ctrl-C may arrive twice: the terminal sends it to npx and to us alike, and npx passes its own on. What follows within
 * this time is the same press.
 */
const SAME_PRESS_MS = 500;

export interface StopRequest {
  /** Aborted once somebody asked. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  release(): void;
}

/** `onAsked` hears of the first request. */
export function listenForStop(host: Host, onAsked: () => void): StopRequest {
  const stop = new AbortController();
  let askedMs: number | undefined;
  const release = host.onInterrupt(() => {
    const nowMs = host.wallClockMs();
    if (askedMs === undefined) {
      askedMs = nowMs;
      stop.abort();
      onAsked();
    } else if (nowMs - askedMs > SAME_PRESS_MS) {
      host.exitNow(EXIT_CODES.interrupted);
    }
  });
  return { signal: stop.signal, release };
}
