// Judges a stored run again: the reports of its last iterations pooled and held against a policy. With the run's own policy the answer is
// the one that the run itself ended with.

import type { StoredRun } from '../artifacts/read-run.ts';
import type { Kpis } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import { gateLine } from '../gates/gate-line.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { judge } from '../gates/judge.ts';
import type { Judgement } from '../gates/judgement.ts';
import { RandomStream } from '../std/random.ts';

export interface Rejudged {
  readonly judgement: Judgement;
  /** Of the judged iterations together. */
  readonly kpis: Kpis;
  readonly line: string;
}

/** Of each one-sided bound; the seed and the name of the random stream are the run's, so that the intervals are too. */
const CONFIDENCE = 0.95;
const STREAM = 'interval/last iterations';

/** `policy`: absent means the run's own. */
export function rejudge(stored: StoredRun, policy?: GatePolicy): Rejudged {
  const { record, summaries, ended } = stored;
  const last = summaries.at(-1);
  if (policy === undefined && ended?.record.reason === 'failed_gate' && last !== undefined) {
    // One iteration's FAIL ended this run, and iterations before it do not make it good.
    const { kpis } = last.edge;
    return { judgement: last.gate, kpis, line: gateLine(last.gate, kpis) };
  }
  const used = policy ?? record.plan.policy;
  const judged = summaries.slice(-used.last_iterations);
  const kpis = poolReports(
    judged.map(({ edge }) => edge),
    { confidence: CONFIDENCE, random: new RandomStream(record.plan.seed, STREAM) },
  );
  const judgement = judge(
    used,
    kpis,
    judged.map(({ iteration }) => iteration),
  );
  return { judgement, kpis, line: gateLine(judgement, kpis) };
}
