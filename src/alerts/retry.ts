// When to try again what a service did not take: pure, so that no test waits.

/** Attempts for one alert, the first included. */
export const ATTEMPTS = 5;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;

/** What may pass: a server that fails, is overloaded or was too slow. Whatever else it refuses it will refuse again. */
export function isWorthRetrying(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/**
 * Milliseconds until the attempt after the `failed`th: doubled each time, bounded, and spread over the upper half by `chance` in [0, 1), so that
 * many runs that lost one service do not come back to it at once. What the service asked for itself is waited for, within the same bound.
 */
export function retryDelayMs(failed: number, chance: number, askedSeconds?: number): number {
  let delay = FIRST_DELAY_MS;
  for (let step = 1; step < failed && delay < LONGEST_DELAY_MS; step += 1) delay *= 2;
  const spread = Math.min(delay, LONGEST_DELAY_MS) * (0.5 + chance / 2);
  return Math.min(LONGEST_DELAY_MS, Math.max(spread, 1000 * (askedSeconds ?? 0)));
}
