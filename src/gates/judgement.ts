// The verdict of one gate, with everything a reader needs to check it. Written into artifacts as it stands.

import type { Interval, KpiName } from '../edge/edge-report.ts';
import type { GatePolicy } from './gate-policy.ts';

export const VERDICTS = ['PASS', 'WARN', 'INCONCLUSIVE', 'NO_DATA', 'FAIL'] as const;
/** From best to worst; the verdict of several rules is their worst. */
export type Verdict = (typeof VERDICTS)[number];

export interface RuleResult {
  readonly kpi: KpiName;
  readonly verdict: Verdict;
  /** One sentence with the value, the interval and the line that decided. */
  readonly reason: string;
  readonly value?: number;
  readonly n?: number;
  readonly interval?: Interval;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly policy: GatePolicy;
  /** The iterations judged, by number. */
  readonly iterations: readonly number[];
  readonly rules: readonly RuleResult[];
  /** Why no verdict better than INCONCLUSIVE was possible, where the run stopped short of its plan. */
  readonly incomplete?: string;
}
