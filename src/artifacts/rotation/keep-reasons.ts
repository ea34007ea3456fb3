// Why a run stays: every reason that holds, for any one is enough. A run that is `untouchable` keeps every byte; one that is only `kept`
// may be trimmed and compressed, and goes as a whole where the budget asks for it.

import type { FolderFacts, RunFact } from './folder-facts.ts';
import type { RotationPolicy } from './rotation-policy.ts';

export interface KeepReasons {
  readonly untouchable: readonly string[];
  readonly kept: readonly string[];
  /** The one of `kept` that no budget overrides. */
  readonly isLatest: boolean;
}

export const DAY_MS = 86_400_000;

/** For each run, in the order of `oldestFirst`. */
export function keepReasons(
  { runs }: Pick<FolderFacts, 'runs'>,
  policy: RotationPolicy,
  nowMs: number,
): readonly { readonly run: RunFact; readonly reasons: KeepReasons }[] {
  const ordered = oldestFirst(runs);
  const newest = new Set(ordered.slice(Math.max(0, ordered.length - policy.keep_runs)));
  const lastPass = ordered.findLast(({ verdict }) => verdict === 'PASS' || verdict === 'WARN');
  const lastFail = ordered.findLast(({ verdict }) => verdict === 'FAIL');
  return ordered.map((run) => {
    const untouchable = [
      ...(run.state === 'running' ? ['a process is at work in it'] : []),
      ...(run.state === 'damaged' ? ['what it is cannot be read, so it is left as it is'] : []),
      ...(isFromTheFuture(run, nowMs) ? ['a time of it lies in the future'] : []),
      ...(policy.keep_last_pass && run === lastPass ? ['the last run that passed'] : []),
      ...(policy.keep_last_fail && run === lastFail ? ['the last run that failed'] : []),
      ...(policy.baselines.includes(run.id) || run.marks.includes('BASELINE') ? ['a baseline'] : []),
      ...(policy.keep_snapshots && run.hasSnapshot ? ['it holds a production snapshot'] : []),
      ...(policy.pinned.includes(run.id) || run.marks.includes('PINNED') ? ['pinned'] : []),
    ];
    const kept = [
      ...(run.isLatest ? ['latest points at it'] : []),
      ...(newest.has(run) ? [`one of the newest ${policy.keep_runs} runs`] : []),
      ...(policy.keep_days > 0 && nowMs - run.lastMs < policy.keep_days * DAY_MS
        ? [`younger than ${policy.keep_days} days`]
        : []),
    ];
    return { run, reasons: { untouchable, kept, isLatest: run.isLatest } };
  });
}

/** By the time at which they began, and where that is the same by their names. */
function oldestFirst(runs: readonly RunFact[]): readonly RunFact[] {
  return runs.toSorted(
    (one, other) => one.startedMs - other.startedMs || (one.id < other.id ? -1 : Number(one.id > other.id)),
  );
}

function isFromTheFuture({ startedMs, lastMs, files }: RunFact, nowMs: number): boolean {
  return Math.max(startedMs, lastMs, ...files.map(({ modifiedMs }) => modifiedMs)) > nowMs;
}
