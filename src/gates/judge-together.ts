// The verdict over a run's last iterations: their reports pooled, never their verdicts averaged. A run that ends and a gate that judges it
// again a year later take the same bounds from the same blocks, and so answer the same.

import type { EdgeReport, Kpis } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import { gateKpis } from '../edge/process-kpis.ts';
import type { ProcessKpis } from '../edge/process-kpis.ts';
import { assert } from '../std/assert.ts';
import { atBestInconclusive } from './combine-verdicts.ts';
import { gateLine } from './gate-line.ts';
import type { GatePolicy } from './gate-policy.ts';
import { judge } from './judge.ts';
import type { Excluded, Judgement } from './judgement.ts';
import type { JudgedIteration } from './rule-kind.ts';
import { excludeWarmUp, leadingIterations } from './warm-up.ts';

export interface JudgedTogether {
  readonly judgement: Judgement;
  /** Of the judged iterations together. */
  readonly kpis: Kpis;
  /** The one line for people and scripts. */
  readonly line: string;
}

export interface CompletedIteration {
  readonly iteration: number;
  readonly edge: EdgeReport;
  readonly process?: ProcessKpis | undefined;
}

/** A run that relative rules compare with; whether the two may be compared is for `refuseUnlike` to say. */
export interface Baseline {
  readonly run_id: string;
  readonly iterations: readonly CompletedIteration[];
}

/** The iterations that `judgeTogether` needs of those so far, while a run goes on: its first, for the warm-up, and its last. */
export function keepForGate<Iteration>(
  policy: GatePolicy,
  kept: readonly Iteration[],
  next: Iteration,
): readonly Iteration[] {
  const first = leadingIterations(policy.warm_up);
  const all = [...kept, next];
  return all.length <= first + policy.last_iterations ? all : [...all.slice(0, first), ...all.slice(first + 1)];
}

/** `iterations` in order of their numbers: all there are, or those that `keepForGate` kept. The same of the baseline's. */
export function judgeTogether(
  policy: GatePolicy,
  iterations: readonly CompletedIteration[],
  baseline?: Baseline,
): JudgedTogether {
  const { judged, kpis, series, warmUp } = windowOf(policy, iterations);
  const other = baseline === undefined ? undefined : windowOf(policy, baseline.iterations);
  const given = judge(policy, kpis, judged, { series, ...(other === undefined ? {} : { baseline: other.kpis }) });
  const judgement: Judgement = {
    ...given,
    verdict: warmUp?.settled === false ? atBestInconclusive(given.verdict) : given.verdict,
    ...(warmUp === undefined ? {} : { warm_up: warmUp }),
    ...(baseline === undefined || other === undefined
      ? {}
      : { baseline: { run_id: baseline.run_id, iterations: other.judged } }),
  };
  return { judgement, kpis, line: gateLine(judgement, kpis) };
}

/** What is judged of a run: its last iterations, less those that count for nothing. */
function windowOf(
  policy: GatePolicy,
  iterations: readonly CompletedIteration[],
): {
  readonly judged: readonly number[];
  readonly kpis: Kpis;
  readonly series: readonly JudgedIteration[];
  readonly warmUp: Excluded | undefined;
} {
  const warmUp = excludeWarmUp(policy.warm_up, iterations.slice(0, leadingIterations(policy.warm_up)).map(asJudged));
  // What counts for nothing is the beginning. The iterations between are not touched: each may have to be read from a file.
  const from = Math.max(warmUp?.iterations.length ?? 0, iterations.length - policy.last_iterations);
  const last = iterations.slice(from);
  assert(
    last.every(({ iteration }, index) => index === 0 || iteration > (last[index - 1]?.iteration ?? iteration)),
    'iterations come in order of their numbers',
  );
  const kpis = poolReports(
    last.map(({ edge }) => edge),
    { confidence: policy.confidence },
  );
  return { judged: last.map(({ iteration }) => iteration), kpis, series: last.map(asJudged), warmUp };
}

function asJudged(completed: CompletedIteration): JudgedIteration {
  const { iteration, edge } = completed;
  const { window } = edge;
  return { iteration, kpis: gateKpis(completed), startUs: window.start_us, endUs: window.end_us };
}
