// Judges a stored run again: the reports of its last iterations pooled and held against a policy. With the run's own policy the answer is
// the one that the run itself ended with, and no policy makes a whole run of one that stopped short.

import type { StoredRun } from '../artifacts/read-run.ts';
import { capUnfinished } from '../gates/cap-unfinished.ts';
import { gateLine } from '../gates/gate-line.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { judgeTogether } from '../gates/judge-together.ts';
import type { JudgedTogether } from '../gates/judge-together.ts';

/** `policy`: absent means the run's own. */
export function rejudge(stored: StoredRun, policy?: GatePolicy): JudgedTogether {
  const { record, summaries, ended } = stored;
  const last = summaries.at(-1);
  if (policy === undefined && ended?.record.reason === 'failed_gate' && last !== undefined) {
    // One iteration's FAIL ended this run, and iterations before it do not make it good.
    const { kpis } = last.edge;
    return { judgement: last.gate, kpis, line: gateLine(last.gate, kpis) };
  }
  const { plan } = record;
  return capUnfinished(judgeTogether(policy ?? plan.policy, summaries), {
    planned: plan.iterations,
    completed: summaries.length,
    reason: ended?.record.reason,
  });
}
