// A soak's market without the runner: the reference maker on the simulated exchange, settled by the real accounting.

import { PARAMETERS, type ParameterName, type Parameters } from '../../src/config/parameters.ts';
import { EdgeAccount, type SettledWindow } from '../../src/edge/edge-account.ts';
import type { KpiName } from '../../src/edge/edge-report.ts';
import { REFERENCE_MAKER, type MakerSettings } from '../../src/maker/maker-settings.ts';
import { ReferenceMaker } from '../../src/maker/reference-maker.ts';
import { Exchange } from '../../src/venue/exchange.ts';
import type { Scenario } from '../../src/venue/scenario.ts';

const MINUTE_US = 60_000_000;

/** The middle of every parameter's apply bounds. */
export const MIDDLE: Parameters = {
  min_interval_ms: middle('min_interval_ms'),
  replace_rate_per_min: middle('replace_rate_per_min'),
  base_spread_bps_delta: middle('base_spread_bps_delta'),
  tail_age_ms: middle('tail_age_ms'),
  impact_cap_ratio: middle('impact_cap_ratio'),
  max_delta_ratio: middle('max_delta_ratio'),
};

export interface MarketRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly minutes: number;
  readonly parameters?: Parameters;
  readonly settings?: MakerSettings;
}

export function soakMarket(run: MarketRun): SettledWindow {
  const instrument = { symbol: run.scenario.symbol, tickSize: run.scenario.tickSize, lotSize: run.scenario.lotSize };
  const account = new EdgeAccount([instrument]);
  const sink = account.sinkFor(instrument.symbol);
  const exchange = new Exchange(run.scenario, run.seed, sink);
  const parameters = run.parameters ?? MIDDLE;
  const maker = new ReferenceMaker({
    instrument,
    entry: exchange,
    sink,
    parameters,
    settings: run.settings ?? REFERENCE_MAKER,
  });
  account.openWindow(0);
  exchange.connect(maker);
  exchange.run(run.minutes * MINUTE_US);
  return account.settle(run.minutes * MINUTE_US, {
    confidence: 0.9,
    blockUs: 5 * MINUTE_US,
  });
}

/** The value of a KPI; NaN where it is absent, so that a comparison fails. */
export function kpiOf(window: SettledWindow, name: KpiName): number {
  const kpi = window.report.kpis[name];
  return kpi.kind === 'value' ? kpi.value : Number.NaN;
}

function middle(name: ParameterName): number {
  const { min, max } = PARAMETERS[name].applyBounds;
  return (min + max) / 2;
}
