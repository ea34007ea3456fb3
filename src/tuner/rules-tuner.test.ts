import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS, PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { RULES } from './rules.ts';
import { rulesTuner } from './rules-tuner.ts';
import { anyKpis, anyParameters, applied, observe, riskStep } from './tuner.conformance.ts';
import type { KpiValues } from './tuner.conformance.ts';
import type { Observation, Proposal } from './tuner.ts';

/** In the middle of the apply bounds, with room on both sides. */
const MIDDLE: Parameters = {
  min_interval_ms: 60,
  replace_rate_per_min: 260,
  base_spread_bps_delta: 0.16,
  tail_age_ms: 650,
  impact_cap_ratio: 0.1,
  max_delta_ratio: 0.13,
};

/** Between all zones, and no driver or relief fires. */
const QUIET: KpiValues = {
  risk_ratio: 0.37,
  net_bps: 2.8,
  adverse_bps_p95: 2,
  slippage_bps_p95: 1,
  min_interval_ratio: 0.1,
  concurrency_ratio: 0.1,
  cancel_ratio: 0.4,
  ws_lag_p95_ms: 50,
  order_age_p95_ms: 300,
};

/** What the drivers watch, each with a value at which its driver acts and age relief is still allowed. */
const ACTING: readonly (readonly [KpiName, number])[] = [
  ['adverse_bps_p95', 3.6],
  ['slippage_bps_p95', 2.6],
  ['min_interval_ratio', 0.9],
  ['concurrency_ratio', 0.9],
  ['cancel_ratio', 0.9],
  ['ws_lag_p95_ms', 500],
];

function proposeOn(values: KpiValues, parameters: Partial<Parameters> = {}): Proposal {
  return rulesTuner.propose([observe(1, { ...MIDDLE, ...parameters }, values)]);
}

function deltas(proposal: Proposal): { [name in ParameterName]?: number } {
  return Object.fromEntries(proposal.changes.map(({ parameter, delta }) => [parameter, delta]));
}

/** What is proposed after iterations that showed these, one after the other. */
function deltasAfter(...values: readonly KpiValues[]): { [name in ParameterName]?: number } {
  return deltas(rulesTuner.propose(values.map((each, index) => observe(index + 1, MIDDLE, each))));
}

/** The parameters of eight iterations that all show the same, each proposal granted. */
function eightSteps(values: KpiValues, start: Parameters): readonly Parameters[] {
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
