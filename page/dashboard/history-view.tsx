// What became of the same market and profile from run to run: verdicts in a row, and the gated KPIs of each run with their intervals and lines.

import type { VNode } from 'preact';
import type { RunRow, RowKpi } from '../../src/dashboard/run-row.ts';
import { ROW_KPIS } from '../../src/dashboard/run-row.ts';
import type { KpiName } from '../../src/edge/edge-report.ts';
import { thresholds } from '../parts/chart-layers.ts';
import type { Threshold } from '../parts/chart-layers.ts';
import { Chart } from '../parts/chart.tsx';
import { VerdictIcon } from '../parts/verdict-badge.tsx';
import { kpiFormat, kpiUnit } from '../run/kpi-titles.ts';
import { useLive } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';
import { marketTitle } from './run-title.ts';

/** Newer runs than this of one profile and scenario are shown. */
const MOST_RUNS = 60;

export function HistoryView({ live }: { readonly live: LiveRuns }): VNode {
  const { rows } = useLive(live);
  // What did not write its end has no verdict of its own to stand in a history.
  const ended = rows.filter(({ verdict, plan }) => verdict?.scope === 'run' && plan !== undefined);
  const groups = new Map<string, RunRow[]>();
  for (const row of ended) groups.set(marketTitle(row), [...(groups.get(marketTitle(row)) ?? []), row]);
  return (
    <main>
      <div class="view-head">
        <h1>History</h1>
        <p class="small">Runs that wrote their end, oldest on the left, for each profile and market.</p>
      </div>
      {groups.size === 0 ? <p class="empty panel">No run has ended yet.</p> : null}
      {[...groups].map(([title, members]) => (
        <Group key={title} title={title} rows={members.slice(0, MOST_RUNS).toReversed()} all={members.length} />
      ))}
    </main>
  );
}

interface GroupProps {
  readonly title: string;
  /** The oldest first. */
  readonly rows: readonly RunRow[];
  /** How many there are, those included that are not shown. */
  readonly all: number;
}

function Group({ title, rows, all }: GroupProps): VNode {
  return (
    <section class="panel history" aria-label={title}>
      <h2>{title}</h2>
      <p class="small">
        {all > rows.length ? `the newest ${rows.length} of ${all} runs` : `${all} run${all === 1 ? '' : 's'}`}
      </p>
      <ol class="verdict-row" aria-label={`Verdicts of ${title}`}>
        {rows.map(({ id, verdict }) => (
          <li key={id}>
            {verdict === undefined ? null : (
              <a href={hrefOf({ kind: 'run', id })} title={`${id}: ${verdict.verdict}`}>
                <VerdictIcon verdict={verdict.verdict} size={18} />
                <span class="unseen">
                  {verdict.verdict} {id}
                </span>
              </a>
            )}
          </li>
        ))}
      </ol>
      {rows.length < 2 ? (
        <p class="small">A trend takes two runs.</p>
      ) : (
        <div class="grid">
          {ROW_KPIS.map((name) => (
            <KpiTrend key={name} name={name} rows={rows} />
          ))}
        </div>
      )}
    </section>
  );
}

function KpiTrend({ name, rows }: { readonly name: KpiName; readonly rows: readonly RunRow[] }): VNode {
  const kpis = rows.map((row) => row.kpis.find((kpi) => kpi.name === name));
  const lines = linesOf(rows.at(-1), name);
  return (
    <Chart
      title={name}
      unit={kpiUnit(name)}
      x={rows.map((_, index) => index + 1)}
      xName="run"
      range={[0.5, rows.length + 0.5]}
      lines={[
        {
          label: name,
          colour: 'accent',
          column: {
            last: kpis.map((kpi) => (kpi === undefined || 'absent' in kpi ? null : kpi.value)),
            low: kpis.map((kpi) => boundOf(kpi, 'lower')),
            high: kpis.map((kpi) => boundOf(kpi, 'upper')),
          },
        },
      ]}
      layers={[thresholds(lines)]}
      include={lines.map(({ value }) => value)}
      height={140}
      format={kpiFormat(name)}
    />
  );
}

/** By the policy of the newest run. */
function linesOf(row: RunRow | undefined, name: KpiName): readonly Threshold[] {
  const rules = row?.plan?.rules.filter(({ kpi, kind }) => kpi === name && (kind ?? 'absolute') === 'absolute') ?? [];
  const drawn = (look: Threshold['look']): readonly Threshold[] =>
    rules.flatMap(({ [look]: value }) => (value === undefined ? [] : [{ value, look }]));
  return [...drawn('soft'), ...drawn('hard')];
}

/** A value without an interval is its own. */
function boundOf(kpi: RowKpi | undefined, side: 'lower' | 'upper'): number | null {
  return kpi === undefined || 'absent' in kpi ? null : (kpi[side] ?? kpi.value);
}
