// Judges a stored run again: the reports of its last iterations pooled and held against a policy. With the run's own policy the answer is
// the one that the run itself ended with, and no policy makes a whole run of one that stopped short.

import type { StoredRun } from '../artifacts/read-run.ts';
import { capUnfinished } from '../gates/cap-unfinished.ts';
import { gateLine } from '../gates/gate-line.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { judgeTogether } from '../gates/judge-together.ts';
import type { JudgedTogether } from '../gates/judge-together.ts';
import { applyWaivers } from '../gates/waivers.ts';
import type { Waiver } from '../gates/waivers.ts';

export interface Rejudging {
  /** Absent: the run's own. */
  readonly policy?: GatePolicy;
  /** `today`: the day that expiries are held against. */
  readonly waivers?: { readonly list: readonly Waiver[]; readonly today: string };
}

export function rejudge(stored: StoredRun, { policy, waivers }: Rejudging = {}): JudgedTogether {
  if (waivers === undefined || waivers.list.length === 0) return judgeAgain(stored, policy);
  // A waiver must not turn the one iteration that ended a run into its verdict.
  return applyWaivers(judgeAgain(stored, policy ?? stored.record.plan.policy), waivers.list, waivers.today);
}

/** `policy`: absent means as the run itself was judged. */
function judgeAgain(stored: StoredRun, policy: GatePolicy | undefined): JudgedTogether {
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
