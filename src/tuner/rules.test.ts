import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { RULES } from './rules.ts';
import { ACTING, MIDDLE, QUIET, deltas, deltasAfter, proposeOn } from './rules-tuner.fixture.ts';
import { rulesTuner } from './rules-tuner.ts';
import { observe } from './tuner.conformance.ts';

describe('the zones', () => {
  it.each([
    ['AGGRESSIVE', { risk_ratio: 0.6 }, { min_interval_ms: 5, tail_age_ms: 30, impact_cap_ratio: -0.01 }],
    ['AGGRESSIVE', { risk_ratio: 0.95 }, { min_interval_ms: 5, tail_age_ms: 30, impact_cap_ratio: -0.01 }],
    ['MODERATE', { risk_ratio: 0.599 }, { min_interval_ms: 5, impact_cap_ratio: -0.005 }],
    ['MODERATE', { risk_ratio: 0.4 }, { min_interval_ms: 5, impact_cap_ratio: -0.005 }],
    ['no zone', { risk_ratio: 0.399 }, {}],
    ['no zone', { risk_ratio: 0.35, net_bps: 3.5 }, {}],
    ['no zone', { risk_ratio: 0.2, net_bps: 2.999 }, {}],
    ['NORMALIZE', { risk_ratio: 0.349, net_bps: 3 }, { min_interval_ms: -3, impact_cap_ratio: 0.005 }],
  ])('is %s at %j', (zone, values, expected) => {
    const proposal = proposeOn({ ...QUIET, ...values }, { impact_cap_ratio: 0.095 });
    expect(deltas(proposal)).toEqual(expected);
    expect(proposal.rationale.join('\n').includes(zone)).toBe(zone !== 'no zone');
  });
});

describe('a limit', () => {
  it.each([
    ['MODERATE leaves the impact cap that is already below its floor', 0.45, { impact_cap_ratio: 0.08 }],
    ['MODERATE leaves the interval that is already above its cap', 0.45, { min_interval_ms: 80 }],
    [
      'AGGRESSIVE leaves everything at the bounds',
      0.7,
      { min_interval_ms: 80, impact_cap_ratio: 0.08, tail_age_ms: 800 },
    ],
    ['NORMALIZE leaves the interval below its floor', 0.2, { min_interval_ms: 45 }],
    ['NORMALIZE leaves the impact cap above its cap', 0.2, { impact_cap_ratio: 0.11 }],
  ])('%s', (_, risk, start) => {
    const change = deltas(proposeOn({ ...QUIET, risk_ratio: risk, net_bps: 3.5 }, start));
    for (const name of Object.keys(start)) expect(change).not.toHaveProperty(name);
  });

  it('shortens the move that would cross it', () => {
    expect(deltas(proposeOn({ ...QUIET, risk_ratio: 0.45 }, { min_interval_ms: 73, impact_cap_ratio: 0.092 }))).toEqual(
      {
        min_interval_ms: 2,
        impact_cap_ratio: -0.002,
      },
    );
  });

  it('shortens the moves of NORMALIZE too', () => {
    const good = { ...QUIET, risk_ratio: 0.2, net_bps: 3.5 };
    expect(deltas(proposeOn(good, { min_interval_ms: 51, impact_cap_ratio: 0.098 }))).toEqual({
      min_interval_ms: -1,
      impact_cap_ratio: 0.002,
    });
    expect(deltas(proposeOn(good, { min_interval_ms: 50, impact_cap_ratio: 0.1 }))).toEqual({});
  });

  it('never jumps a value that the operator started outside the apply bounds', () => {
    const outside = { min_interval_ms: 200, base_spread_bps_delta: 0.05, impact_cap_ratio: 0.04 };
    const losing = { ...QUIET, risk_ratio: 0.7, net_bps: -1, slippage_bps_p95: 4, ws_lag_p95_ms: 200 };
    const history = [observe(1, { ...MIDDLE, ...outside }, losing), observe(2, { ...MIDDLE, ...outside }, losing)];
    expect(deltas(rulesTuner.propose(history))).toEqual({
      base_spread_bps_delta: 0.04,
      replace_rate_per_min: -60,
      tail_age_ms: 80,
    });
    expect(deltas(proposeOn({ ...QUIET, order_age_p95_ms: 400 }, { min_interval_ms: 200 }))).toEqual({
      replace_rate_per_min: 30,
    });
  });
});

describe('the drivers', () => {
  it.each<[KpiName, number, number, { [name in ParameterName]?: number }]>([
    ['adverse_bps_p95', 3.5, 3.501, { impact_cap_ratio: -0.01, max_delta_ratio: -0.01 }],
    ['slippage_bps_p95', 2.5, 2.501, { base_spread_bps_delta: 0.02, tail_age_ms: 30 }],
    ['min_interval_ratio', 0.4, 0.401, { min_interval_ms: 20 }],
    ['concurrency_ratio', 0.3, 0.301, { replace_rate_per_min: -30 }],
    ['cancel_ratio', 0.55, 0.551, { min_interval_ms: 20, replace_rate_per_min: -30 }],
    ['ws_lag_p95_ms', 120, 120.1, { min_interval_ms: 20 }],
    ['net_bps', 2.5, 2.499, { base_spread_bps_delta: 0.02 }],
  ])('of %s is silent at %d and acts at %d', (kpi, silent, acting, expected) => {
    expect(deltas(proposeOn({ ...QUIET, [kpi]: silent }))).toEqual({});
    expect(deltas(proposeOn({ ...QUIET, [kpi]: acting }))).toEqual(expected);
  });

  it('act in every zone', () => {
    for (const risk of [0.2, 0.37, 0.5, 0.8]) {
      expect(deltas(proposeOn({ ...QUIET, risk_ratio: risk, net_bps: 3.5, adverse_bps_p95: 9 }))).toHaveProperty(
        'max_delta_ratio',
        -0.01,
      );
    }
  });

  it('leave the thin edge to whichever of them acts', () => {
    const thin = { ...QUIET, net_bps: 1 };
    for (const [kpi, value] of ACTING.filter(([name]) => name !== 'slippage_bps_p95')) {
      expect(deltas(proposeOn({ ...thin, [kpi]: value }))).not.toHaveProperty('base_spread_bps_delta');
    }
    expect(deltas(proposeOn({ ...thin, slippage_bps_p95: 9 }))).toMatchObject({ base_spread_bps_delta: 0.02 });
    for (const risk of [0.45, 0.7]) {
      expect(deltas(proposeOn({ ...thin, risk_ratio: risk }))).not.toHaveProperty('base_spread_bps_delta');
    }
  });
});

describe('age relief', () => {
  const old = { ...QUIET, order_age_p95_ms: 331, adverse_bps_p95: 3.5, slippage_bps_p95: 2.5 };
  const relief = { min_interval_ms: -10, replace_rate_per_min: 30 };

  it('quickens old quotes where neither adverse selection nor slippage forbids it', () => {
    expect(deltas(proposeOn(old))).toEqual(relief);
    expect(deltas(proposeOn({ ...old, adverse_bps_p95: 4 }))).toMatchObject(relief);
    expect(deltas(proposeOn({ ...old, slippage_bps_p95: 3 }))).toMatchObject(relief);
    expect(deltas(proposeOn({ ...old, order_age_p95_ms: 330 }))).toEqual({});
    expect(deltas(proposeOn({ ...old, adverse_bps_p95: 4.01 }))).not.toHaveProperty('replace_rate_per_min');
    expect(deltas(proposeOn({ ...old, slippage_bps_p95: 3.01 }))).not.toHaveProperty('replace_rate_per_min');
  });

  it('adds to NORMALIZE', () => {
    expect(deltas(proposeOn({ ...old, risk_ratio: 0.2, net_bps: 3.2 }))).toMatchObject({ min_interval_ms: -13 });
  });

  it('does not stand in the way of a wider spread on a thin edge', () => {
    expect(deltas(proposeOn({ ...old, net_bps: 2 }))).toEqual({ ...relief, base_spread_bps_delta: 0.02 });
  });

  it('gives way wholly while risk is high, even where the zone itself finds no room', () => {
    expect(deltas(proposeOn({ ...old, risk_ratio: 0.4 }, { min_interval_ms: 80, impact_cap_ratio: 0.08 }))).toEqual({});
  });

  it('gives way on the one parameter where a driver wants the safer direction, even at its bound', () => {
    expect(deltas(proposeOn({ ...old, ws_lag_p95_ms: 130 }))).toEqual({
      min_interval_ms: 20,
      replace_rate_per_min: 30,
    });
    expect(deltas(proposeOn({ ...old, ws_lag_p95_ms: 130 }, { min_interval_ms: 80 }))).toEqual({
      replace_rate_per_min: 30,
    });
  });
});

describe('the fallback', () => {
  const losing = { ...QUIET, net_bps: -0.001 };

  it('acts on the second losing iteration running', () => {
    expect(deltasAfter(losing, losing)).toEqual({
      min_interval_ms: 20,
      replace_rate_per_min: -60,
      base_spread_bps_delta: 0.02,
      tail_age_ms: 50,
    });
  });

  it.each([
    ['the first', [losing]],
    ['a break-even one', [losing, { ...losing, net_bps: 0 }]],
    ['one after a break-even one', [{ ...losing, net_bps: 0 }, losing]],
    ['two losing ones apart', [losing, QUIET, losing]],
  ])('does not act on %s', (_, values) => {
    expect(deltasAfter(...values)).not.toHaveProperty('replace_rate_per_min');
  });

  it('gives its name with its reasons', () => {
    const history = [observe(1, MIDDLE, losing), observe(2, MIDDLE, losing)];
    expect(rulesTuner.propose(history).changes.map(({ reasons }) => reasons)).toContainEqual([
      'fallback asks at least 700: net_bps -0.001 < 0 and net_bps -0.001 < 0',
    ]);
  });

  it('leaves a tail age that is old enough', () => {
    const parameters = { ...MIDDLE, tail_age_ms: 740 };
    const history = [observe(1, parameters, losing), observe(2, parameters, losing)];
    expect(deltas(rulesTuner.propose(history))).not.toHaveProperty('tail_age_ms');
  });

  it('holds relief back while the iteration before is unknown', () => {
    const old = { ...losing, order_age_p95_ms: 400 };
    const { net_bps: _, ...unknown } = losing;
    expect(deltasAfter(unknown, old)).toEqual({ base_spread_bps_delta: 0.02 });
  });
});

describe('the table of rules', () => {
  it('asks for no move that its own limit or the apply bounds would always forbid', () => {
    for (const { parameter, ...move } of RULES.flatMap((rule) => rule.moves)) {
      const { min, max } = PARAMETERS[parameter].applyBounds;
      const limit = 'atLeast' in move ? move.atLeast : move.limit;
      if (limit === undefined) continue;
      expect(limit).toBeGreaterThanOrEqual(min);
      expect(limit).toBeLessThanOrEqual(max);
    }
  });

  it('names each rule once', () => {
    const names = RULES.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
