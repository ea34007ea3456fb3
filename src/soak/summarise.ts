// One completed iteration as its summary: the flat numbers that scripts read, beside the full reports they come from.

import type { IterationSummary, KpiValues } from '../artifacts/iteration-summary.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { KpiName, Kpis } from '../edge/edge-report.ts';
import type { Judgement } from '../gates/judgement.ts';

/** The parts that are not derived; `summary` and `absent` are. */
export type CompletedIteration = Omit<IterationSummary, 'summary' | 'absent'>;

export function summarise(completed: CompletedIteration): IterationSummary {
  return {
    ...completed,
    summary: {
      ...kpiValues(completed.edge.kpis),
      neg_edge_drivers: completed.edge.neg_edge_drivers,
      kpi_verdict: completed.gate.verdict,
      kpi_reasons: kpiReasons(completed.gate),
    },
    absent: absentKpis(completed.edge.kpis),
  };
}

function kpiValues(kpis: Kpis): KpiValues {
  const values: { [name in KpiName]?: number } = {};
  for (const name of KPI_NAMES) {
    const kpi = kpis[name];
    if (kpi.kind === 'value') values[name] = kpi.value;
  }
  return values;
}

function absentKpis(kpis: Kpis): IterationSummary['absent'] {
  const reasons: { [name in KpiName]?: string } = {};
  for (const name of KPI_NAMES) {
    const kpi = kpis[name];
    if (kpi.kind === 'absent') reasons[name] = kpi.reason;
  }
  return reasons;
}

function kpiReasons(gate: Judgement): readonly string[] {
  return gate.rules.filter((rule) => rule.verdict !== 'PASS').map((rule) => rule.reason);
}
