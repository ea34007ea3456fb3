// How a stored run ended, in one sentence.

import type { StoredRun } from '../artifacts/read-run.ts';
import { assert } from '../std/assert.ts';

export function endingSentence(stored: StoredRun): string {
  const { removed } = stored;
  if (removed === undefined) return howItEnded(stored);
  return `${howItEnded(stored)}; rotation removed the files of its iterations ${removed.from} to ${removed.through}`;
}

function howItEnded({ record, completed, ended }: StoredRun): string {
  const end = ended?.record;
  const count = `${completed} of ${record.plan.iterations} iterations`;
  if (end === undefined) return `the run is at work or was cut off after ${count}`;
  switch (end.reason) {
    case 'completed':
      return `the run completed all ${record.plan.iterations} iterations`;
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
