// What every kind of rule must do: say what it measures, against which lines, and how sure that is. Verdicts are made elsewhere, from
// this, in one way for all kinds.

import type { Evidence } from '../edge/edge-report.ts';
import type { GateKpiName, GateKpis } from '../edge/process-kpis.ts';
import type { Bounds } from '../std/interval.ts';
import type { GatePolicy, GateRule, RuleKindName } from './gate-policy.ts';
import type { RuleCode } from './rule-code.ts';

/** One judged iteration, for the kinds that look at each. */
export interface JudgedIteration {
  readonly iteration: number;
  readonly kpis: GateKpis;
  readonly startUs: number;
  readonly endUs: number;
}

/** All that rules may look at. */
export interface GateEvidence {
  /** Of the judged iterations together; an older artifact may lack some of today's. */
  readonly kpis: GateKpis;
  /** In order, one or more. Absent where a single iteration is judged while its run goes on. */
  readonly series?: readonly JudgedIteration[];
  /** Those of the baseline's iterations together. */
  readonly baseline?: GateKpis;
}

/** What a rule holds against its lines. */
export interface Measured {
  readonly kind: 'measured';
  /** In words, as the beginning of a sentence. */
  readonly subject: string;
  readonly value: number;
  readonly n: number;
  readonly good: 'above' | 'below';
  /** In the unit of the value. */
  readonly soft: number | undefined;
  readonly hard: number | undefined;
  /** Each one-sided. Undefined where so much confidence is not to be had from this evidence. */
  readonly bounds: (confidence: number) => Bounds | undefined;
  readonly evidence?: Evidence | undefined;
}

export type Measurement =
  | Measured
  /** There is a value, and it decides nothing. */
  | {
      readonly kind: 'undecided';
      readonly code: RuleCode;
      readonly reason: string;
      readonly value: number;
      readonly n: number;
    }
  | { readonly kind: 'missing'; readonly code: RuleCode; readonly reason: string };

export interface RuleKind {
  readonly kind: RuleKindName;
  /** `window`: any window will do. `run`: several iterations, or a baseline; left out of the verdict of a single iteration. */
  readonly scope: 'window' | 'run';
  /** False for a rule that is exact: then it needs no part of the error. */
  readonly errs: boolean;
  /** What is wrong with a rule of the right shape; each with the field where one is at fault. */
  readonly faults: (rule: GateRule) => readonly RuleFault[];
  readonly measure: (rule: GateRule, evidence: GateEvidence, policy: GatePolicy) => Measurement;
}

export interface RuleFault {
  readonly field?: 'soft' | 'hard' | 'line' | 'missing_reason';
  readonly message: string;
}

/** A KPI that lies between 0 and 1. */
export function isShare(kpi: GateKpiName): boolean {
  return kpi.endsWith('_ratio') || kpi === 'quoting_uptime';
}
