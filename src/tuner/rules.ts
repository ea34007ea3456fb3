// The rules of the `rules` tuner as data: when each one fires and which moves it asks for. Every threshold and step stands here once;
// the bounds of a parameter stand in its registry. What becomes of moves that meet on one parameter is `combine-moves.ts`.

import type { ParameterName } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';

export interface Condition {
  readonly kpi: KpiName;
  readonly is: '<' | '<=' | '>' | '>=';
  readonly line: number;
  /** The line is this share of what the run's first iteration measured. */
  readonly ofFirst?: true;
}

/** A limit belongs to its rule: it shortens the rule's own move and is never a target, so that a value beyond it stays where it is. */
export type Move =
  | { readonly parameter: ParameterName; readonly step: number; readonly limit?: number }
  /** Up to this value in one move, where the current one is lower. */
  | { readonly parameter: ParameterName; readonly atLeast: number };

/** A driver is a trigger: several at once say that more than one thing is wrong. Relief answers no fault. */
type RuleKind = 'zone' | 'driver' | 'fallback' | 'otherwise' | 'relief';

export interface Rule {
  readonly name: string;
  readonly kind: RuleKind;
  /** All must hold. */
  readonly when: readonly Condition[];
  /** In this many iterations running, the newest included; once where absent. */
  readonly running?: number;
  /** Silent where a rule of one of these kinds, earlier in the list, has fired. */
  readonly unless?: readonly RuleKind[];
  readonly moves: readonly Move[];
}

/** From here on the risk side wins every conflict: see `calmingReasons`. */
export const HIGH_RISK = 0.4;
const EXTREME_RISK = 0.6;
/** With this many triggers at once only calming moves are left. */
export const MULTI_FAIL_TRIGGERS = 3;
/** A parameter moves by at most this many rules' moves in one iteration. */
export const MOVES_PER_PARAMETER = 2;
/** The most that a parameter may rise in one iteration, whoever asks. */
export const LARGEST_RISE: { readonly [name in ParameterName]?: number } = { base_spread_bps_delta: 0.1 };

/**
 * Trading as a share of the run's first iteration below which nothing more is widened while all is calm: net_bps is a ratio, and alone
 * it rewards a bot that stops trading.
 */
export const TRADING_FLOOR = 0.7;
/** Below this share the spread comes back, in small steps. */
const LOST_TRADING = 0.5;

const ZONES: readonly Rule[] = [
  {
    name: 'AGGRESSIVE',
    kind: 'zone',
    when: [{ kpi: 'risk_ratio', is: '>=', line: EXTREME_RISK }],
    moves: [
      { parameter: 'min_interval_ms', step: 5, limit: 80 },
      { parameter: 'impact_cap_ratio', step: -0.01, limit: 0.08 },
      { parameter: 'tail_age_ms', step: 30, limit: 800 },
    ],
  },
  {
    name: 'MODERATE',
    kind: 'zone',
    when: [
      { kpi: 'risk_ratio', is: '>=', line: HIGH_RISK },
      { kpi: 'risk_ratio', is: '<', line: EXTREME_RISK },
    ],
    moves: [
      { parameter: 'min_interval_ms', step: 5, limit: 75 },
      { parameter: 'impact_cap_ratio', step: -0.005, limit: 0.09 },
    ],
  },
  {
    name: 'NORMALIZE',
    kind: 'zone',
    when: [
      { kpi: 'risk_ratio', is: '<', line: 0.35 },
      { kpi: 'net_bps', is: '>=', line: 3 },
    ],
    moves: [
      { parameter: 'min_interval_ms', step: -3, limit: 50 },
      { parameter: 'impact_cap_ratio', step: 0.005, limit: 0.1 },
    ],
  },
];

const DRIVERS: readonly Rule[] = [
  {
    name: 'adverse selection',
    kind: 'driver',
    when: [{ kpi: 'adverse_bps_p95', is: '>', line: 3.5 }],
    moves: [
      { parameter: 'impact_cap_ratio', step: -0.01 },
      { parameter: 'max_delta_ratio', step: -0.01 },
    ],
  },
  {
    name: 'slippage',
    kind: 'driver',
    when: [{ kpi: 'slippage_bps_p95', is: '>', line: 2.5 }],
    moves: [
      { parameter: 'base_spread_bps_delta', step: 0.02, limit: 0.25 },
      { parameter: 'tail_age_ms', step: 30 },
    ],
  },
  {
    name: 'min_interval blocks',
    kind: 'driver',
    when: [{ kpi: 'min_interval_ratio', is: '>', line: 0.4 }],
    moves: [{ parameter: 'min_interval_ms', step: 20 }],
  },
  {
    name: 'concurrency blocks',
    kind: 'driver',
    when: [{ kpi: 'concurrency_ratio', is: '>', line: 0.3 }],
    moves: [{ parameter: 'replace_rate_per_min', step: -30 }],
  },
  {
    name: 'cancels',
    kind: 'driver',
    when: [{ kpi: 'cancel_ratio', is: '>', line: 0.55 }],
    moves: [
      { parameter: 'min_interval_ms', step: 20 },
      { parameter: 'replace_rate_per_min', step: -30 },
    ],
  },
  {
    name: 'feed lag',
    kind: 'driver',
    when: [{ kpi: 'ws_lag_p95_ms', is: '>', line: 120 }],
    moves: [{ parameter: 'min_interval_ms', step: 20 }],
  },
];

/** Its impact cap never falls below 0.08: that is the registry's apply bound, which holds for every rule. */
const FALLBACK: Rule = {
  name: 'fallback',
  kind: 'fallback',
  when: [{ kpi: 'net_bps', is: '<', line: 0 }],
  running: 2,
  moves: [
    { parameter: 'min_interval_ms', step: 20 },
    { parameter: 'replace_rate_per_min', step: -60 },
    { parameter: 'base_spread_bps_delta', step: 0.02 },
    { parameter: 'tail_age_ms', atLeast: 700 },
  ],
};

const THIN_EDGE: Rule = {
  name: 'thin edge',
  kind: 'otherwise',
  when: [{ kpi: 'net_bps', is: '<', line: 2.5 }],
  unless: ['zone', 'driver', 'fallback'],
  moves: [{ parameter: 'base_spread_bps_delta', step: 0.02 }],
};

const AGE_RELIEF: Rule = {
  name: 'age relief',
  kind: 'relief',
  when: [
    { kpi: 'order_age_p95_ms', is: '>', line: 330 },
    { kpi: 'adverse_bps_p95', is: '<=', line: 4 },
    { kpi: 'slippage_bps_p95', is: '<=', line: 3 },
  ],
  moves: [
    { parameter: 'min_interval_ms', step: -10 },
    { parameter: 'replace_rate_per_min', step: 30 },
  ],
};

const TRADING_RELIEF: Rule = {
  name: 'trading relief',
  kind: 'relief',
  when: [
    { kpi: 'traded_notional', is: '<', line: LOST_TRADING, ofFirst: true },
    { kpi: 'risk_ratio', is: '<', line: 0.35 },
    { kpi: 'net_bps', is: '>=', line: 2.7 },
  ],
  moves: [{ parameter: 'base_spread_bps_delta', step: -0.02, limit: 0.14 }],
};

export const RULES: readonly Rule[] = [...ZONES, ...DRIVERS, FALLBACK, THIN_EDGE, AGE_RELIEF, TRADING_RELIEF];
