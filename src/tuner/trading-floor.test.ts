import { describe, expect, it } from 'vitest';
import { MIDDLE, QUIET, deltas } from './rules-tuner.fixture.ts';
import { rulesTuner } from './rules-tuner.ts';
import type { Proposal } from './tuner.ts';
import { observe } from './tuner.conformance.ts';
import type { KpiValues } from './tuner.conformance.ts';

const FIRST = { ...QUIET, traded_notional: 1_000_000 };
/** Slippage asks for a wider spread, and nothing else is wrong. */
const WIDENING = { ...QUIET, slippage_bps_p95: 3.2 };

function after(newest: KpiValues, first: KpiValues = FIRST): Proposal {
  const parameters = { ...MIDDLE, base_spread_bps_delta: 0.2 };
  return rulesTuner.propose([observe(1, parameters, first), observe(2, parameters, newest)]);
}

describe('the floor on trading', () => {
  it('lets the spread widen while the bot still trades', () => {
    expect(deltas(after({ ...WIDENING, traded_notional: 700_000 }))).toMatchObject({ base_spread_bps_delta: 0.02 });
  });

  it('makes a wider spread wait once a third of the trading is gone, and says so', () => {
    const proposal = after({ ...WIDENING, traded_notional: 690_000 });
    expect(deltas(proposal)).not.toHaveProperty('base_spread_bps_delta');
    expect(deltas(proposal)).toMatchObject({ tail_age_ms: 30 });
    expect(proposal.rationale.join('\n')).toContain(
      "base_spread_bps_delta: slippage waits, trading is at 0.69 of the first iteration's, below the floor of 0.7",
    );
  });

  it('never stands in the way of safety: at risk, losing money or with much wrong the spread may widen', () => {
    const thin = { ...WIDENING, traded_notional: 100_000 };
    expect(deltas(after({ ...thin, risk_ratio: 0.45 }))).toMatchObject({ base_spread_bps_delta: 0.02 });
    expect(deltas(after({ ...thin, net_bps: -1 }, { ...FIRST, net_bps: -1 }))).toHaveProperty('base_spread_bps_delta');
    expect(deltas(after({ ...thin, cancel_ratio: 0.9, ws_lag_p95_ms: 200 }))).toMatchObject({
      base_spread_bps_delta: 0.02,
    });
  });

  it('holds nothing back where trading is not known', () => {
    const { traded_notional: _, ...unknown } = WIDENING;
    expect(deltas(after(unknown))).toMatchObject({ base_spread_bps_delta: 0.02 });
    const { traded_notional: __, ...unknownFirst } = FIRST;
    expect(deltas(after({ ...WIDENING, traded_notional: 1 }, unknownFirst))).toMatchObject({
      base_spread_bps_delta: 0.02,
    });
  });

  it('brings the spread back where half of the trading is lost and all is well', () => {
    const lost = { ...WIDENING, traded_notional: 490_000, risk_ratio: 0.3 };
    expect(deltas(after(lost))).toMatchObject({ base_spread_bps_delta: -0.02 });
    expect(deltas(after({ ...lost, traded_notional: 510_000 }))).not.toHaveProperty('base_spread_bps_delta');
    expect(deltas(after({ ...lost, net_bps: 2.6 }))).not.toHaveProperty('base_spread_bps_delta');
    expect(deltas(after({ ...lost, risk_ratio: 0.36 }))).not.toHaveProperty('base_spread_bps_delta');
  });
});
