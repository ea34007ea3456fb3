// The real world as a host: this process, its streams, its signals and its disk.

import { setTimeout as timeout } from 'node:timers/promises';
import { nodeDisk } from '../files/node-disk.ts';
import { executeProgram } from './execute-program.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Host, HttpAnswer, HttpRequest } from './host.ts';
import { nodeBots } from './node-bots.ts';
import { packageVersion } from './package-version.ts';
import { pageTemplate } from './page-template.ts';
import { askPerson } from './terminal/ask-person.ts';
import { processStreams } from './text-stream.ts';

const JSON_CONTENT = { 'content-type': 'application/json' };

/** A closed terminal or connection asks as politely as a kill does. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `streams`: where a caller has others than those of the process. */
export function openNodeHost(
  argv: readonly string[],
  streams: Pick<Host, 'stdout' | 'stderr'> = processStreams(process, EXIT_CODES.target_failed),
): Host {
  return {
    argv,
    env: process.env,
    cwd: process.cwd(),
    ...streams,
    disk: nodeDisk,
    version: packageVersion(),
    nodeVersion: process.version,
    pid: process.pid,
    pageTemplate,
    wallClockMs: () => Date.now(),
    onKey: listenForKeys,
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
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask: askPerson(process.stdin, process.stdout) } : {}),
    execute: executeProgram,
    request: httpRequest,
    chance: () => Math.random(),
    bots: nodeBots,
    exitNow(code) {
      process.exit(code);
    },
  };
}

async function httpRequest({ url, method, body }: HttpRequest, until: AbortSignal): Promise<HttpAnswer> {
  const answer = await fetch(url, {
    method,
    headers: { 'user-agent': `plimsoll/${packageVersion()}`, ...(body === undefined ? {} : JSON_CONTENT) },
    redirect: 'manual',
    signal: until,
    ...(body === undefined ? {} : { body }),
  });
  // What the server says besides is not read; the connection is given back at once.
  await answer.body?.cancel();
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return { status: answer.status, ...(Number.isFinite(retryAfter) ? { retryAfter } : {}) };
}

function listenForKeys(callback: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const listener = (bytes: Buffer): void => callback(bytes.toString('utf8'));
  stdin.setRawMode(true);
  stdin.on('data', listener);
  return () => {
    stdin.off('data', listener);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
