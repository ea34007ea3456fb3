// Asks for an address again and again while a run is at work, so that a watcher elsewhere notices when nobody asks any more: a killed process, a
// machine that is gone, a soak that hangs. Nobody waits for it.

import type { HttpRequest } from '../host.ts';
import { ask } from './postman.ts';
import type { Network } from './postman.ts';

export interface Beaten {
  readonly beats: number;
  readonly missed: number;
  /** Why the last one was missed, without the address. */
  readonly problem?: string;
}

/** Beats until `stop` is aborted; then answers how it went. A beat that fails is not tried again: the next one comes soon. */
export async function heartbeat(network: Network, url: string, everyMs: number, stop: AbortSignal): Promise<Beaten> {
  const request: HttpRequest = { url, method: 'GET' };
  let beats = 0;
  let missed = 0;
  let problem: string | undefined;
  while (!stop.aborted) {
    const attempted = await ask(network, request, stop);
    // One that the end of the run cut short says nothing about the address.
    if (attempted.kind === 'taken' || !stop.aborted) beats += 1;
    if (attempted.kind === 'refused' && !stop.aborted) {
      missed += 1;
      problem = attempted.problem;
    }
    await network.sleep(everyMs, stop);
  }
  return { beats, missed, ...(problem === undefined ? {} : { problem }) };
}
