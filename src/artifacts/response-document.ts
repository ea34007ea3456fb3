// The response map: what each tunable parameter does to each KPI over its apply bounds, all else held, on the same markets at both ends.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';
import type { JsonValue } from '../json/json-value.ts';

export interface ResponseDocument {
  readonly scenario: string;
  /** All that makes the market this one. */
  readonly market: { readonly [name: string]: JsonValue };
  readonly profile: string;
  /** Where the five parameters stand that are not moved: at the profile's values, or in the middle of their bounds. */
  readonly at: 'profile' | 'middle';
  readonly parameters: Parameters;
  /** Both ends of every parameter meet the market of each of these. */
  readonly seeds: readonly number[];
  readonly window_us: number;
  /** Of the intervals, two-sided. */
  readonly confidence: number;
  /** An effect is clear from this signal-to-noise ratio on. */
  readonly clear_snr: number;
  readonly responses: readonly ParameterResponse[];
  /** The KPIs that the gates read, each with the parameters that move it clearly. */
  readonly gated: readonly { readonly kpi: KpiName; readonly moved_by: readonly ParameterName[] }[];
}

export interface ParameterResponse {
  readonly parameter: ParameterName;
  readonly mechanism: string;
  readonly low: number;
  readonly high: number;
  readonly effects: readonly Effect[];
}

/** `unclear`: below the ratio; `clear`: the design says nothing of this KPI. */
export type Finding = 'unclear' | 'clear' | 'as_designed' | 'against_design';

/** Of moving the parameter from its low to its high end. */
export type Effect = MeasuredEffect | AbsentEffect;

export interface MeasuredEffect {
  readonly kind: 'measured';
  readonly kpi: KpiName;
  /** The sign that the mechanism gives the effect, where it gives one. */
  readonly designed?: 1 | -1;
  /** Seeds whose two runs both have the KPI. */
  readonly n: number;
  readonly low_mean: number;
  readonly high_mean: number;
  readonly mean: number;
  /** Standard deviation, over the seeds, of the difference between the two ends. */
  readonly sd: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  /** |mean| / sd; absent where all seeds show the same difference. */
  readonly snr?: number;
  readonly finding: Finding;
}

interface AbsentEffect {
  readonly kind: 'absent';
  readonly kpi: KpiName;
  readonly designed?: 1 | -1;
  readonly reason: string;
}
