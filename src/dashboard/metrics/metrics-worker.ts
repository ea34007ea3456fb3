// A thread that serves the metrics of one soak, read from the run's folder as any dashboard would: the soak itself is neither asked nor kept
// waiting, and a soak that hangs is told of by the age of its newest iteration.

import { parentPort, workerData } from 'node:worker_threads';
import { Hono } from 'hono';
import { nodeDisk } from '../../files/node-disk.ts';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';
import { FollowedFolder } from '../followed-folder.ts';
import { guardRequests } from '../guard-requests.ts';
import { serveApp } from '../serve-app.ts';
import { METRICS_CONTENT_TYPE } from './metric-family.ts';
import { MetricsPage } from './metrics-page.ts';

export interface MetricsRequest {
  /** The folder that holds `runs/`. */
  readonly out: string;
  /** Of the run. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

export type MetricsReply =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'refused'; readonly message: string; readonly hint?: string };

const port = parentPort;
assert(port !== null, 'this file is run as a thread');
const request: MetricsRequest = workerData;
port.postMessage(await open(request));

async function open({ out, folder: only, host, port: wanted }: MetricsRequest): Promise<MetricsReply> {
  const folder = new FollowedFolder({ disk: nodeDisk, out, only });
  const metrics = new MetricsPage(folder, () => Date.now());
  const app = new Hono();
  app.use(guardRequests({ host, names: [] }));
  app.get('/', (context) => context.text('The metrics of this soak are at /metrics\n'));
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'Content-Type': METRICS_CONTENT_TYPE }),
  );
  const look = async (): Promise<void> => {
    await folder.look();
    await metrics.refresh();
  };
  try {
    const served = await serveApp(app, { host, port: wanted, portFlag: '--metrics-port', look }, new AbortController());
    return { kind: 'listening', port: served.port };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, hint } = error;
    return { kind: 'refused', message, ...(hint === undefined ? {} : { hint }) };
  }
}
