// Two runs beside each other: their verdicts, by how much each KPI differs and how sure that is, their courses over one another, parameters and
// configuration.

import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { comparePages } from '../../src/report/page/compare-pages.ts';
import type { Comparison } from '../../src/report/page/compare-pages.ts';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { DataTable } from '../parts/data-table.tsx';
import { ThemeToggle } from '../parts/theme-toggle.tsx';
import { VerdictIcon } from '../parts/verdict-badge.tsx';
import { CourseCharts } from './course-charts.tsx';
import { KpiDifferences } from './kpi-differences.tsx';

export interface CompareReportProps {
  readonly first: RunPage;
  readonly second: RunPage;
  readonly aside?: ComponentChildren;
}

export function CompareReport({ first, second, aside }: CompareReportProps): VNode {
  const comparison = useMemo(() => comparePages(first, second), [first, second]);
  return (
    <main>
      <header class="head">
        <h1>Two runs, A and B</h1>
        <div class="tools">
          {aside}
          <ThemeToggle />
        </div>
      </header>
      <section class="pair" aria-label="Verdicts">
        <Side letter="A" page={first} />
        <Side letter="B" page={second} />
      </section>
      {comparison.cautions.map((caution) => (
        <p key={caution} class="warning">
          <VerdictIcon verdict="WARN" size={14} /> {caution}
        </p>
      ))}
      <KpiDifferences comparison={comparison} />
      <CourseCharts first={first} second={second} />
      <Parameters comparison={comparison} />
      <Configuration comparison={comparison} />
    </main>
  );
}

function Side({ letter, page }: { readonly letter: string; readonly page: RunPage }): VNode {
  const { verdict, plan, identity } = page;
  return (
    <article class={`panel side ${verdict.verdict}`}>
      <h2>
        {letter}: {plan.title}
      </h2>
      <p class="small">{identity === undefined ? plan.sentence : `${identity.runId} · ${plan.sentence}`}</p>
      <p class="word">
        <VerdictIcon verdict={verdict.verdict} size={26} /> {verdict.verdict.replace('_', ' ')}{' '}
        <span>{verdict.headline}</span>
      </p>
      <p class="small">{verdict.decisive}</p>
    </article>
  );
}

function Parameters({ comparison }: { readonly comparison: Comparison }): VNode {
  const number = { align: 'right' as const };
  return (
    <section class="panel" aria-labelledby="parameters">
      <h2 id="parameters">Parameters</h2>
      <DataTable
        label="Parameters of both runs"
        columns={[
          { title: 'parameter' },
          { title: 'A, start', ...number },
          { title: 'A, final', ...number },
          { title: 'B, start', ...number },
          { title: 'B, final', ...number },
          { title: 'final values' },
        ]}
        rows={comparison.parameters.map(({ name, first, second }) => ({
          key: name,
          cells: [
            <code key="name">{name}</code>,
            String(first.start),
            String(first.now),
            String(second.start),
            String(second.now),
            first.now === second.now ? 'the same' : 'differ',
          ],
        }))}
      />
    </section>
  );
}

function Configuration({ comparison: { changed, movedSource } }: { readonly comparison: Comparison }): VNode {
  return (
    <section class="panel" aria-labelledby="configuration">
      <h2 id="configuration">Configuration</h2>
      <h3>Another value</h3>
      {changed.length === 0 ? <p class="note">No value differs.</p> : null}
      {changed.length === 0 ? null : (
        <DataTable
          label="Configuration with another value"
          columns={['name', 'A', 'from', 'B', 'from there'].map((title) => ({ title }))}
          rows={changed.map(({ name, first, second }) => ({
            key: name,
            cells: [<code key="name">{name}</code>, first.value, first.place, second.value, second.place],
          }))}
        />
      )}
      <h3>The same value from another place</h3>
      {movedSource.length === 0 ? <p class="note">None.</p> : null}
      {movedSource.length === 0 ? null : (
        <DataTable
          label="Configuration with the same value from another place"
          columns={['name', 'value', 'A from', 'B from'].map((title) => ({ title }))}
          rows={movedSource.map(({ name, first, second }) => ({
            key: name,
            cells: [<code key="name">{name}</code>, first.value, first.place, second.place],
          }))}
        />
      )}
    </section>
  );
}
