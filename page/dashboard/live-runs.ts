// Every run as the server last told of it. The browser opens the stream again by itself when it breaks; the first message of each stream has all
// runs, so that nothing that was missed stays missing.

import { useEffect, useState } from 'preact/hooks';
import type { RunsMessage } from '../../src/dashboard/runs-message.ts';
import type { RunRow } from '../../src/dashboard/run-row.ts';

export type Connection = 'connecting' | 'live' | 'lost';

export interface LiveState {
  readonly connection: Connection;
  /** The newest first. */
  readonly rows: readonly RunRow[];
  readonly runsThere: number;
  /** False while the server has not looked at everything once. */
  readonly isCaughtUp: boolean;
  readonly revision: number;
  readonly version: string;
}

/** The server says something every five seconds. */
const SILENCE_MS = 12_000;

export class LiveRuns {
  #state: LiveState = {
    connection: 'connecting',
    rows: [],
    runsThere: 0,
    isCaughtUp: false,
    revision: 0,
    version: '',
  };
  readonly #rows = new Map<string, RunRow>();
  readonly #listeners = new Set<() => void>();
  /** How far the server's clock is ahead of ours. */
  #aheadMs = 0;
  #isFirst = true;
  #silence: number | undefined;

  get state(): LiveState {
    return this.#state;
  }

  /** The server's clock. */
  nowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  open(): void {
    const stream = new EventSource('api/events');
    stream.addEventListener('open', () => {
      this.#isFirst = true;
    });
    stream.addEventListener('runs', (event: MessageEvent<string>) => this.#take(event.data));
    stream.addEventListener('alive', (event: MessageEvent<string>) => this.#hear(event.data));
    stream.addEventListener('error', () => {
      this.#set({ connection: 'lost' });
      // A server that was restarted refuses for a moment, and the browser then gives up.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.open(), 2000);
    });
  }

  subscribe(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  #take(data: string): void {
    // The server that sent the page sent this too.
    const message: RunsMessage = JSON.parse(data);
    const { rows, gone, now, runsThere, isCaughtUp, revision, version } = message;
    if (this.#isFirst) this.#rows.clear();
    this.#isFirst = false;
    for (const id of gone) this.#rows.delete(id);
    for (const row of rows) this.#rows.set(row.id, row);
    this.#hear(now);
    const sorted = [...this.#rows.values()].toSorted((one, other) => startOf(other).localeCompare(startOf(one)));
    this.#set({ rows: sorted, runsThere, isCaughtUp, revision, version });
  }

  #hear(now: string): void {
    this.#aheadMs = Date.parse(now) - Date.now();
    clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#set({ connection: 'lost' }), SILENCE_MS);
    if (this.#state.connection !== 'live') this.#set({ connection: 'live' });
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export function useLive(live: LiveRuns): LiveState {
  const [state, setState] = useState(live.state);
  useEffect(() => live.subscribe(() => setState(live.state)), [live]);
  return state;
}

/** Milliseconds of the server's clock, told anew each second. */
export function useNow(live: LiveRuns): number {
  const [nowMs, setNow] = useState(live.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(live.nowMs()), 1000);
    return () => clearInterval(timer);
  }, [live]);
  return nowMs;
}

function startOf({ course }: RunRow): string {
  return course.startedAt ?? '';
}
