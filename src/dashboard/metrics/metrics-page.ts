// The metrics page of a followed folder: of every run at work, or, where none is, of the newest; and of the folder itself. What takes a look at
// every file is measured now and then, never while somebody waits for the page.

import type { FollowedFolder } from '../followed-folder.ts';
import type { FollowedRun } from '../followed-run.ts';
import { folderMetrics, priorMetrics } from './folder-metrics.ts';
import { measureFolder } from './folder-size.ts';
import type { FolderSize } from './folder-size.ts';
import { metricsText } from './metric-family.ts';
import { runMetrics } from './run-metrics.ts';

const MEASURE_EVERY_MS = 15_000;
const MOST_RUNS = 16;

export class MetricsPage {
  readonly #folder: FollowedFolder;
  readonly #nowMs: () => number;
  #size: FolderSize | undefined;
  #measuredMs = -Infinity;

  constructor(folder: FollowedFolder, nowMs: () => number) {
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  /** To be called after each look at the folder. */
  async refresh(): Promise<void> {
    for (const run of this.#shown()) run.wantTotals();
    if (this.#size !== undefined && this.#nowMs() - this.#measuredMs < MEASURE_EVERY_MS) return;
    this.#size = await measureFolder(this.#folder.disk, this.#folder.out);
    this.#measuredMs = this.#nowMs();
  }

  text(): Promise<string> {
    const shown = this.#shown();
    return metricsText([
      ...runMetrics(shown, this.#nowMs()),
      ...folderMetrics(this.#size),
      ...priorMetrics(shown[0], this.#size),
    ]);
  }

  #shown(): readonly FollowedRun[] {
    const { runs } = this.#folder;
    const running = runs.filter(({ row }) => row.state === 'running');
    return running.length === 0 ? runs.slice(0, 1) : running.slice(0, MOST_RUNS);
  }
}
