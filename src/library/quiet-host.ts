// The world of a program that calls Plimsoll: its disk and its clock, but neither its arguments, its environment, its streams nor its
// signals, unless the call hands them in.

import { resolve } from 'node:path';
import type { Host, TextStream } from '../cli/host.ts';
import { openNodeHost } from '../cli/node-host.ts';

/** Where a call finds project file, profiles and runs. */
export interface Place {
  /** The folder that all paths are relative to; absent: the one that the process stands in. */
  readonly cwd?: string;
  /** Variables of the environment that settings may come from, such as `process.env`; absent: none. */
  readonly env?: { readonly [name: string]: string | undefined };
}

/** `log` hears of what the command would print, whole lines with their ends. */
export function quietHost(
  { cwd = '.', env = {} }: Place,
  { log = () => undefined, signal }: { readonly log?: (text: string) => void; readonly signal?: AbortSignal } = {},
): Host {
  const stream: TextStream = { write: log, isTerminal: false, columns: () => 80, rows: () => 24 };
  return {
    ...openNodeHost([], { stdout: stream, stderr: stream }),
    env,
    cwd: resolve(cwd),
    onInterrupt(callback) {
      if (signal?.aborted === true) callback();
      signal?.addEventListener('abort', callback);
      return () => signal?.removeEventListener('abort', callback);
    },
  };
}
