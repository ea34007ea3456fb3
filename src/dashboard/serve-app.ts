// Opens a port for an app, looks at the folder behind it once a second, and closes everything again, open streams included.

import type { Server } from 'node:http';
import { setTimeout as timeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { errorCode } from '../files/disk.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';

export interface Serving {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The flag that the port was typed for. */
  readonly portFlag: string;
  /** One look; the next one comes a second after it ended. */
  readonly look: () => Promise<void>;
}

export interface Served {
  readonly port: number;
  /** Resolves once nothing is open any more. */
  close(): Promise<void>;
  /** Rejects where a look failed, which is a bug of ours. */
  readonly looking: Promise<void>;
}

const LOOK_EVERY_MS = 1000;

/** `Failure('usage')` where the port cannot be had. */
export async function serveApp(
  app: Hono,
  { host, port, portFlag, look }: Serving,
  stop: AbortController,
): Promise<Served> {
  const server = createAdaptorServer({ fetch: app.fetch });
  assert('closeAllConnections' in server, 'the server speaks HTTP/1.1');
  const bound = await listen(server, host, port, portFlag);
  const looking = lookOn(look, stop.signal);
  return {
    port: bound,
    looking,
    async close() {
      stop.abort();
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, looking]);
    },
  };
}

async function lookOn(look: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await look();
    // Aborting the wait is the way that it ends.
    await timeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function listen(server: Server, host: string, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(refusal(error, host, port, flag)));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      assert(typeof address === 'object' && address !== null, 'a server on a port has an address');
      resolve(address.port);
    });
  });
}

function refusal(error: Error, host: string, port: number, flag: string): Error {
  const place = `${host}:${port}`;
  const refuse = (message: string, hint: string): Failure =>
    new Failure('usage', `${flag}: ${message}`, { hint, cause: error });
  switch (errorCode(error) ?? 'unknown') {
    case 'EADDRINUSE':
      return refuse(`${place} is in use by another program`, 'choose another port, or end the program that has it');
    case 'EACCES':
      return refuse(`${place} may not be opened by this user`, 'choose a port above 1023');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return refuse(
        `this machine has no address ${host}`,
        '127.0.0.1 is reachable from this machine, 0.0.0.0 from everywhere',
      );
    default:
      return error;
  }
}
