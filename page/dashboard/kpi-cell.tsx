// One KPI of a run in a table: the value, and below it the bounds of its interval.

import type { VNode } from 'preact';
import type { KpiName } from '../../src/edge/edge-report.ts';
import type { RunRow } from '../../src/dashboard/run-row.ts';
import { formatKpiValue } from '../../src/report/format-kpi.ts';

interface KpiCellProps {
  readonly row: RunRow;
  readonly name: KpiName;
  readonly label: string;
}

export function KpiCell({ row, name, label }: KpiCellProps): VNode {
  const kpi = row.kpis.find((one) => one.name === name);
  if (kpi === undefined || 'absent' in kpi) {
    const why = kpi === undefined ? 'no iteration counts yet' : kpi.absent;
    return (
      <td class="number" data-label={label}>
        <span title={why}>no data</span>
      </td>
    );
  }
  const { value, lower, upper } = kpi;
  return (
    <td class="number" data-label={label}>
      <b>{formatKpiValue(name, value)}</b>
      <span class="bounds">
        {lower === undefined || upper === undefined
          ? ''
          : `${formatKpiValue(name, lower)} .. ${formatKpiValue(name, upper)}`}
      </span>
    </td>
  );
}
