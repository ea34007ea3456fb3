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
  /** A FAIL that a waiver made a WARN; the reason names the waiver. */
  readonly waived?: true;
}

/** A waiver, and what became of it: it covered a FAIL, its day has passed, or its rule did not fail. */
export interface WaiverNote {
  readonly rule: string;
  readonly reason: string;
  readonly author: string;
  readonly expires: string;
  readonly state: 'used' | 'expired' | 'not_needed';
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly policy: GatePolicy;
  /** The iterations judged, by number. */
  readonly iterations: readonly number[];
  readonly rules: readonly RuleResult[];
  /** Why no verdict better than INCONCLUSIVE was possible, where the run stopped short of its plan. */
  readonly incomplete?: string;
  /** All that were given, in their order, and the day on which they were held against theirs. */
  readonly waivers?: readonly WaiverNote[];
  readonly judged_on?: string;
}
