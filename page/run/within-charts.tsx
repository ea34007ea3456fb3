// Inside the iterations: the sub-windows from which the intervals come, what they earned, and what was held.

import type { VNode } from 'preact';
import { durationText } from '../../src/report/duration-text.ts';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { Chart } from '../parts/chart.tsx';
import type { ChartLine } from '../parts/chart-props.ts';
import { shortNumber } from '../parts/short-number.ts';
import { kpiFormat, kpiUnit } from './kpi-titles.ts';

const GATED = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms'] as const;

export function WithinCharts({ page }: { readonly page: RunPage }): VNode | null {
  const { within, reductions } = page;
  const last = within.hours.at(-1);
  if (last === undefined) return null;
  const first = (within.hours[0] ?? 0) - (within.blockUs * within.per) / 3_600_000_000;
  const shared = { x: within.hours, xName: 'hour', range: [first, last] as const, sync: 'hours', height: 150 };
  return (
    <section class="panel" aria-labelledby="within">
      <h2 id="within">Within the iterations</h2>
      <p class="note">
        Sub-windows of {durationText(within.blockUs)}
        {within.per === 1 ? '' : `, ${within.per} of them to a point`}: from their scatter come the intervals.
        {reductions.length === 0 ? '' : ` ${reductions.join(' ')}`}
      </p>
      <div class="grid">
        <Chart
          {...shared}
          title="Equity"
          unit="quote currency, earned since the first point"
          lines={[{ label: 'earned', column: within.pnl, colour: 'accent' }]}
          include={[0]}
          format={money}
          tick={shortNumber}
        />
        <Chart
          {...shared}
          title="Inventory"
          unit="quote currency at the mid, long above zero; the band reaches to the extremes"
          lines={[{ label: 'held', column: within.inventory, colour: 'accent' } satisfies ChartLine]}
          include={[0]}
          format={money}
          tick={shortNumber}
        />
        {GATED.map((name) => (
          <Chart
            key={name}
            {...shared}
            title={name}
            unit={kpiUnit(name)}
            lines={[{ label: name, column: within[name], colour: 'accent' }]}
            isClipped
            format={kpiFormat(name)}
          />
        ))}
      </div>
    </section>
  );
}

function money(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });
}
