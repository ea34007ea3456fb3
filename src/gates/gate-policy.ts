// Thresholds as data: which KPI is judged, against which lines, and how the pooled window is chosen. The defaults stand here alone.

import type { KpiName } from '../edge/edge-report.ts';

export interface GateRule {
  readonly kpi: KpiName;
  /** Which side of a line is good. */
  readonly good: 'above' | 'below';
  /** Beyond the soft line is WARN; absent means that the rule has none. The line itself is good. */
  readonly soft?: number;
  /** Beyond the hard line is FAIL. */
  readonly hard?: number;
}

/**
 * At 0.9 a truth that lies on a line is called better or worse one time in ten each; at one standard error beyond the line that falls to
 * one in a hundred, and eight hours still decide most runs.
 */
export const DEFAULT_CONFIDENCE = 0.9;

export interface GatePolicy {
  readonly name: string;
  /** A KPI resting on fewer observations than this is INCONCLUSIVE. */
  readonly min_samples: number;
  /** How many of a run's last iterations are judged together. */
  readonly last_iterations: number;
  /** Of each one-sided bound of an interval; above 0.5 and below 1. */
  readonly confidence: number;
  readonly rules: readonly GateRule[];
}

/** What a soak is judged by, iteration by iteration and over its last iterations together. */
export const SOAK_POLICY: GatePolicy = {
  name: 'soak',
  min_samples: 30,
  last_iterations: 8,
  confidence: DEFAULT_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', soft: 0.4, hard: 0.5 },
    { kpi: 'maker_taker_ratio', good: 'above', soft: 0.9, hard: 0.85 },
    { kpi: 'net_bps', good: 'above', soft: 2.7, hard: 2 },
    { kpi: 'p95_latency_ms', good: 'below', soft: 350, hard: 400 },
  ],
};

/** What a release is judged by. */
export const RELEASE_POLICY: GatePolicy = {
  name: 'release',
  min_samples: 30,
  last_iterations: 8,
  confidence: DEFAULT_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', hard: 0.42 },
    { kpi: 'maker_taker_ratio', good: 'above', hard: 0.85 },
    { kpi: 'net_bps', good: 'above', hard: 2.7 },
    { kpi: 'p95_latency_ms', good: 'below', hard: 350 },
  ],
};

/** Sanity limits for a smoke run: nothing absurd happened. */
export const SMOKE_POLICY: GatePolicy = {
  name: 'smoke',
  min_samples: 30,
  last_iterations: 3,
  confidence: DEFAULT_CONFIDENCE,
  rules: [
    { kpi: 'risk_ratio', good: 'below', hard: 0.8 },
    { kpi: 'net_bps', good: 'above', hard: -10 },
    { kpi: 'maker_taker_ratio', good: 'above', hard: 0.5 },
  ],
};
