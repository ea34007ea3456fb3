// The verdict of one gate, with everything a reader needs to check it. Written into artifacts as it stands.

import type { Evidence, Interval } from '../edge/edge-report.ts';
import type { GateKpiName } from '../edge/process-kpis.ts';
import type { GatePolicy, RuleKindName } from './gate-policy.ts';
import type { RuleCode } from './rule-code.ts';

export const VERDICTS = ['PASS', 'WARN', 'INCONCLUSIVE', 'NO_DATA', 'FAIL'] as const;
/** From best to worst; the verdict of several rules is their worst. */
export type Verdict = (typeof VERDICTS)[number];

export interface RuleResult {
  readonly kpi: GateKpiName;
  /** Absent in what was written before rules had kinds: absolute. */
  readonly kind?: RuleKindName;
  readonly verdict: Verdict;
  /** Absent in what was written before there were codes. */
  readonly code?: RuleCode;
  /** One sentence with the value, the interval and the line that decided. */
  readonly reason: string;
  /** Of what the rule judges: the KPI, its difference to the baseline, a share of iterations, a change per hour. */
  readonly value?: number;
  readonly n?: number;
  /** At the policy's confidence. */
  readonly interval?: Interval;
  /** What the interval of a KPI rests on: sub-windows, their correlation, how many independent ones they are worth. */
  readonly evidence?: Evidence;
  /** The bound that decides a FAIL, at the confidence that the error of the whole policy leaves to this rule. */
  readonly fail_bound?: { readonly bound: number; readonly confidence: number };
  /** How far the value lies on the good side of the line that decided, in its own unit; negative on the bad side. */
  readonly margin?: number;
  /** About how many iterations more would decide, where the line is open: from error and margin, if both stay as they are. */
  readonly more_iterations?: number;
  /** Why this rule's missing data counted for nothing. */
  readonly ignored?: string;
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

/** How often a verdict is wrong at most, where bounds keep their word. */
export interface StatedError {
  /** PASS of a run of which any rule's line is truly broken: every rule must pass, so none needs a stricter bound. */
  readonly false_pass: number;
  /** FAIL, in all looks and by any rule together, of a run that keeps all its hard lines. */
  readonly false_fail: number;
  /** At how many looks a FAIL was possible, this one included; each has an equal part of the error. */
  readonly looks: number;
}

/** Leading iterations that count for nothing. */
export interface Excluded {
  readonly iterations: readonly number[];
  readonly reason: string;
  /** False where what was to settle never did: then no verdict is better than INCONCLUSIVE. */
  readonly settled: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly policy: GatePolicy;
  /** Absent in what was written before errors were stated. */
  readonly error?: StatedError;
  readonly warm_up?: Excluded;
  /** The run that relative rules were held against. */
  readonly baseline?: { readonly run_id: string; readonly iterations: readonly number[] };
  /** The iterations judged, by number. */
  readonly iterations: readonly number[];
  readonly rules: readonly RuleResult[];
  /** Why no verdict better than INCONCLUSIVE was possible, where the run stopped short of its plan. */
  readonly incomplete?: string;
  /** All that were given, in their order, and the day on which they were held against theirs. */
  readonly waivers?: readonly WaiverNote[];
  readonly judged_on?: string;
}
