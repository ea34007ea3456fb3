// Starts the thread that serves a soak's metrics, and ends it. Whatever becomes of the thread, the soak goes on.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../std/failure.ts';
import type { MetricsReply, MetricsRequest } from './metrics-worker.ts';

export interface MetricsThread {
  readonly port: number;
  close(): Promise<void>;
}

/** Of a run so long that its sums need more, the thread ends, and the soak does not. */
const MOST_MEMORY_MB = 256;

/** `Failure('usage')` where the port cannot be had. `onLost` hears why the thread ended before it was told to. */
export async function startMetrics(request: MetricsRequest, onLost: (why: string) => void): Promise<MetricsThread> {
  const worker = new Worker(new URL('./metrics-worker.js', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const messages = await once(worker, 'message');
  const reply: MetricsReply = messages[0];
  if (reply.kind === 'refused') {
    await worker.terminate();
    throw new Failure('usage', reply.message, { hint: reply.hint });
  }
  worker.unref();
  worker.on('error', (error) => onLost(error.message));
  return {
    port: reply.port,
    async close() {
      worker.removeAllListeners();
      await worker.terminate();
    },
  };
}
