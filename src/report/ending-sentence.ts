// How a stored run ended, in one sentence.

import type { RunEnded } from '../artifacts/journal-record.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { assert } from '../std/assert.ts';

export function endingSentence(stored: StoredRun): string {
  const { removed } = stored;
  if (removed === undefined) return howItEnded(stored);
  return `${howItEnded(stored)}; rotation removed the files of its iterations ${removed.from} to ${removed.through}`;
}

function howItEnded({ record, completed, ended }: StoredRun): string {
  const planned = record.plan.iterations;
  if (ended !== undefined) return endSentence(ended.record, completed, planned);
  return `the run is at work or was cut off after ${completed} of ${planned} iterations`;
}

/** Of a run that ended after so many of the iterations that were planned. */
export function endSentence(end: Pick<RunEnded, 'reason' | 'message'>, completed: number, planned: number): string {
  const count = `${completed} of ${planned} iterations`;
  switch (end.reason) {
    case 'completed':
      return `the run completed all ${planned} iterations`;
    case 'failed_gate':
      return `the run ended early: iteration ${completed} failed its gate (gate mode hard)`;
    case 'interrupted':
      return `the run was interrupted after ${count}`;
    case 'paused':
      return `the run was paused as asked after ${count}`;
    case 'exhausted':
      assert(end.message !== undefined, 'an exhausted target says why');
      return `the source ran out after ${count}: ${end.message}`;
    case 'target_failed':
      assert(end.message !== undefined, 'a failed target says why');
      return `the target failed after ${count}: ${end.message}`;
    case 'disk_full':
      assert(end.message !== undefined, 'a full disk says what it refused');
      return `there was no room on the disk after ${count}: ${end.message}`;
    default:
      return end.reason satisfies never;
  }
}
