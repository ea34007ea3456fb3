// The verdict over a run's last iterations: their reports pooled, never their verdicts averaged. A run that ends and a gate that judges it
// again a year later take the same intervals from the same blocks, and so answer the same.

import type { EdgeReport, Kpis } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import { gateLine } from './gate-line.ts';
import type { GatePolicy } from './gate-policy.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judgement.ts';

export interface JudgedTogether {
  readonly judgement: Judgement;
  /** Of the judged iterations together. */
  readonly kpis: Kpis;
  /** The one line for people and scripts. */
  readonly line: string;
}

/** `iterations` in order, at least as many as the policy judges or all there are. */
export function judgeTogether(
  policy: GatePolicy,
  iterations: readonly { readonly iteration: number; readonly edge: EdgeReport }[],
): JudgedTogether {
  const judged = iterations.slice(-policy.last_iterations);
  const kpis = poolReports(
    judged.map(({ edge }) => edge),
    { confidence: policy.confidence },
  );
  const judgement = judge(
    policy,
    kpis,
    judged.map(({ iteration }) => iteration),
  );
  return { judgement, kpis, line: gateLine(judgement, kpis) };
}
