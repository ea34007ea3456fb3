// A run that stopped short of its plan may show that a bot is bad, never that it is good: what it did not run might have been its worst.

import { assert } from '../std/assert.ts';
import { atBestInconclusive } from './combine-verdicts.ts';
import { gateLine } from './gate-line.ts';
import type { JudgedTogether } from './judge-together.ts';

/** How far a run came and how it ended. */
export interface RunCourse {
  readonly planned: number;
  readonly completed: number;
  /** As its journal says; undefined where it says nothing, because the run is at work or was cut off. */
  readonly reason:
    | 'completed'
    | 'failed_gate'
    | 'interrupted'
    | 'paused'
    | 'exhausted'
    | 'target_failed'
    | 'disk_full'
    | undefined;
}

/** Makes the verdict INCONCLUSIVE where it was better, and says why, unless the run ended as it was meant to. */
export function capUnfinished(judged: JudgedTogether, course: RunCourse): JudgedTogether {
  const cause = causeOf(course);
  if (cause === undefined) return judged;
  const { planned, completed } = course;
  assert(completed <= planned, 'no run completes more than it planned');
  const incomplete = `${completed < planned ? 'only ' : ''}${completed} of ${planned} planned iterations: ${cause}`;
  const { verdict } = judged.judgement;
  const judgement = { ...judged.judgement, verdict: atBestInconclusive(verdict), incomplete };
  return { judgement, kpis: judged.kpis, line: gateLine(judgement, judged.kpis) };
}

/** Why a run is not finished; undefined where it is. */
function causeOf({ reason, planned, completed }: RunCourse): string | undefined {
  switch (reason) {
    case 'completed':
      return undefined;
    case 'failed_gate':
      // By the policy that ended it such a run FAILs whatever is missing; by another it must not pass on its first iterations.
      return completed < planned ? 'a hard gate ended the run' : undefined;
    case 'interrupted':
      return 'the run was interrupted';
    case 'paused':
      return 'the run was paused';
    case 'exhausted':
      return 'the source ran out';
    case 'target_failed':
      return 'the target failed';
    case 'disk_full':
      return 'the disk had no room for more';
    case undefined:
      return 'the run wrote no end';
    default:
      return reason satisfies never;
  }
}
