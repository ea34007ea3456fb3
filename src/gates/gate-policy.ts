// Thresholds as data: which rules hold for which KPI, how sure a verdict must be, and how the pooled window is chosen. The defaults stand
// here alone.

import type { GateKpiName } from '../edge/process-kpis.ts';

/** What a rule makes of a KPI without data. `ignore`: the rule decides nothing, and says why. */
export const MISSING_POLICIES = ['no_data', 'fail', 'inconclusive', 'ignore'] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];

interface RuleCommons {
  readonly kpi: GateKpiName;
  /** Which side of a line is good. */
  readonly good: 'above' | 'below';
  /** Beyond the soft line is WARN; absent means that the rule has none. The line itself is good. */
  readonly soft?: number;
  /** Beyond the hard line is FAIL. */
  readonly hard?: number;
  /** Its part of the error that is allowed to a FAIL of the whole policy, in proportion to the others' weights. Absent means 1. */
  readonly weight?: number;
  /** Absent means `no_data`. */
  readonly missing?: MissingPolicy;
  /** Why missing data may be ignored; there where they are. */
  readonly missing_reason?: string;
}

/** The KPI itself is held against the lines. */
interface AbsoluteRule extends RuleCommons {
  readonly kind?: 'absolute';
}

/** Not worse than a baseline run: the lines are margins, by how much the KPI may be worse, in its own unit. */
interface RelativeRule extends RuleCommons {
  readonly kind: 'relative';
}

/** Time slices: an iteration is good whose KPI lies on the good side of `line`; soft and hard are least shares of good iterations. */
interface ShareRule extends RuleCommons {
  readonly kind: 'share';
  readonly line: number;
}

/** The KPI must not drift: soft and hard are changes per hour, or per iteration where that is asked for. */
interface SlopeRule extends RuleCommons {
  readonly kind: 'slope';
  readonly per?: 'iteration';
}

/** The KPI is 0 in every iteration. No statistics: a single exception breaks it. */
interface InvariantRule extends RuleCommons {
  readonly kind: 'invariant';
  readonly good: 'below';
  readonly hard: 0;
}

export type GateRule = AbsoluteRule | RelativeRule | ShareRule | SlopeRule | InvariantRule;
export type RuleKindName = NonNullable<GateRule['kind']>;

/** Which leading iterations of a run count for nothing. */
export type WarmUp =
  | { readonly iterations: number }
  /** Until this KPI has settled; a run that needs more than `at_most` iterations for it is INCONCLUSIVE. */
  | { readonly settle: GateKpiName; readonly at_most: number };

/**
 * At 0.9 a truth that lies on a line is called better one time in ten; at one standard error beyond the line that falls to one in a hundred,
 * and eight hours still decide most runs.
 */
export const DEFAULT_CONFIDENCE = 0.9;

/**
 * A run that lies on all its hard lines at once is called FAIL one time in four at most, by any rule; 0.2 bps above the line of `net_bps`
 * two times in a hundred. A stricter figure would miss what the gate is for: eight hours that truly are 0.4 bps below.
 */
const DEFAULT_FAIL_CONFIDENCE = 0.75;

export interface GatePolicy {
  readonly name: string;
  /** A KPI resting on fewer observations than this is INCONCLUSIVE. */
  readonly min_samples: number;
  /** How many of a run's last iterations are judged together. */
  readonly last_iterations: number;
  /** Of each bound that lets a rule pass; above 0.5 and below 1. */
  readonly confidence: number;
  /** Of all bounds together that make rules fail: 1 less the chance that a run fails which lies on all hard lines. Absent means `confidence`. */
  readonly fail_confidence?: number;
  /** Absent means none. */
  readonly warm_up?: WarmUp;
  readonly rules: readonly GateRule[];
}

/** Net gets most of the error, because it takes longest to decide; the others are decided at any confidence, or fail far beyond their lines. */
const WEIGHTS = { net_bps: 72, risk_ratio: 6, maker_taker_ratio: 1, p95_latency_ms: 1 } as const;

/** What a soak is judged by, iteration by iteration and over its last iterations together. */
export const SOAK_POLICY: GatePolicy = {
  name: 'soak',
  min_samples: 30,
  last_iterations: 8,
  confidence: DEFAULT_CONFIDENCE,
  fail_confidence: DEFAULT_FAIL_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', soft: 0.4, hard: 0.5, weight: WEIGHTS.risk_ratio },
    { kpi: 'maker_taker_ratio', good: 'above', soft: 0.9, hard: 0.85, weight: WEIGHTS.maker_taker_ratio },
    { kpi: 'net_bps', good: 'above', soft: 2.7, hard: 2, weight: WEIGHTS.net_bps },
    { kpi: 'p95_latency_ms', good: 'below', soft: 350, hard: 400, weight: WEIGHTS.p95_latency_ms },
  ],
};

/** What a release is judged by. */
export const RELEASE_POLICY: GatePolicy = {
  name: 'release',
  min_samples: 30,
  last_iterations: 8,
  confidence: DEFAULT_CONFIDENCE,
  fail_confidence: DEFAULT_FAIL_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', hard: 0.42, weight: WEIGHTS.risk_ratio },
    { kpi: 'maker_taker_ratio', good: 'above', hard: 0.85, weight: WEIGHTS.maker_taker_ratio },
    { kpi: 'net_bps', good: 'above', hard: 2.7, weight: WEIGHTS.net_bps },
    { kpi: 'p95_latency_ms', good: 'below', hard: 350, weight: WEIGHTS.p95_latency_ms },
  ],
};

/** By how much a release may be worse than its baseline. */
const NON_INFERIORITY_RULES: readonly RelativeRule[] = [
  { kind: 'relative', kpi: 'risk_ratio', good: 'below', hard: 0.1, weight: WEIGHTS.risk_ratio },
  { kind: 'relative', kpi: 'maker_taker_ratio', good: 'above', hard: 0.02, weight: WEIGHTS.maker_taker_ratio },
  { kind: 'relative', kpi: 'net_bps', good: 'above', hard: 0.4, weight: WEIGHTS.net_bps },
  { kind: 'relative', kpi: 'p95_latency_ms', good: 'below', hard: 20, weight: WEIGHTS.p95_latency_ms },
];

/** What a release is judged by beside a baseline: its lines, and no regression on any of them. */
export const RELEASE_AGAINST_BASELINE: GatePolicy = {
  ...RELEASE_POLICY,
  rules: [...RELEASE_POLICY.rules, ...NON_INFERIORITY_RULES],
};

/** Sanity limits for a smoke run: nothing absurd happened. */
export const SMOKE_POLICY: GatePolicy = {
  name: 'smoke',
  min_samples: 30,
  last_iterations: 3,
  confidence: DEFAULT_CONFIDENCE,
  fail_confidence: DEFAULT_FAIL_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', hard: 0.8, weight: WEIGHTS.risk_ratio },
    { kpi: 'net_bps', good: 'above', hard: -10, weight: WEIGHTS.net_bps },
    { kpi: 'maker_taker_ratio', good: 'above', hard: 0.5, weight: WEIGHTS.maker_taker_ratio },
  ],
};
