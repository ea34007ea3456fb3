// One gate: what was measured, how sure that is, how far the lines are, and what its KPI did over the run.

import type { VNode } from 'preact';
import type { PageGate, PageSeries } from '../../src/report/page/run-page.ts';
import { Spark } from '../parts/spark.tsx';
import { VerdictBadge } from '../parts/verdict-badge.tsx';
import { IntervalBar } from './interval-bar.tsx';
import { kpiUnit, KPI_TITLES } from './kpi-titles.ts';

export function GateCard({ gate, series }: { readonly gate: PageGate; readonly series: PageSeries }): VNode {
  const { name, kpi, kind, text, n, verdict, interval } = gate;
  const course = kpi === undefined ? undefined : series.kpis[kpi];
  return (
    <article class={`gate ${verdict}`}>
      <header>
        <h3 title={kpi === undefined ? name : KPI_TITLES[kpi]}>{name}</h3>
        <VerdictBadge verdict={verdict} />
      </header>
      <p class="figure">
        <b>{text.value}</b> <span class="unit">{kind === 'absolute' && kpi !== undefined ? kpiUnit(kpi) : kind}</span>
        {course === undefined ? null : <Spark values={course.last} label={`${name} over the iterations`} />}
      </p>
      <IntervalBar gate={gate} />
      <p class="small">
        {interval === undefined ? 'no interval' : `${text.interval} at ${Math.round(interval.confidence * 100)} %`}
        {n === undefined ? '' : `, n ${n.toLocaleString('en')}`}
      </p>
    </article>
  );
}
