// The tuning of a stored run decided once more, from the summaries alone and by the same tuner and guards: every proposal, every decision of
// a guard and every document made of them must come out as it stands on disk.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { iterationSummaryFile } from '../artifacts/layout.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { TuningReport, TuningState } from '../artifacts/run-documents.ts';
import { gateKpis } from '../edge/process-kpis.ts';
import { judgeIteration } from '../gates/judge-iteration.ts';
import { findTuner } from '../tuner/tuners.ts';
import { decideTuning } from './decide-tuning.ts';
import { firstDifference } from './first-difference.ts';
import { summarise } from './summarise.ts';
import { TuningLedger } from './tuning-ledger.ts';

export interface ReplayedTuning {
  /** One sentence for each iteration whose record is not what comes out now; names the file. */
  readonly problems: readonly string[];
  /** How many decisions of guards were replayed. */
  readonly decisions: number;
  /** What TUNING_REPORT.json and TUNING_STATE.json hold after the last of the summaries. */
  readonly report: TuningReport;
  readonly state: TuningState;
}

/** Throws nothing for what it finds; a plan whose tuner this version does not know is a problem like another. */
export function replayTuning({ record, summaries }: Pick<StoredRun, 'record' | 'summaries'>): ReplayedTuning {
  const { plan } = record;
  const ledger = new TuningLedger(plan);
  const tuner = findTuner(plan.tuner);
  const problems = tuner === undefined ? [`run.json: this version knows no tuner ${JSON.stringify(plan.tuner)}`] : [];
  let decisions = 0;
  let last: IterationSummary | undefined;
  for (const summary of summaries) {
    const { iteration } = summary;
    decisions += summary.tuning.decisions.length;
    last = summary;
    const gate = judgeIteration(plan, gateKpis(summary), iteration);
    ledger.observe({ ...summary, gate });
    if (tuner === undefined) continue;
    const endsRun = plan.gate_mode === 'hard' && gate.verdict === 'FAIL';
    const tuning = decideTuning(plan, tuner, ledger.moment(endsRun ? iteration : plan.iterations));
    const difference = firstDifference(summary, summarise({ ...withoutDerived(summary), gate, tuning }));
    if (difference !== undefined) problems.push(`${iterationSummaryFile(iteration)}: ${difference}`);
    ledger.record(summary);
  }
  return {
    problems,
    decisions,
    report: ledger.report(),
    state: ledger.state(last?.iteration ?? 0, last?.tuning.parameters_next ?? plan.parameters),
  };
}

function withoutDerived({
  summary: _summary,
  absent: _absent,
  ...rest
}: IterationSummary): Omit<IterationSummary, 'summary' | 'absent'> {
  return rest;
}
