import { describe, expect, it } from 'vitest';
import type { Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
import { gateLine } from './gate-line.ts';
import { VERDICTS } from './judgement.ts';
import { kpisOf, measured } from './kpis.fixture.ts';

const GOOD: { readonly [name in KpiName]?: Kpi } = {
  net_bps: measured(3.2),
  risk_ratio: measured(0.35),
  maker_taker_ratio: measured(0.92),
  p95_latency_ms: measured(280),
};

function line(told: { readonly [name in KpiName]?: Kpi }): string {
  const kpis: Kpis = kpisOf({ ...GOOD, ...told });
  return gateLine({ verdict: 'PASS' }, kpis);
}

describe('gateLine', () => {
  it.each(VERDICTS.map((verdict) => [verdict, verdict === 'PASS' ? 'OK' : verdict]))(
    'writes %s as %s',
    (verdict, status) => {
      expect(gateLine({ verdict }, kpisOf(GOOD))).toBe(
        `| kpi_gate | status=${status} | net=3.2 risk=35.0% maker_taker=0.92 latency=280ms |`,
      );
    },
  );

  it('rounds each KPI as it always did', () => {
    expect(
      line({
        net_bps: measured(-1.26),
        risk_ratio: measured(0.3456),
        maker_taker_ratio: measured(1),
        p95_latency_ms: measured(280.6),
      }),
    ).toBe('| kpi_gate | status=OK | net=-1.3 risk=34.6% maker_taker=1.00 latency=281ms |');
  });

  it('writes n/a for what was not measured, never a number', () => {
    const absent: Kpi = { kind: 'absent', reason: 'no fills' };
    expect(gateLine({ verdict: 'NO_DATA' }, kpisOf({}))).toBe(
      '| kpi_gate | status=NO_DATA | net=n/a risk=n/a maker_taker=n/a latency=n/a |',
    );
    expect(line({ net_bps: absent, risk_ratio: measured(Number.NaN), p95_latency_ms: measured(Infinity) })).toBe(
      '| kpi_gate | status=OK | net=n/a risk=n/a maker_taker=0.92 latency=n/a |',
    );
  });
});
