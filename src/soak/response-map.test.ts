import { describe, expect, it } from 'vitest';
import type { Effect, MeasuredEffect, ResponseDocument } from '../artifacts/response-document.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
import { isTradingKpi } from '../edge/process-kpis.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { canonicalDocument } from '../json/canonical.ts';
import { parseJson } from '../json/parse.ts';
import { RESPONSE_DESIGN } from './response-design.ts';
import { mapResponse } from './response-map.ts';
import type { ResponsePair, ResponsePlan } from './response-runs.ts';

const HEADING = { scenario: 'calm', market: { scenario: 'calm' }, profile: 'steady_safe', at: 'profile' } as const;
const PARAMETERS_AT: Parameters = recordOf(PARAMETER_NAMES, (name) => PARAMETERS[name].default);

type Values = { readonly [name in KpiName]?: number };

function kpis(values: Values): Kpis {
  return recordOf(KPI_NAMES, (name): Kpi => {
    const value = values[name];
    return value === undefined ? { kind: 'absent', reason: 'no data' } : { kind: 'value', value, n: 1 };
  });
}

/** A map in which one parameter was met at both ends with these values, seed by seed, and the others did nothing. */
function mapOf(parameter: ParameterName, ends: readonly (readonly [low: Values, high: Values])[]): ResponseDocument {
  const seeds = ends.map((_, index) => 42 + index);
  const plan: ResponsePlan = { parameters: PARAMETERS_AT, seeds, windowUs: 3_600_000_000 };
  const pairs = PARAMETER_NAMES.flatMap((name) =>
    ends.map(([low, high], index): ResponsePair => ({
      parameter: name,
      seed: 42 + index,
      low: kpis(low),
      high: kpis(name === parameter ? high : low),
    })),
  );
  return mapResponse(HEADING, plan, pairs);
}

function effectOf(map: ResponseDocument, parameter: ParameterName, kpi: KpiName): Effect {
  const response = map.responses.find((one) => one.parameter === parameter);
  const effect = response?.effects.find((one) => one.kpi === kpi);
  if (effect === undefined) throw new Error('the map has no such effect');
  return effect;
}

function findings(map: ResponseDocument): readonly (MeasuredEffect['finding'] | 'absent')[] {
  const all = map.responses.flatMap(({ effects }) => effects);
  return all.map((effect) => (effect.kind === 'measured' ? effect.finding : 'absent'));
}

describe('an effect', () => {
  it('is the mean of differences paired by seed, with a t interval and a signal-to-noise ratio', () => {
    const map = mapOf('base_spread_bps_delta', [
      [{ net_bps: 1 }, { net_bps: 2 }],
      [{ net_bps: 11 }, { net_bps: 13 }],
      [{ net_bps: -5 }, { net_bps: -2 }],
    ]);
    const effect = effectOf(map, 'base_spread_bps_delta', 'net_bps');
    const reach = 4.302653 / Math.sqrt(3);
    expect(effect).toEqual({
      kind: 'measured',
      kpi: 'net_bps',
      designed: 1,
      n: 3,
      low_mean: 7 / 3,
      high_mean: 13 / 3,
      mean: 2,
      sd: 1,
      interval: { lower: expect.closeTo(2 - reach, 5), upper: expect.closeTo(2 + reach, 5) },
      snr: 2,
      finding: 'as_designed',
    });
  });

  it('is clear from the ratio on, and not below it', () => {
    const at = (third: number): Effect =>
      effectOf(
        mapOf('min_interval_ms', [
          [{ fills: 0 }, { fills: 1 }],
          [{ fills: 0 }, { fills: 2 }],
          [{ fills: 0 }, { fills: third }],
        ]),
        'min_interval_ms',
        'fills',
      );
    expect(at(3)).toMatchObject({ finding: 'clear', snr: 2 });
    expect(at(3.1)).toMatchObject({ finding: 'unclear' });
  });

  it('goes against its design where its sign is the other one', () => {
    const map = mapOf('tail_age_ms', [
      [{ order_age_p95_ms: 500 }, { order_age_p95_ms: 400 }],
      [{ order_age_p95_ms: 500 }, { order_age_p95_ms: 401 }],
    ]);
    expect(effectOf(map, 'tail_age_ms', 'order_age_p95_ms')).toMatchObject({ finding: 'against_design', mean: -99.5 });
  });

  it('is clear without a ratio where every seed shows the same, and unclear where nothing moves', () => {
    const map = mapOf('tail_age_ms', [
      [
        { fills: 1, net_bps: 3 },
        { fills: 2, net_bps: 3 },
      ],
      [
        { fills: 5, net_bps: 4 },
        { fills: 6, net_bps: 4 },
      ],
    ]);
    expect(effectOf(map, 'tail_age_ms', 'fills')).toEqual({
      kind: 'measured',
      kpi: 'fills',
      n: 2,
      low_mean: 3,
      high_mean: 4,
      mean: 1,
      sd: 0,
      interval: { lower: 1, upper: 1 },
      finding: 'clear',
    });
    expect(effectOf(map, 'tail_age_ms', 'net_bps')).toMatchObject({ mean: 0, finding: 'unclear' });
  });

  it('leaves out seeds where the KPI is absent at an end, and is absent where fewer than two are left', () => {
    const map = mapOf('impact_cap_ratio', [
      [
        { net_bps: 3, fills: 1, adverse_bps: 1 },
        { net_bps: 2, fills: 3, adverse_bps: 2 },
      ],
      [{ net_bps: 3, fills: 1 }, { net_bps: 1 }],
      [{ fills: 1 }, { net_bps: 1, fills: 4 }],
    ]);
    expect(effectOf(map, 'impact_cap_ratio', 'net_bps')).toMatchObject({ n: 2, mean: -1.5 });
    expect(effectOf(map, 'impact_cap_ratio', 'fills')).toMatchObject({ n: 2, low_mean: 1, high_mean: 3.5 });
    expect(effectOf(map, 'impact_cap_ratio', 'adverse_bps')).toMatchObject({
      kind: 'absent',
      designed: 1,
      reason: '1 of 3 seeds have it at both ends',
    });
    expect(effectOf(map, 'max_delta_ratio', 'gross_bps')).toEqual({
      kind: 'absent',
      kpi: 'gross_bps',
      reason: '0 of 3 seeds have it at both ends',
    });
  });
});

describe('a response map', () => {
  it('has every parameter over its apply bounds, every KPI, and what the runs were made with', () => {
    const map = mapOf('tail_age_ms', [
      [{}, {}],
      [{}, {}],
    ]);
    const { responses, gated, ...rest } = map;
    expect(rest).toEqual({
      ...HEADING,
      parameters: PARAMETERS_AT,
      seeds: [42, 43],
      window_us: 3_600_000_000,
      confidence: 0.95,
      clear_snr: 2,
    });
    expect(gated.map(({ kpi }) => kpi)).toEqual(SOAK_POLICY.rules.map(({ kpi }) => kpi));
    expect(responses.map(({ parameter, low, high }) => ({ parameter, min: low, max: high }))).toEqual(
      PARAMETER_NAMES.map((parameter) => ({ parameter, ...PARAMETERS[parameter].applyBounds })),
    );
    for (const { effects } of responses) expect(effects.map(({ kpi }) => kpi)).toEqual(KPI_NAMES);
    expect(new Set(findings(map))).toEqual(new Set(['absent']));
  });

  it('names the parameters that move a gated KPI, as designed or not', () => {
    const map = mapOf('base_spread_bps_delta', [
      [
        { risk_ratio: 0.4, net_bps: 3 },
        { risk_ratio: 0.5, net_bps: 3 },
      ],
      [
        { risk_ratio: 0.4, net_bps: 3 },
        { risk_ratio: 0.51, net_bps: 3.1 },
      ],
    ]);
    expect(map.gated.filter(({ moved_by }) => moved_by.length > 0)).toEqual([
      { kpi: 'risk_ratio', moved_by: ['base_spread_bps_delta'] },
    ]);
    expect(effectOf(map, 'base_spread_bps_delta', 'risk_ratio')).toMatchObject({ finding: 'against_design' });
  });

  it('is plain data that canonical JSON takes as it is', () => {
    const map = mapOf('tail_age_ms', [
      [{ fills: 1 }, { fills: 2 }],
      [{ fills: 3 }, { fills: 3 }],
    ]);
    expect(parseJson(canonicalDocument(map))).toEqual(map);
  });
});

it('the design speaks of every parameter, and of each gated KPI by two parameters at least', () => {
  for (const name of PARAMETER_NAMES) expect(Object.keys(RESPONSE_DESIGN[name].signs)).not.toEqual([]);
  for (const kpi of SOAK_POLICY.rules.map((rule) => rule.kpi).filter(isTradingKpi)) {
    const movers = PARAMETER_NAMES.filter((name) => RESPONSE_DESIGN[name].signs[kpi] !== undefined);
    expect(movers.length, kpi).toBeGreaterThanOrEqual(2);
  }
});
