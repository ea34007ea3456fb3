// Ports as people type them.

import { Failure } from '../../std/failure.ts';

/** `source`: what it was typed for. 0 lets the system choose. Throws `Failure('usage')`. */
export function parsePort(text: string, source: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Failure('usage', `${source}: ${JSON.stringify(text)} is no port`, { hint: 'write a number up to 65535' });
}
