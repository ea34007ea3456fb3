// Every KPI with its interval and sample size, and where one is absent, why.

import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Kpis } from '../edge/edge-report.ts';
import { ABSENT, formatKpi, formatKpiValue } from './format-kpi.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'kpi', align: 'left' },
  { title: 'value', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'n', align: 'right' },
];

/** The reasons stand below the table: as a column they would make every row too wide for a terminal. */
export function kpiTable(kpis: Kpis): string[] {
  const reasons: string[] = [];
  const rows = KPI_NAMES.map((name) => {
    const kpi = kpis[name];
    if (kpi.kind === 'absent') {
      reasons.push(`- ${name} is absent: ${kpi.reason}`);
      return [name, ABSENT, ABSENT, ABSENT];
    }
    const { interval } = kpi;
    const bounds =
      interval === undefined
        ? ABSENT
        : `${formatKpiValue(name, interval.lower)} .. ${formatKpiValue(name, interval.upper)}`;
    return [name, formatKpi(name, kpi), bounds, String(kpi.n)];
  });
  return [...textTable(COLUMNS, rows), ...reasons];
}
