import { expect, test } from 'vitest';
import type { Effect, MeasuredEffect, ResponseDocument } from '../artifacts/response-document.ts';
import { responseLines } from './response-text.ts';

function measured(effect: Partial<MeasuredEffect> & Pick<MeasuredEffect, 'kpi' | 'mean' | 'finding'>): Effect {
  return {
    kind: 'measured',
    n: 8,
    low_mean: 0,
    high_mean: effect.mean,
    sd: 1,
    interval: { lower: effect.mean - 0.05, upper: effect.mean + 0.05 },
    snr: 3.04,
    ...effect,
  };
}

const MAP: ResponseDocument = {
  scenario: 'calm',
  market: { scenario: 'calm' },
  profile: 'steady_safe',
  at: 'profile',
  parameters: {
    min_interval_ms: 75,
    replace_rate_per_min: 260,
    base_spread_bps_delta: 0.16,
    tail_age_ms: 740,
    impact_cap_ratio: 0.08,
    max_delta_ratio: 0.12,
  },
  seeds: [42, 43, 44],
  window_us: 3_600_000_000,
  confidence: 0.95,
  clear_snr: 2,
  responses: [
    {
      parameter: 'base_spread_bps_delta',
      mechanism: 'quotes stand farther away',
      low: 0.08,
      high: 0.25,
      effects: [
        measured({ kpi: 'net_bps', mean: 0.514, designed: 1, finding: 'as_designed' }),
        measured({ kpi: 'gross_bps', mean: 0.02, designed: 1, snr: 1.4, finding: 'unclear' }),
        measured({ kpi: 'fees_eff_bps', mean: 0.4, snr: 1.9, finding: 'unclear' }),
        measured({ kpi: 'adverse_bps', mean: 0.1, designed: -1, snr: 27, finding: 'against_design' }),
        measured({ kpi: 'risk_ratio', mean: -0.12, snr: 2.6, finding: 'clear' }),
        { kind: 'absent', kpi: 'slippage_bps', designed: -1, reason: '1 of 3 seeds have it at both ends' },
      ],
    },
    {
      parameter: 'tail_age_ms',
      mechanism: 'quotes may grow older',
      low: 500,
      high: 800,
      effects: [
        measured({ kpi: 'net_bps', mean: -0.001, designed: -1, snr: 0.2, finding: 'unclear' }),
        { kind: 'absent', kpi: 'risk_ratio', reason: '0 of 3 seeds have it at both ends' },
      ],
    },
  ],
  gated: [
    { kpi: 'net_bps', moved_by: ['base_spread_bps_delta'] },
    { kpi: 'risk_ratio', moved_by: [] },
  ],
};

test('a response map as text: heading, gated KPIs, each parameter with its bars, conclusions', () => {
  expect(responseLines(MAP).join('\n').split('\n')).toEqual([
    'scenario calm: each parameter from its lower to its upper bound, the others of profile steady_safe,',
    '1 h on each of 3 markets (seeds 42..44), the same at both ends;',
    'effects with their 95 % interval, SNR is the mean effect over its standard deviation',
    '',
    'What moves the gated KPIs: the effect, and in brackets its SNR where that is 2 or more',
    '| parameter             |   from .. to |     net_bps |   risk_ratio |',
    '|-----------------------|-------------:|------------:|-------------:|',
    '| base_spread_bps_delta | 0.08 .. 0.25 | +0.51 (3.0) | -12.0% (2.6) |',
    '| tail_age_ms           |   500 .. 800 |        0.00 |            - |',
    '- net_bps: base_spread_bps_delta',
    '- risk_ratio: no parameter',
    '',
    'base_spread_bps_delta 0.08 -> 0.25: quotes stand farther away',
    '| kpi          | effect |        interval |  SNR | - effect +  | finding                           |',
    '|--------------|-------:|----------------:|-----:|-------------|-----------------------------------|',
    '| net_bps      |  +0.51 |  +0.46 .. +0.56 |  3.0 | ·····┼███·· | as designed                       |',
    '| gross_bps    |  +0.02 |  -0.03 .. +0.07 |  1.4 | ·····┼█···· | designed +, SNR below 2           |',
    '| adverse_bps  |  +0.10 |  +0.05 .. +0.15 | 27.0 | ·····┼█████ | AGAINST ITS DESIGN                |',
    '| risk_ratio   | -12.0% | -17.0% .. -7.0% |  2.6 | ··███┼····· | clear                             |',
    '| slippage_bps |      - |               - |    - | ·····┼····· | 1 of 3 seeds have it at both ends |',
    '',
    'tail_age_ms 500 -> 800: quotes may grow older',
    '| kpi     | effect |       interval | SNR | - effect +  | finding                 |',
    '|---------|-------:|---------------:|----:|-------------|-------------------------|',
    '| net_bps |   0.00 | -0.05 .. +0.05 | 0.2 | ·····┼····· | designed -, SNR below 2 |',
    '',
    'base_spread_bps_delta moves adverse_bps against its design',
    'tail_age_ms moves no KPI as designed with an SNR of 2 or more',
  ]);
});

test('parameters in the middle of their bounds, and a design that is met, are said', () => {
  const [spread] = MAP.responses;
  const text = responseLines({ ...MAP, at: 'middle', responses: spread === undefined ? [] : [spread] }).join('\n');
  expect(text).toContain('the others in the middle of their bounds,');
  expect(text).toMatch(/every parameter moves at least one KPI as designed with an SNR of 2 or more$/u);
});

test('an effect that is the same on every seed has a full bar and no ratio', () => {
  const interval = { lower: 3, upper: 3 };
  const means = { low_mean: 1, high_mean: 4, mean: 3, sd: 0 };
  const effect: Effect = { kind: 'measured', kpi: 'fills', n: 8, ...means, interval, finding: 'clear' };
  const response = { parameter: 'tail_age_ms', mechanism: 'm', low: 500, high: 800, effects: [effect] } as const;
  expect(responseLines({ ...MAP, responses: [response] })).toContain(
    '| fills |     +3 | +3 .. +3 |   - | ·····┼█████ | clear   |',
  );
});
