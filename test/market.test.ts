// The closed loop of market and maker: parameters cause events, events cause KPIs. Each statement is measured over the stated seeds;
// both ends of a comparison meet the same exogenous market, because its random streams do not depend on the maker.

import { describe, expect, it } from 'vitest';
import { PARAMETERS, type ParameterName } from '../src/config/parameters.ts';
import type { SettledWindow } from '../src/edge/edge-account.ts';
import type { KpiName } from '../src/edge/edge-report.ts';
import { REFERENCE_MAKER } from '../src/maker/maker-settings.ts';
import { CALM, type Scenario, VOLATILE } from '../src/venue/scenario.ts';
import { kpiOf, MIDDLE, soakMarket } from './support/soak-market.ts';

const SEEDS = [1, 2, 3, 4];

/** Nothing moves and nobody knows more than others. */
const harmless: Scenario = {
  ...CALM,
  fundamental: { ...CALM.fundamental, sigmaBpsPerSqrtS: 0, jumpsPerS: 0 },
  takers: { ...CALM.takers, permanentImpactBps: 0 },
  informed: { ...CALM.informed, checksPerS: 1e-9 },
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The two ends of a parameter's apply bounds, on the same markets; kept, because several KPIs are read off them. */
const ends = new Map<ParameterName, readonly (readonly [SettledWindow, SettledWindow])[]>();

function endsOf(name: ParameterName): readonly (readonly [SettledWindow, SettledWindow])[] {
  const known = ends.get(name);
  if (known !== undefined) return known;
  const { min, max } = PARAMETERS[name].applyBounds;
  const at = (seed: number, value: number): SettledWindow =>
    soakMarket({ scenario: CALM, seed, minutes: 60, parameters: { ...MIDDLE, [name]: value } });
  const measured = SEEDS.map((seed) => [at(seed, min), at(seed, max)] as const);
  ends.set(name, measured);
  return measured;
}

/** Mean and standard error, over the seeds, of the paired effect of moving one parameter across its apply bounds. */
function effect(name: ParameterName, kpi: KpiName): { mean: number; standardError: number } {
  return meanAndError(endsOf(name).map(([low, high]) => kpiOf(high, kpi) - kpiOf(low, kpi)));
}

function meanAndError(differences: readonly number[]): { mean: number; standardError: number } {
  const average = mean(differences);
  const variance = mean(differences.map((difference) => (difference - average) * (difference - average)));
  return { mean: average, standardError: Math.sqrt(variance / (differences.length - 1)) };
}

describe('the simulated market', () => {
  it('pays half spread minus fees, but for the bounce of quotes, where nothing moves and nobody is informed', () => {
    const settings = { ...REFERENCE_MAKER, risk: { ...REFERENCE_MAKER.risk, softLimitShare: 9, hardLimitShare: 10 } };
    for (const seed of SEEDS) {
      const window = soakMarket({ scenario: harmless, seed, minutes: 30, settings });
      expect(kpiOf(window, 'maker_taker_ratio')).toBe(1);
      expect(kpiOf(window, 'fees_eff_bps')).toBeCloseTo(CALM.fees.makerBps, 9);
      const halfSpreadMinusFees = kpiOf(window, 'gross_bps') - kpiOf(window, 'fees_eff_bps');
      expect(kpiOf(window, 'net_bps')).toBeGreaterThan(halfSpreadMinusFees * 0.8);
      expect(kpiOf(window, 'net_bps')).toBeLessThan(halfSpreadMinusFees * 1.05);
    }
  });

  it('pays exactly half spread minus fees to a small maker in a deep book that is refilled at once', () => {
    const scenario: Scenario = {
      ...harmless,
      fundamental: { ...harmless.fundamental, logVolSd: 0 },
      providers: { ...CALM.providers, halfSpreadBps: [5, 5], viewNoiseBps: 0, medianSize: 2000, sizeLogSd: 0 },
    };
    // It joins the others' price, stays in the queue until it is first, and meets no limit of its own.
    const settings = { ...REFERENCE_MAKER, levels: 1, baseHalfSpreadBps: 5, skewBps: 0, positionLimitQuote: 1e9 };
    const parameters = { ...MIDDLE, tail_age_ms: 60_000, impact_cap_ratio: 0.0002 };
    for (const seed of SEEDS) {
      const window = soakMarket({ scenario, seed, minutes: 30, parameters, settings });
      const halfSpreadTicks = Math.ceil((CALM.startPrice / CALM.tickSize) * 5e-4);
      const halfSpreadBps = (halfSpreadTicks * CALM.tickSize * 1e4) / CALM.startPrice;
      expect(kpiOf(window, 'traded_notional')).toBeGreaterThan(50_000);
      expect(kpiOf(window, 'adverse_bps')).toBeCloseTo(0, 9);
      expect(kpiOf(window, 'gross_bps')).toBeCloseTo(halfSpreadBps, 2);
      expect(kpiOf(window, 'net_bps')).toBeCloseTo(kpiOf(window, 'gross_bps') - CALM.fees.makerBps, 9);
    }
  });

  it('ruins the maker where every taker is informed', () => {
    const informedOnly: Scenario = {
      ...CALM,
      takers: { ...CALM.takers, perS: 1e-9, branching: 0 },
      informed: { ...CALM.informed, checksPerS: 60, profitMean: 0 },
    };
    const windows = SEEDS.map((seed) => soakMarket({ scenario: informedOnly, seed, minutes: 120 }));
    for (const window of windows) expect(kpiOf(window, 'adverse_bps')).toBeGreaterThan(1.5);
    expect(mean(windows.map((window) => kpiOf(window, 'net_bps')))).toBeLessThan(-0.5);
  });

  it('selects adversely because of informed flow: without it, adverse_bps falls', () => {
    const uninformed: Scenario = { ...CALM, informed: { ...CALM.informed, checksPerS: 1e-9 } };
    // An hour of one seed may hide the effect, 0.13 bps with a standard deviation of 0.09; eight do not.
    const differences = [...SEEDS, 5, 6, 7, 8].map(
      (seed) =>
        kpiOf(soakMarket({ scenario: CALM, seed, minutes: 60 }), 'adverse_bps') -
        kpiOf(soakMarket({ scenario: uninformed, seed, minutes: 60 }), 'adverse_bps'),
    );
    const fall = meanAndError(differences);
    expect(fall.mean).toBeGreaterThan(0.05);
    expect(fall.mean).toBeGreaterThan(2 * fall.standardError);
  });

  it('stresses risk and adverse selection in `volatile`', () => {
    for (const kpi of ['risk_ratio', 'adverse_bps_p95'] as const) {
      const at = (scenario: Scenario): number =>
        mean(SEEDS.map((seed) => kpiOf(soakMarket({ scenario, seed, minutes: 60 }), kpi)));
      expect(at(VOLATILE)).toBeGreaterThan(at(CALM));
    }
  });
});

describe('the six parameters', () => {
  // Parameter, KPI, designed sign of the KPI's move when the parameter rises over its apply bounds.
  const designed: readonly (readonly [ParameterName, KpiName, 1 | -1])[] = [
    ['min_interval_ms', 'min_interval_ratio', 1],
    ['replace_rate_per_min', 'throttle_ratio', -1],
    ['replace_rate_per_min', 'order_age_p95_ms', -1],
    ['replace_rate_per_min', 'p95_latency_ms', 1],
    ['base_spread_bps_delta', 'gross_bps', 1],
    ['base_spread_bps_delta', 'adverse_bps', -1],
    ['base_spread_bps_delta', 'traded_notional', -1],
    ['tail_age_ms', 'throttle_ratio', -1],
    ['impact_cap_ratio', 'adverse_bps', 1],
    ['impact_cap_ratio', 'net_bps', -1],
    ['max_delta_ratio', 'risk_ratio', -1],
  ];
  it.each(designed)('%s moves %s by sign %i, beyond two standard errors', (parameter, kpi, sign) => {
    const measured = effect(parameter, kpi);
    expect(
      measured.mean * sign,
      `${parameter} on ${kpi}: ${measured.mean} +- ${measured.standardError}`,
    ).toBeGreaterThan(2 * measured.standardError);
  });
});
