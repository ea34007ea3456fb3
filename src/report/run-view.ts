// What a report shows of a run, as read from its artifacts: small even where the run was long. No path, run id or wall-clock time
// stands here, so that everything made from it alone is the same text for the same seed.

import type { TuningReport } from '../artifacts/run-documents.ts';
import type { RunPlan, RunRecord } from '../artifacts/run-record.ts';
import type { Kpis } from '../edge/edge-report.ts';
import type { Judgement } from '../gates/judgement.ts';
import type { SymbolRow } from './symbol-table.ts';
import type { TrendRow } from './trend.ts';

export interface RunView {
  readonly plan: RunPlan;
  readonly target: RunRecord['target'];
  /** Of the iterations that count, in their order. */
  readonly rows: readonly TrendRow[];
  /** Of the last iterations together. */
  readonly judgement: Judgement;
  /** Of the same iterations. */
  readonly kpis: Kpis;
  /** What each instrument contributed to them; absent where there is one. */
  readonly symbols?: readonly SymbolRow[];
  /** The one gate line. */
  readonly line: string;
  /** How the run ended, in words. */
  readonly ending: string;
  /** Whether it ended as planned. */
  readonly completed: boolean;
  readonly finalParameters: RunPlan['parameters'];
  /** Absent where the run wrote no end. */
  readonly tuning?: TuningReport['summary'];
}
