// The metrics port of a soak: opened before the run starts, so that a port that cannot be had is found out while nothing is lost.

import { Failure } from '../../std/failure.ts';
import { parsePort } from '../arguments/port.ts';
import type { RunOptions } from '../arguments/run-options.ts';
import type { Host } from '../host.ts';

/** Answers how to close it. `Failure('usage')` where the port is none or cannot be had. */
export async function serveMetrics(
  host: Host,
  { metricsPort, metricsHost }: Pick<RunOptions, 'metricsPort' | 'metricsHost'>,
  place: { readonly out: string; readonly folder: string },
): Promise<() => Promise<void>> {
  if (metricsPort === undefined) {
    if (metricsHost === undefined) return () => Promise.resolve();
    throw new Failure('usage', '--metrics-host: there is no port to open', { hint: 'add --metrics-port' });
  }
  const port = parsePort(metricsPort, '--metrics-port');
  const { startMetrics } = await import('../../dashboard/metrics/metrics-thread.ts');
  const name = metricsHost ?? '127.0.0.1';
  const thread = await startMetrics({ ...place, host: name, port }, (why) =>
    host.stderr.write(`metrics: no longer served (${why}); the soak goes on\n`),
  );
  host.stderr.write(`metrics: http://${name.includes(':') ? `[${name}]` : name}:${thread.port}/metrics\n`);
  return () => thread.close();
}
