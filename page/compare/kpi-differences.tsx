// By how much B differs from A in each KPI, with the interval of the difference drawn around zero.

import type { VNode } from 'preact';
import { formatKpiValue } from '../../src/report/format-kpi.ts';
import type { Comparison, KpiComparison } from '../../src/report/page/compare-pages.ts';
import type { PageKpi } from '../../src/report/page/run-page.ts';
import { DataTable } from '../parts/data-table.tsx';
import { KPI_TITLES, kpiUnit } from '../run/kpi-titles.ts';

const SIGNS = { better: '▲ better', worse: '▼ worse', higher: '↑ higher', lower: '↓ lower', open: '? open' } as const;

export function KpiDifferences({ comparison: { kpis } }: { readonly comparison: Comparison }): VNode {
  const confidence = kpis.find(({ interval }) => interval !== undefined)?.interval?.confidence;
  const number = { align: 'right' as const };
  return (
    <section class="panel" aria-labelledby="differences">
      <h2 id="differences">KPIs of the judged iterations</h2>
      <p class="note">
        {confidence === undefined
          ? 'No KPI has an interval in both runs.'
          : `Bounds of the difference at ${Number((100 * confidence).toFixed(2))} %, one-sided, of two runs taken as independent (Welch). Open: the bounds leave the sign open.`}
      </p>
      <DataTable
        label="KPIs of both runs and their difference"
        columns={[
          { title: 'KPI' },
          { title: 'A', ...number },
          { title: 'B', ...number },
          { title: 'B less A', ...number },
          { title: 'interval', ...number },
          { title: 'around zero' },
          { title: 'B is' },
        ]}
        rows={kpis.map((kpi) => ({ key: kpi.name, cells: cellsOf(kpi) }))}
      />
    </section>
  );
}

function cellsOf(comparison: KpiComparison): readonly (string | VNode | null)[] {
  const { name, first, second, difference, interval, finding } = comparison;
  const write = (value: number): string => formatKpiValue(name, value);
  return [
    <span key="name" title={KPI_TITLES[name]}>
      <code>{name}</code> <span class="unit">{kpiUnit(name)}</span>
    </span>,
    written(first),
    written(second),
    difference === undefined ? '' : `${difference > 0 ? '+' : ''}${write(difference)}`,
    interval === undefined ? '' : `${write(interval.lower)} .. ${write(interval.upper)}`,
    interval === undefined || difference === undefined ? null : (
      <Around key="around" lower={interval.lower} value={difference} upper={interval.upper} />
    ),
    finding === undefined ? (
      ''
    ) : (
      <span key="finding" class={`finding ${finding}`}>
        {SIGNS[finding]}
      </span>
    ),
  ];
}

function written(kpi: PageKpi): string {
  return 'absent' in kpi ? 'absent' : formatKpiValue(kpi.name, kpi.value);
}

const WIDTH = 160;
const MIDDLE = 8;

/** Zero in the middle, and both sides to the same scale. */
function Around({
  lower,
  value,
  upper,
}: {
  readonly lower: number;
  readonly value: number;
  readonly upper: number;
}): VNode {
  const reach = Math.max(Math.abs(lower), Math.abs(upper), 1e-12) * 1.1;
  const x = (at: number): number => WIDTH / 2 + (at / reach) * (WIDTH / 2);
  return (
    <svg class="around" viewBox={`0 0 ${WIDTH} 16`} width={WIDTH} height={16} aria-hidden="true">
      <path class="zero" d={`M${WIDTH / 2} 0V16`} />
      <path class="whisker" d={`M${x(lower)} ${MIDDLE}H${x(upper)}M${x(lower)} 4v8M${x(upper)} 4v8`} />
      <circle class="value" cx={x(value)} cy={MIDDLE} r="3.5" />
    </svg>
  );
}
