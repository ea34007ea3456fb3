// What the live stream says: a plain JSON value, and with the rows in it the contract between the server and the page.

import type { RunRow } from './run-row.ts';

/** The first message of a stream has all rows, each later one those that changed. */
export interface RunsMessage {
  readonly revision: number;
  readonly rows: readonly RunRow[];
  /** Runs that are there no more. */
  readonly gone: readonly string[];
  /** All that there are, those included that are too old to be followed. */
  readonly runsThere: number;
  /** False while the first look at everything is not over. */
  readonly isCaughtUp: boolean;
  /** The server's clock, ISO 8601, UTC: ages are told by it. */
  readonly now: string;
  /** Of Plimsoll. */
  readonly version: string;
}
