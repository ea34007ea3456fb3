// The samples of one window as KPIs of the process. What a process never gives back is the least that it held: a garbage collector's saw teeth and
// the children that come and go are no growth.

import type { Kpi } from '../../edge/edge-report.ts';
import type { ProcessKpis } from '../../edge/process-kpis.ts';
import type { ProcessSample } from './probe-processes.ts';

const NO_SAMPLE = 'the process could not be looked at: there is no /proc on this system, or it had ended';

export class ProcessTally {
  #samples: ProcessSample[] = [];
  /** Since the window began, of processes that ended in it. */
  #cpuBefore = 0;
  #cpuStart: number | undefined;
  #cpuNewest = 0;

  note(sample: ProcessSample | undefined): void {
    if (sample === undefined) return;
    this.#samples.push(sample);
    this.#cpuStart ??= sample.cpuSeconds;
    // Less than before means that a process has gone, with its time.
    if (sample.cpuSeconds < this.#cpuNewest) {
      this.#cpuBefore += this.#cpuNewest - this.#cpuStart;
      this.#cpuStart = sample.cpuSeconds;
    }
    this.#cpuNewest = sample.cpuSeconds;
  }

  /** Closes the window. */
  settle(): ProcessKpis {
    const samples = this.#samples;
    const cpu = this.#cpuBefore + this.#cpuNewest - (this.#cpuStart ?? 0);
    this.#samples = [];
    this.#cpuBefore = 0;
    this.#cpuStart = samples.length === 0 ? undefined : this.#cpuNewest;
    const memory = ascending(samples.map(({ rssMb }) => rssMb));
    const files = ascending(samples.map(({ openFiles }) => openFiles));
    const kpi = (value: number | undefined): Kpi =>
      value === undefined
        ? { kind: 'absent', reason: NO_SAMPLE }
        : { kind: 'value', value: Number(value.toFixed(3)), n: samples.length };
    return {
      rss_min_mb: kpi(memory[0]),
      rss_max_mb: kpi(memory.at(-1)),
      open_files_min: kpi(files[0]),
      open_files_max: kpi(files.at(-1)),
      cpu_s: kpi(samples.length === 0 ? undefined : cpu),
    };
  }
}

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((left, right) => left - right);
}
