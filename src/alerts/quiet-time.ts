// Keeps alerts from becoming noise: the first of an event goes at once, what follows within the quiet time waits, and of these the newest
// goes once the time is over. A verdict that came back to what was told last needs no telling.

import type { Alert, AlertEvent } from './alert.ts';

interface Line {
  readonly sent: Alert;
  readonly sentMs: number;
  readonly held?: Alert;
  /** How many were held back since `sent`, the held one included. */
  readonly count: number;
}

export class QuietTime {
  readonly #quietMs: number;
  readonly #lines = new Map<AlertEvent, Line>();

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  /** Answers the alert where it may go at once. */
  offer(alert: Alert, nowMs: number): readonly Alert[] {
    const line = this.#lines.get(alert.event);
    if (line === undefined || nowMs - line.sentMs >= this.#quietMs) return [this.#send(alert, line?.count ?? 0, nowMs)];
    this.#lines.set(alert.event, { ...line, held: alert, count: line.count + 1 });
    return [];
  }

  /** What waited long enough. */
  due(nowMs: number): readonly Alert[] {
    return this.#release(nowMs, (line) => nowMs - line.sentMs >= this.#quietMs);
  }

  /** Everything that waits still. */
  flush(nowMs: number): readonly Alert[] {
    return this.#release(nowMs, () => true);
  }

  #release(nowMs: number, isDue: (line: Line) => boolean): readonly Alert[] {
    const released: Alert[] = [];
    for (const [event, line] of this.#lines) {
      const { held, sent } = line;
      if (held === undefined || !isDue(line)) continue;
      if (event === 'verdict' && held.verdict === sent.verdict) {
        this.#lines.set(event, { sent, sentMs: line.sentMs, count: line.count });
      } else {
        released.push(this.#send(held, line.count - 1, nowMs));
      }
    }
    return released;
  }

  #send(alert: Alert, heldBack: number, nowMs: number): Alert {
    const sent = { ...alert, held_back: heldBack };
    this.#lines.set(alert.event, { sent, sentMs: nowMs, count: 0 });
    return sent;
  }
}
