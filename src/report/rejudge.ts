// Judges a stored run again: the reports of its last iterations pooled and held against a policy. With the run's own policy the answer is
// the one that the run itself ended with, and no policy makes a whole run of one that stopped short.

import type { StoredRun } from '../artifacts/read-run.ts';
import { neededIterations } from '../artifacts/removed-iterations.ts';
import { capUnfinished } from '../gates/cap-unfinished.ts';
import { gateLine } from '../gates/gate-line.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { judgeTogether } from '../gates/judge-together.ts';
import type { Baseline, JudgedTogether } from '../gates/judge-together.ts';
import { applyWaivers } from '../gates/waivers.ts';
import type { Waiver } from '../gates/waivers.ts';
import { Failure } from '../std/failure.ts';

export interface Rejudging {
  /** Absent: the run's own. */
  readonly policy?: GatePolicy;
  /** For relative rules. Whether the two may be compared is for the caller to say. */
  readonly baseline?: StoredRun;
  /** `today`: the day that expiries are held against. */
  readonly waivers?: { readonly list: readonly Waiver[]; readonly today: string };
}

export function rejudge(stored: StoredRun, { policy, baseline, waivers }: Rejudging = {}): JudgedTogether {
  const list = waivers?.list ?? [];
  const { record, summaries, ended } = stored;
  const last = summaries.at(-1);
  const isOwn = policy === undefined && baseline === undefined && list.length === 0;
  if (isOwn && ended?.record.reason === 'failed_gate' && last !== undefined) {
    // One iteration's FAIL ended this run, and iterations before it do not make it good. A waiver must not make it a verdict over the run.
    const { kpis } = last.edge;
    return { judgement: last.gate, kpis, line: gateLine(last.gate, kpis) };
  }
  const { plan } = record;
  for (const one of baseline === undefined ? [stored] : [stored, baseline]) refuseRemoved(one, policy ?? plan.policy);
  const judged = judgeTogether(
    policy ?? plan.policy,
    summaries,
    baseline === undefined ? undefined : asBaseline(baseline),
  );
  const capped = capUnfinished(judged, {
    planned: plan.iterations,
    completed: stored.completed,
    reason: ended?.record.reason,
  });
  return waivers === undefined ? capped : applyWaivers(capped, list, waivers.today);
}

/** A policy that asks for iterations of which the files are gone would be answered by others. */
function refuseRemoved({ folder, removed, completed }: StoredRun, policy: GatePolicy): void {
  if (removed === undefined) return;
  const { leading, last } = neededIterations({ policy });
  if (leading < removed.from && last <= completed - removed.through) return;
  throw new Failure(
    'artifact',
    `The policy ${policy.name} judges the last ${last} iterations${leading === 0 ? '' : ` and looks at the first ${leading}`}, and of ${folder} rotation removed the files of the iterations ${removed.from} to ${removed.through}.`,
    { hint: 'judge it by a policy that looks at fewer iterations' },
  );
}

function asBaseline({ record, summaries }: StoredRun): Baseline {
  return { run_id: record.run_id, iterations: summaries };
}
