// From a stored run to what is shown of it. A run that wrote no end, because it is at work or was cut off, is judged by what it has.

import type { RunEnded } from '../artifacts/journal-record.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { assert } from '../std/assert.ts';
import { rejudge } from './rejudge.ts';
import type { RunView } from './run-view.ts';
import { trendRow } from './trend.ts';

export function viewRun(stored: StoredRun): RunView {
  const { record, summaries, ended } = stored;
  const { judgement, kpis, line } = ended?.gate ?? rejudge(stored);
  return {
    plan: record.plan,
    target: record.target,
    rows: summaries.map(trendRow),
    judgement,
    kpis,
    line,
    ending: endingSentence(stored, ended?.record),
    finalParameters: summaries.at(-1)?.tuning.parameters_next ?? record.plan.parameters,
    ...(ended === undefined ? {} : { tuning: ended.tuning.summary }),
  };
}

function endingSentence({ record, summaries }: StoredRun, end: RunEnded | undefined): string {
  const count = `${summaries.length} of ${record.plan.iterations} iterations`;
  if (end === undefined) return `the run is at work or was cut off after ${count}`;
  switch (end.reason) {
    case 'completed':
      return `the run completed all ${record.plan.iterations} iterations`;
    case 'failed_gate':
      return `the run ended early: iteration ${summaries.length} failed its gate (gate mode hard)`;
    case 'interrupted':
      return `the run was interrupted after ${count}`;
    case 'exhausted':
      assert(end.message !== undefined, 'an exhausted target says why');
      return `the source ran out after ${count}: ${end.message}`;
    case 'target_failed':
      assert(end.message !== undefined, 'a failed target says why');
      return `the target failed after ${count}: ${end.message}`;
    default:
      return end.reason satisfies never;
  }
}
