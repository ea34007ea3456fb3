// What the verdict rests on and what it does not say: every KPI with its interval, the rules' reasons, the laws that were checked, the simulator's
// assumptions, and the configuration with where each value came from.

import type { VNode } from 'preact';
import { formatKpiValue } from '../../src/report/format-kpi.ts';
import type { PageKpi, PageSetting, RunPage } from '../../src/report/page/run-page.ts';
import { DataTable } from '../parts/data-table.tsx';
import { VerdictIcon } from '../parts/verdict-badge.tsx';
import { KPI_TITLES, kpiUnit } from './kpi-titles.ts';

export function Evidence({ page }: { readonly page: RunPage }): VNode {
  const { kpis, verdict, gates, laws, assumptions, plan, nextRun } = page;
  return (
    <>
      <section class="panel" aria-labelledby="judged-kpis">
        <h2 id="judged-kpis">Every KPI of the judged iterations together</h2>
        <DataTable
          label="Table of the judged KPIs"
          columns={[
            { title: 'KPI' },
            { title: 'value', align: 'right' },
            { title: 'interval', align: 'right' },
            { title: 'n', align: 'right' },
            { title: 'what it is' },
          ]}
          rows={kpis.map((kpi) => ({ key: kpi.name, cells: kpiCells(kpi) }))}
        />
      </section>
      <div class="pair">
        <section class="panel" aria-labelledby="why">
          <h2 id="why">Why this verdict</h2>
          <pre class="wrap">{verdict.gateLine}</pre>
          <ul class="list">
            {verdict.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <p class="note">{verdict.bounds}</p>
          <ul class="list small">
            {gates.map(({ name, explanation }) => (
              <li key={name}>{explanation}</li>
            ))}
          </ul>
        </section>
        <section class="panel" aria-labelledby="rests-on">
          <h2 id="rests-on">What it rests on</h2>
          <h3>Laws, checked when this page was made</h3>
          <ul class="list">
            {laws.map(({ sentence, holds }) => (
              <li key={sentence}>
                <VerdictIcon verdict={holds ? 'PASS' : 'FAIL'} size={13} /> {holds ? '' : 'BROKEN: '}
                {sentence}
              </li>
            ))}
          </ul>
          <h3>Assumptions of the target</h3>
          <ul class="list">
            {[...assumptions, ...plan.facts].map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
          <p class="small">
            plan <code>{plan.planSha256}</code>
          </p>
        </section>
      </div>
      <section class="panel" aria-labelledby="configuration">
        <h2 id="configuration">Configuration, and where each value came from</h2>
        <DataTable
          label="Table of the configuration"
          columns={[{ title: 'name' }, { title: 'value', align: 'right' }, { title: 'from' }, { title: 'instead of' }]}
          rows={page.configuration.map((setting) => ({ key: setting.name, cells: settingCells(setting) }))}
        />
      </section>
      <section class="panel" aria-labelledby="next-run">
        <h2 id="next-run">To start a run where this one ended</h2>
        <pre class="scroll" tabIndex={0} role="region" aria-label="Commands">
          {nextRun.join('\n')}
        </pre>
      </section>
    </>
  );
}

function kpiCells(kpi: PageKpi): readonly (string | VNode)[] {
  const name = <code>{kpi.name}</code>;
  const meaning = KPI_TITLES[kpi.name];
  if ('absent' in kpi) return [name, 'absent', '', '', `${meaning}; ${kpi.absent}`];
  const { interval, value, n } = kpi;
  const write = (number: number): string => formatKpiValue(kpi.name, number);
  const unit = kpiUnit(kpi.name);
  return [
    name,
    `${write(value)}${unit === '' ? '' : ` ${unit}`}`,
    interval === undefined ? '' : `${write(interval.lower)} .. ${write(interval.upper)}`,
    n.toLocaleString('en'),
    meaning,
  ];
}

function settingCells({ name, value, candidates: [won, ...others] }: PageSetting): readonly (string | VNode)[] {
  return [
    <code key="name">{name}</code>,
    value === '' ? (won?.text ?? '') : value,
    won === undefined ? '' : won.place,
    others.map(({ text, place }) => `${text} (${place})`).join(', '),
  ];
}
