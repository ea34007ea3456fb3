// One completed iteration as one plain line: how a run is told in a pipe or a log.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { KpiName } from '../../edge/edge-report.ts';
import { ABSENT, formatKpiValue } from '../../report/format-kpi.ts';
import { changedText, trendRow } from '../../report/trend.ts';

export const LINE_HEADER = 'iteration  net_bps    risk  maker_taker  p95_ms    fills     pnl/h  verdict       changed';

/** In the columns of `LINE_HEADER`. */
export function iterationLine(completed: IterationSummary, iterations: number): string {
  const row = trendRow(completed);
  const { iteration, kpis, verdict } = row;
  const value = (name: KpiName, width: number): string => {
    const number = kpis[name];
    return (number === undefined ? ABSENT : formatKpiValue(name, number)).padStart(width);
  };
  return [
    `${iteration}/${iterations}`.padStart(9),
    value('net_bps', 7),
    value('risk_ratio', 6),
    value('maker_taker_ratio', 11),
    value('p95_latency_ms', 6),
    value('fills', 7),
    value('pnl_per_hour', 8),
    verdict.padEnd(12),
    changedText(row),
  ].join('  ');
}
