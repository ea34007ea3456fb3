// The KPIs iteration by iteration: the gated ones with their intervals and lines, all others on request.

import type { VNode } from 'preact';
import { KPI_NAMES } from '../../src/edge/edge-report.ts';
import type { KpiName } from '../../src/edge/edge-report.ts';
import type { Column, RunPage } from '../../src/report/page/run-page.ts';
import { thresholds } from '../parts/chart-layers.ts';
import { Chart } from '../parts/chart.tsx';
import { shortNumber } from '../parts/short-number.ts';
import { Later } from '../parts/later.tsx';
import { linesOf } from './gate-lines.ts';
import { kpiFormat, KPI_TITLES, kpiUnit } from './kpi-titles.ts';
import type { RunFrame } from './run-frame.ts';

interface KpiChartsProps {
  readonly page: RunPage;
  readonly frame: RunFrame;
}

export function KpiCharts({ page, frame }: KpiChartsProps): VNode {
  const gated = [...new Set(page.gates.flatMap(({ kpi }) => kpi ?? []))];
  const others = KPI_NAMES.filter((name) => !gated.includes(name));
  return (
    <section class="panel" aria-labelledby="kpis-over-iterations">
      <h2 id="kpis-over-iterations">KPIs over the iterations</h2>
      <div class="grid">
        {gated.map((name) => (
          <KpiChart key={name} name={name} page={page} frame={frame} />
        ))}
      </div>
      <Later summary={`The other ${others.length} KPIs`}>
        {() => (
          <div class="grid">
            {others.map((name) => (
              <KpiChart key={name} name={name} page={page} frame={frame} />
            ))}
          </div>
        )}
      </Later>
    </section>
  );
}

function KpiChart({ name, page, frame }: KpiChartsProps & { readonly name: KpiName }): VNode | null {
  const { series, gates } = page;
  const column = series.kpis[name];
  if (column === undefined || column.last.every((value) => value === null)) return null;
  const lines = linesOf(gates, name);
  return (
    <Chart
      {...frame}
      title={name}
      unit={kpiUnit(name)}
      note={KPI_TITLES[name]}
      lines={[{ label: name, column: withInterval(column, series.intervals[name]), colour: 'accent' }]}
      layers={[frame.bands, thresholds(lines)]}
      include={lines.map(({ value }) => value)}
      height={150}
      format={kpiFormat(name)}
      {...(kpiUnit(name).startsWith('quote') ? { tick: shortNumber } : {})}
    />
  );
}

/** Each iteration's own interval as the band around the line. */
function withInterval(column: Column, interval: RunPage['series']['intervals'][KpiName]): Column {
  return interval === undefined ? column : { ...column, low: interval.lower, high: interval.upper };
}
