// From a stored run to what is shown of it. A run that wrote no end, because it is at work or was cut off, is judged by what it has.

import { summariesOf } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { endingSentence } from './ending-sentence.ts';
import { rejudge } from './rejudge.ts';
import type { Rejudging } from './rejudge.ts';
import type { RunView } from './run-view.ts';
import { symbolRows } from './symbol-table.ts';
import { trendRow } from './trend.ts';

/** `waivers`: rules that may fail for a while; the verdict is then judged again. */
export function viewRun(stored: StoredRun, waivers?: Rejudging['waivers']): RunView {
  const { record, summaries, ended } = stored;
  const { judgement, kpis, line } =
    waivers === undefined ? (ended?.gate ?? rejudge(stored)) : rejudge(stored, { waivers });
  const judged = summariesOf(stored, judgement.iterations);
  const symbols = symbolRows(judged.map(({ edge }) => edge));
  return {
    plan: record.plan,
    target: record.target,
    rows: summaries.map(trendRow),
    judgement,
    kpis,
    ...(symbols.length === 0 ? {} : { symbols }),
    line,
    ending: endingSentence(stored),
    completed: ended?.record.reason === 'completed',
    finalParameters: summaries.at(-1)?.tuning.parameters_next ?? record.plan.parameters,
    ...(ended === undefined ? {} : { tuning: ended.tuning.summary }),
  };
}
