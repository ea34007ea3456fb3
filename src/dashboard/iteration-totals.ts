// Sums over all iterations of a run, for counters and histograms: each iteration's document is read once, when it counts. An iteration of which
// rotation removed the files before anybody looked is not in them.

import { setImmediate as breathe } from 'node:timers/promises';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { errorCode } from '../files/disk.ts';
import { Failure } from '../std/failure.ts';
import type { JournalDigest, NamedFile } from './journal-digest.ts';

export class IterationTotals {
  /** Iterations looked at so far. Where that is fewer than the journal names, the sums are not complete yet. */
  reached = 0;
  fills = 0;
  notional = 0;
  /** Acknowledgement latencies: whole milliseconds, rounded up -> how many. */
  readonly latencyMs = new Map<number, number>();
  readonly riskRatios: number[] = [];

  /** `read` throws `Failure('artifact')` where a document is missing or damaged. */
  async catchUp({ summaries }: JournalDigest, read: (file: NamedFile) => IterationSummary): Promise<void> {
    if (summaries.length < this.reached) this.#restart();
    while (this.reached < summaries.length) {
      const file = summaries[this.reached];
      if (file === undefined) return;
      const summary = unlessRemoved(() => read(file));
      if (summary !== undefined) this.#add(summary);
      this.reached += 1;
      await breathe();
    }
  }

  #add({ edge, summary }: IterationSummary): void {
    this.fills += edge.totals.fills;
    this.notional += edge.totals.notional;
    for (const [ms, count] of edge.latency_histogram) this.latencyMs.set(ms, (this.latencyMs.get(ms) ?? 0) + count);
    if (summary.risk_ratio !== undefined) this.riskRatios.push(summary.risk_ratio);
  }

  #restart(): void {
    this.reached = 0;
    this.fills = 0;
    this.notional = 0;
    this.latencyMs.clear();
    this.riskRatios.length = 0;
  }
}

/** A file that is not there was rotated away, or the run's list says so as damage. */
function unlessRemoved(read: () => IterationSummary): IterationSummary | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && errorCode(error.cause) === 'ENOENT') return undefined;
    throw error;
  }
}
