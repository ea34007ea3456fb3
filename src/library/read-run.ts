// A run read back for a program, from its artifacts alone.

import type { StoredRun } from '../artifacts/read-run.ts';
import { openRun } from '../cli/running/open-run.ts';
import { entriesOf } from './entries-of.ts';
import { quietHost } from './quiet-host.ts';
import type { Place } from './quiet-host.ts';

/**
 * `run`: a run id, a folder, or `latest`; `out`: the folder of all runs where it is not the configured one. Every file that the journal names
 * is held to its hash. Throws `Failure`: `usage` where there is no such run, `artifact` where it is damaged.
 */
export function readRun(run: string, place: Place & { readonly out?: string } = {}): StoredRun {
  const { out } = place;
  return openRun(quietHost(place), run, entriesOf(out === undefined ? {} : { out }));
}
