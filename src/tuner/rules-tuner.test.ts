import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { RULES } from './rules.ts';
import { ACTING, MIDDLE, QUIET, deltas, eightSteps, proposeOn } from './rules-tuner.fixture.ts';
import { rulesTuner } from './rules-tuner.ts';
import { anyKpis, anyParameters, applied, riskStep } from './tuner.conformance.ts';
import type { Observation } from './tuner.ts';

describe('several rules at once', () => {
  it('add up in one direction, the two largest moves of a parameter at most', () => {
    const slowing = { ...QUIET, risk_ratio: 0.7, ws_lag_p95_ms: 500, min_interval_ratio: 0.9 };
    const proposal = proposeOn(slowing, { min_interval_ms: 40 });
    expect(deltas(proposal)).toMatchObject({ min_interval_ms: 40 });
    expect(proposal.rationale).toContain('min_interval_ms: AGGRESSIVE waits, 2 moves are enough');
    expect(deltas(proposeOn({ ...QUIET, risk_ratio: 0.7, adverse_bps_p95: 4 }))).toMatchObject({
      impact_cap_ratio: -0.02,
    });
  });

  it('leave only calming moves once there are three triggers', () => {
    const good = { risk_ratio: 0.2, net_bps: 4 };
    const two = { ...QUIET, ...good, slippage_bps_p95: 3, concurrency_ratio: 0.5 };
    expect(deltas(proposeOn(two, { impact_cap_ratio: 0.09 }))).toMatchObject({ impact_cap_ratio: 0.005 });
    expect(deltas(proposeOn({ ...two, cancel_ratio: 0.9 }, { impact_cap_ratio: 0.09 }))).toEqual({
      min_interval_ms: 20,
      replace_rate_per_min: -60,
      base_spread_bps_delta: 0.02,
      tail_age_ms: 30,
    });
    expect(proposeOn({ ...two, cancel_ratio: 0.9 }).rationale.join('\n')).toContain('3 triggers at once');
  });

  it('take each driver for a trigger', () => {
    const good = { ...QUIET, risk_ratio: 0.2, net_bps: 4, order_age_p95_ms: 500 };
    for (let first = 0; first < ACTING.length; first += 1) {
      const three = Object.fromEntries([...ACTING, ...ACTING].slice(first, first + 3));
      const { changes } = proposeOn({ ...good, ...three }, { impact_cap_ratio: 0.09 });
      expect(changes.filter(({ parameter, delta }) => riskStep(parameter, delta) > 0)).toEqual([]);
    }
  });

  it('count a trigger that cannot be judged', () => {
    const { cancel_ratio: _, ...two } = {
      ...QUIET,
      risk_ratio: 0.2,
      net_bps: 4,
      slippage_bps_p95: 3,
      concurrency_ratio: 0.5,
    };
    expect(deltas(proposeOn(two, { impact_cap_ratio: 0.09 }))).not.toHaveProperty('impact_cap_ratio');
  });
});

describe('missing data', () => {
  it.each<KpiName>(['risk_ratio', 'net_bps'])('without %s allows neither NORMALIZE nor age relief', (lost) => {
    const { [lost]: _, ...rest } = { ...QUIET, risk_ratio: 0.1, net_bps: 5, order_age_p95_ms: 500 };
    const { changes, rationale } = proposeOn(rest);
    expect(changes).toEqual([]);
    expect(rationale).toContain(`${lost} of iteration 1 is missing (not measured)`);
  });

  it('reads NaN and infinity as missing', () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const { changes, rationale } = proposeOn({ ...QUIET, risk_ratio: value, order_age_p95_ms: 500 });
      expect(changes).toEqual([]);
      expect(rationale).toContain(`risk_ratio of iteration 1 is missing (${value} is no finite number)`);
    }
  });

  it('of a driver keeps relief off the parameter which that driver would have held', () => {
    const { ws_lag_p95_ms: _, ...rest } = { ...QUIET, order_age_p95_ms: 500 };
    expect(deltas(proposeOn(rest))).toEqual({ replace_rate_per_min: 30 });
    expect(proposeOn(rest).rationale).toContain(
      'min_interval_ms: age relief gives way to feed lag, which cannot be judged',
    );
  });

  it('is named for every KPI that a rule reads', () => {
    const text = proposeOn({}).rationale.join('\n');
    for (const { kpi } of RULES.flatMap((rule) => rule.when))
      expect(text).toContain(`${kpi} of iteration 1 is missing`);
  });
});

describe('the reasons', () => {
  it('name each rule, what it asks and the number that made it', () => {
    expect(proposeOn({ ...QUIET, risk_ratio: 0.62, adverse_bps_p95: 4.2 }).changes).toContainEqual({
      parameter: 'impact_cap_ratio',
      delta: -0.02,
      reasons: [
        'AGGRESSIVE asks -0.01 down to 0.08: risk_ratio 0.62 >= 0.6',
        'adverse selection asks -0.01: adverse_bps_p95 4.2 > 3.5',
      ],
    });
  });

  it('name the limit that a rule keeps to', () => {
    expect(proposeOn({ ...QUIET, slippage_bps_p95: 2.6 }).changes[0]?.reasons).toEqual([
      'slippage asks +0.02 up to 0.25: slippage_bps_p95 2.6 > 2.5',
    ]);
  });

  it('say so where there is nothing to change', () => {
    expect(proposeOn(QUIET)).toEqual({ changes: [], rationale: ['nothing to change'] });
  });
});

describe('over a whole run', () => {
  it('ramps a steady wish and never turns back: two equal steps in two iterations are two steps', () => {
    const steps = eightSteps(
      { ...QUIET, risk_ratio: 0.45 },
      { ...MIDDLE, min_interval_ms: 60, impact_cap_ratio: 0.12 },
    );
    expect(steps.map((each) => each.min_interval_ms)).toEqual([60, 65, 70, 75, 75, 75, 75, 75, 75]);
    expect(steps.map((each) => each.impact_cap_ratio)).toEqual([
      0.12, 0.115, 0.11, 0.105, 0.1, 0.095, 0.09, 0.09, 0.09,
    ]);
  });

  it('moves each parameter one way and comes to rest while the KPIs stay as they are', () => {
    fc.assert(
      fc.property(anyParameters(), anyKpis(), (start, kpis) => {
        const history: Observation[] = [];
        let parameters = start;
        const turns = new Map<ParameterName, number>();
        for (let iteration = 1; iteration <= 60; iteration += 1) {
          history.push({ iteration, parameters, edge: { kpis, neg_edge_drivers: [] } });
          const proposal = rulesTuner.propose(history);
          // The fallback joins at the second iteration and may turn relief around, once.
          if (iteration === 2) turns.clear();
          for (const { parameter, delta } of proposal.changes) {
            expect(Math.sign(delta) * (turns.get(parameter) ?? Math.sign(delta)), parameter).toBe(1);
            turns.set(parameter, Math.sign(delta));
          }
          if (iteration === 60) expect(proposal.changes).toEqual([]);
          parameters = applied(parameters, proposal);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('risk', () => {
  it('is never raised while risk_ratio is high, so that widening never comes with quickening', () => {
    fc.assert(
      fc.property(
        anyParameters(),
        anyKpis(),
        fc.double({ min: 0.4, max: 1, noNaN: true }),
        (parameters, kpis, risk) => {
          const risky = { ...kpis, risk_ratio: { kind: 'value', value: risk, n: 500 } as const };
          const { changes } = rulesTuner.propose([
            { iteration: 1, parameters, edge: { kpis: risky, neg_edge_drivers: [] } },
          ]);
          for (const { parameter, delta } of changes) expect(riskStep(parameter, delta)).toBeLessThan(0);
        },
      ),
    );
  });

  it('is not raised further by a KPI that got worse', () => {
    const costs = RULES.flatMap((rule) => rule.when.map(({ kpi }) => kpi)).filter((kpi) => kpi !== 'order_age_p95_ms');
    fc.assert(
      fc.property(
        anyParameters(),
        anyKpis(),
        fc.constantFrom(...costs),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (parameters, kpis, name, worsening) => {
          const kpi = kpis[name];
          fc.pre(kpi.kind === 'value');
          const worse = { ...kpi, value: name === 'net_bps' ? kpi.value - worsening : kpi.value + worsening };
          const [before, after] = [kpis, { ...kpis, [name]: worse }].map((each) =>
            deltas(rulesTuner.propose([{ iteration: 1, parameters, edge: { kpis: each, neg_edge_drivers: [] } }])),
          );
          for (const parameter of PARAMETER_NAMES) {
            const raised = Math.max(0, riskStep(parameter, after?.[parameter] ?? 0));
            expect(raised).toBeLessThanOrEqual(Math.max(0, riskStep(parameter, before?.[parameter] ?? 0)) + 1e-9);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
