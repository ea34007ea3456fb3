// The gated KPIs of both runs over one another, iteration by iteration.

import type { VNode } from 'preact';
import type { KpiName } from '../../src/edge/edge-report.ts';
import type { Column, PageSeries, RunPage } from '../../src/report/page/run-page.ts';
import { thresholds } from '../parts/chart-layers.ts';
import { Chart } from '../parts/chart.tsx';
import { linesOf } from '../run/gate-lines.ts';
import { kpiFormat, KPI_TITLES, kpiUnit } from '../run/kpi-titles.ts';

interface CourseChartsProps {
  readonly first: RunPage;
  readonly second: RunPage;
}

export function CourseCharts({ first, second }: CourseChartsProps): VNode {
  const names = [...new Set([...first.gates, ...second.gates].flatMap(({ kpi }) => kpi ?? []))];
  const x = [...new Set([...first.series.iterations, ...second.series.iterations])].toSorted(
    (one, other) => one - other,
  );
  return (
    <section class="panel" aria-labelledby="courses">
      <h2 id="courses">Over the iterations</h2>
      <div class="grid">
        {names.map((name) => (
          <Chart
            key={name}
            title={name}
            unit={kpiUnit(name)}
            note={KPI_TITLES[name]}
            x={x}
            xName="iteration"
            range={[(x[0] ?? 1) - 0.5, (x.at(-1) ?? 1) + 0.5]}
            sync="compared"
            lines={[
              { label: 'A', column: columnOver(x, first.series, name), colour: 'accent' },
              { label: 'B', column: columnOver(x, second.series, name), colour: 'part-adverse', dash: [6, 4] },
            ]}
            layers={[thresholds(linesOf(first.gates, name))]}
            include={linesOf(first.gates, name).map(({ value }) => value)}
            height={160}
            format={kpiFormat(name)}
          />
        ))}
      </div>
    </section>
  );
}

/** The last values alone, so that two bands do not hide one another. */
function columnOver(x: readonly number[], { iterations, kpis }: PageSeries, name: KpiName): Column {
  const own = new Map(iterations.map((iteration, index) => [iteration, kpis[name]?.last[index]]));
  return { last: x.map((iteration) => own.get(iteration) ?? null) };
}
