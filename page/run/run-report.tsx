// Everything about one run, top to bottom: what decides first, what explains it below.

import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { Decisions } from './decisions.tsx';
import { Distributions } from './distributions.tsx';
import { Evidence } from './evidence.tsx';
import { GateCard } from './gate-card.tsx';
import { KpiCharts } from './kpi-charts.tsx';
import { MarkLegend } from './mark-legend.tsx';
import { NetChart } from './net-chart.tsx';
import { ParameterCharts } from './parameter-charts.tsx';
import { Positions } from './positions.tsx';
import { runFrame } from './run-frame.ts';
import { VerdictHead } from './verdict-head.tsx';
import { VerdictStrip } from './verdict-strip.tsx';
import { WithinCharts } from './within-charts.tsx';

export interface RunReportProps {
  readonly page: RunPage;
  /** Stands at the right of the head: a way back, whether the page is live. */
  readonly aside?: ComponentChildren;
}

export function RunReport({ page, aside }: RunReportProps): VNode {
  const frame = useMemo(() => runFrame(page), [page]);
  return (
    <main>
      <VerdictHead page={page} aside={aside} />
      <section class="gates" aria-labelledby="gates">
        <h2 id="gates" class="unseen">
          Gates
        </h2>
        {page.gates.map((gate) => (
          <GateCard key={gate.name} gate={gate} series={page.series} />
        ))}
      </section>
      <section class="first-look">
        <div class="panel">
          <h2>What the tuner did and why</h2>
          <ul class="plain">
            {page.tuning.sentences.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <VerdictStrip series={page.series} />
          <NetChart series={page.series} frame={frame} height={210} />
        </div>
        <div class="panel">
          <h2>Parameters as they moved</h2>
          <MarkLegend />
          <ParameterCharts page={page} frame={frame} />
        </div>
      </section>
      <Decisions tuning={page.tuning} />
      <KpiCharts page={page} frame={frame} />
      <WithinCharts page={page} />
      <Positions page={page} frame={frame} />
      <Distributions page={page} />
      <Evidence page={page} />
    </main>
  );
}
