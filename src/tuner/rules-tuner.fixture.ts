// Iterations that the tests of the rules start from, and the proposals that they lead to.

import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { rulesTuner } from './rules-tuner.ts';
import { applied, observe } from './tuner.conformance.ts';
import type { KpiValues } from './tuner.conformance.ts';
import type { Observation, Proposal } from './tuner.ts';

/** In the middle of the apply bounds, with room on both sides. */
export const MIDDLE: Parameters = {
  min_interval_ms: 60,
  replace_rate_per_min: 260,
  base_spread_bps_delta: 0.16,
  tail_age_ms: 650,
  impact_cap_ratio: 0.1,
  max_delta_ratio: 0.13,
};

/** Between all zones, and no driver or relief fires. */
export const QUIET: KpiValues = {
  risk_ratio: 0.37,
  net_bps: 2.8,
  adverse_bps_p95: 2,
  slippage_bps_p95: 1,
  min_interval_ratio: 0.1,
  concurrency_ratio: 0.1,
  cancel_ratio: 0.4,
  ws_lag_p95_ms: 50,
  order_age_p95_ms: 300,
  traded_notional: 1_000_000,
};

/** What the drivers watch, each with a value at which its driver acts and age relief is still allowed. */
export const ACTING: readonly (readonly [KpiName, number])[] = [
  ['adverse_bps_p95', 3.6],
  ['slippage_bps_p95', 2.6],
  ['min_interval_ratio', 0.9],
  ['concurrency_ratio', 0.9],
  ['cancel_ratio', 0.9],
  ['ws_lag_p95_ms', 500],
];

export function proposeOn(values: KpiValues, parameters: Partial<Parameters> = {}): Proposal {
  return rulesTuner.propose([observe(1, { ...MIDDLE, ...parameters }, values)]);
}

export function deltas(proposal: Proposal): { [name in ParameterName]?: number } {
  return Object.fromEntries(proposal.changes.map(({ parameter, delta }) => [parameter, delta]));
}

/** What is proposed after iterations that showed these, one after the other. */
export function deltasAfter(...values: readonly KpiValues[]): { [name in ParameterName]?: number } {
  return deltas(rulesTuner.propose(values.map((each, index) => observe(index + 1, MIDDLE, each))));
}

/** The parameters of eight iterations that all show the same, each proposal granted. */
export function eightSteps(values: KpiValues, start: Parameters): readonly Parameters[] {
  const steps = [start];
  const history: Observation[] = [];
  let parameters = start;
  for (let iteration = 1; iteration <= 8; iteration += 1) {
    history.push(observe(iteration, parameters, values));
    parameters = applied(parameters, rulesTuner.propose(history));
    steps.push(parameters);
  }
  return steps;
}
