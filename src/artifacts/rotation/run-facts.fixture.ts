// Facts of made-up runs, for tests of planning: a run a day, each with as many iterations as asked, all of the same size.

import type { FileFact, FolderFacts, RunFact } from './folder-facts.ts';
import { DAY_MS } from './keep-reasons.ts';

export const NOW_MS = Date.UTC(2026, 10, 22);

/** Ended `age` days ago. */
export function runFact(
  id: string,
  age: number,
  { iterations = 2, size = 100, ...changes }: Partial<RunFact> & { iterations?: number; size?: number } = {},
): RunFact {
  const atMs = NOW_MS - age * DAY_MS;
  const whole = { size, modifiedMs: atMs, compressed: false };
  const numbers = Array.from({ length: iterations }, (_, index) => index + 1);
  const files: readonly FileFact[] = [
    { name: 'run.json', inode: 1, ...whole },
    // As a folder lists them, and no number is where it belongs.
    ...numbers
      .map((iteration) =>
        Object.assign({ name: `ITER_SUMMARY_${iteration}.json`, inode: iteration + 1, iteration }, whole),
      )
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  ];
  return {
    id,
    state: 'ended',
    startedMs: atMs,
    lastMs: atMs,
    hasSnapshot: false,
    isLatest: false,
    marks: [],
    completed: iterations,
    needed: { leading: 0, last: 1 },
    files,
    ...changes,
  };
}

export function folderFacts(runs: readonly RunFact[], changes: Partial<FolderFacts> = {}): FolderFacts {
  const foreign = changes.foreign ?? [];
  const bytes = [...runs.flatMap(({ files }) => files), ...foreign].reduce((sum, { size }) => sum + size, 0);
  return { runs, foreign, bytes, freeBytes: 1e12, ...changes };
}
