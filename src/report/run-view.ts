// What a report shows of a run, as read from its artifacts: small even where the run was long. No path, run id or wall-clock time
// stands here, so that everything made from it alone is the same text for the same seed.

import type { TuningReport } from '../artifacts/run-documents.ts';
import type { RunPlan, RunRecord } from '../artifacts/run-record.ts';
import type { Judgement } from '../gates/judgement.ts';
import type { TrendRow } from './trend.ts';

export interface RunView {
  readonly plan: RunPlan;
  readonly target: RunRecord['target'];
  /** Of the iterations that count, in their order. */
  readonly rows: readonly TrendRow[];
  /** Of the last iterations together. */
  readonly judgement: Judgement;
  /** The one gate line. */
  readonly line: string;
  /** Why the run ended, in words; absent where it was cut off and nobody wrote why. */
  readonly ending?: string;
  readonly finalParameters: RunPlan['parameters'];
  /** Absent where no iteration was completed. */
  readonly tuning?: TuningReport['summary'];
}
