// A stored run judged for a program, as `plimsoll gate` judges it.

import { judgeRun as judgeStoredRun } from '../cli/running/judge-run.ts';
import type { GateView } from '../report/gate-view.ts';
import { entriesOf } from './entries-of.ts';
import { quietHost } from './quiet-host.ts';
import type { Place } from './quiet-host.ts';

export interface JudgeRequest extends Place {
  /** The folder of all runs, where it is not the configured one. */
  readonly out?: string;
  /** A gate file; absent: the run's own policy. */
  readonly policy?: string;
  /** By the release thresholds, and only a run in which `plimsoll verify` finds nothing. Goes without `policy`. */
  readonly release?: boolean;
  /** The run that relative rules are held against: a run id, a folder, or `latest`. */
  readonly baseline?: string;
  /** A file of waivers, and the day that they are held against: `2026-12-31`, or today in UTC. */
  readonly waivers?: string;
  readonly now?: string;
}

export type JudgedRun = Pick<
  GateView,
  'runId' | 'judgement' | 'kpis' | 'line' | 'ending' | 'completed' | 'warnings' | 'notes'
>;

/**
 * Answers a verdict and never throws one. Throws `Failure`: `usage` where the request, a file of it or the baseline is wrong, `artifact` where
 * the run is damaged or, for a release, does not hold what `plimsoll verify` checks.
 */
export async function judgeRun(run: string, request: JudgeRequest = {}): Promise<JudgedRun> {
  const { cwd: _cwd, env: _env, out, ...options } = request;
  const entries = entriesOf(out === undefined ? {} : { out });
  const { view } = await judgeStoredRun(quietHost(request), run, { ...options, entries });
  const { runId, judgement, kpis, line, ending, completed, warnings, notes } = view;
  return { runId, judgement, kpis, line, ending, completed, warnings, notes };
}
