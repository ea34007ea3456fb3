// The one registry of tunable parameters: nothing else repeats a bound, a step or a default. The names are the users' and are
// kept as data keys everywhere.

import { nearestMultiple } from './value-type.ts';

export const PARAMETER_NAMES = [
  'min_interval_ms',
  'replace_rate_per_min',
  'base_spread_bps_delta',
  'tail_age_ms',
  'impact_cap_ratio',
  'max_delta_ratio',
] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];
export type Parameters = { readonly [name in ParameterName]: number };

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface ParameterSpec {
  readonly name: ParameterName;
  readonly unit: string;
  readonly meaning: string;
  /** A value outside is refused, whoever asks. */
  readonly limits: Range;
  /** The tuner never leaves these. */
  readonly applyBounds: Range;
  readonly default: number;
  readonly saferDirection: 'up' | 'down';
  /** Values are multiples of this, so that repeated steps leave no float dust. */
  readonly quantum: number;
}

export const PARAMETERS: { readonly [name in ParameterName]: ParameterSpec } = {
  min_interval_ms: {
    name: 'min_interval_ms',
    unit: 'ms',
    meaning: 'least time between two requotes of one side; a sooner wish is blocked, reason min_interval',
    limits: { min: 40, max: 300 },
    applyBounds: { min: 40, max: 80 },
    default: 70,
    saferDirection: 'up',
    quantum: 1,
  },
  replace_rate_per_min: {
    name: 'replace_rate_per_min',
    unit: '1/min',
    meaning: 'token bucket on replaces; an empty bucket blocks, reason throttle',
    limits: { min: 120, max: 360 },
    applyBounds: { min: 200, max: 320 },
    default: 260,
    saferDirection: 'down',
    quantum: 1,
  },
  base_spread_bps_delta: {
    name: 'base_spread_bps_delta',
    unit: 'bps per unit of relative volatility',
    meaning: 'widens the half spread: h = base + delta x s x sigma/sigma_ref',
    limits: { min: 0, max: 0.6 },
    applyBounds: { min: 0.08, max: 0.25 },
    default: 0.14,
    saferDirection: 'up',
    quantum: 0.001,
  },
  tail_age_ms: {
    name: 'tail_age_ms',
    unit: 'ms',
    meaning: 'a resting order older than this is refreshed, and loses its queue place',
    limits: { min: 400, max: 1000 },
    applyBounds: { min: 500, max: 800 },
    default: 650,
    saferDirection: 'up',
    quantum: 1,
  },
  impact_cap_ratio: {
    name: 'impact_cap_ratio',
    unit: 'share',
    meaning: 'order size as a share of the displayed depth on its side near the touch; nothing else sets it',
    limits: { min: 0.04, max: 0.12 },
    applyBounds: { min: 0.08, max: 0.12 },
    default: 0.09,
    saferDirection: 'down',
    quantum: 0.001,
  },
  max_delta_ratio: {
    name: 'max_delta_ratio',
    unit: 'share of the position limit',
    meaning: 'most that inventory may change within a rolling window before the risk guard blocks the increasing side',
    limits: { min: 0.1, max: 0.2 },
    applyBounds: { min: 0.1, max: 0.16 },
    default: 0.14,
    saferDirection: 'down',
    quantum: 0.001,
  },
};

/** The nearest multiple of the parameter's quantum, printed without float dust. */
export function quantise(name: ParameterName, value: number): number {
  return nearestMultiple(value, PARAMETERS[name].quantum);
}
