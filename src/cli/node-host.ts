// The real world as a host: this process, its streams, its signals and its disk.

import { setTimeout as timeout } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { nodeDisk } from '../files/node-disk.ts';
import type { Host, TextStream } from './host.ts';
import { packageVersion } from './package-version.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Width assumed where a stream does not know its own. */
const DEFAULT_COLUMNS = 80;

export function openNodeHost(argv: readonly string[]): Host {
  return {
    argv,
    env: process.env,
    cwd: process.cwd(),
    stdout: textStream(process.stdout),
    stderr: textStream(process.stderr),
    disk: nodeDisk,
    version: packageVersion(),
    nodeVersion: process.version,
    pid: process.pid,
    wallClockMs: () => Date.now(),
    onInterrupt(callback) {
      for (const signal of SIGNALS) process.on(signal, callback);
      return () => {
        for (const signal of SIGNALS) process.off(signal, callback);
      };
    },
    breathe: () =>
      new Promise((resolve) => {
        setImmediate(resolve);
      }),
    async sleep(milliseconds, until) {
      try {
        await timeout(milliseconds, undefined, { signal: until });
      } catch (error) {
        if (!until.aborted) throw error;
      }
    },
    exitNow(code) {
      process.exit(code);
    },
  };
}

/** A reader that went away (`plimsoll report RUN | head`) costs the rest of the text and nothing else: a soak goes on to its end. */
function textStream(stream: NodeJS.WriteStream & { readonly fd: number }): TextStream {
  let readerGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
  });
  return {
    isTerminal: isatty(stream.fd),
    columns: () => (stream.isTTY ? stream.columns : DEFAULT_COLUMNS),
    write(text) {
      if (!readerGone) stream.write(text);
    },
  };
}
