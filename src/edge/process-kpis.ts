// What the process under test used of its machine in one window: measured from outside, kept apart from the KPIs of trading, and judged by
// the same gates. Only a target that runs a process has them.

import { KPI_NAMES } from './edge-report.ts';
import type { Kpi, KpiName, Kpis } from './edge-report.ts';

export const PROCESS_KPI_NAMES = ['rss_min_mb', 'rss_max_mb', 'open_files_min', 'open_files_max', 'cpu_s'] as const;
type ProcessKpiName = (typeof PROCESS_KPI_NAMES)[number];

/** Resident memory in MB (10^6 bytes) and open files, least and most of the window; seconds of processor time. Of all processes together. */
export type ProcessKpis = { readonly [name in ProcessKpiName]: Kpi };

/** Everything that a gate may hold a line against. */
export type GateKpiName = KpiName | ProcessKpiName;
export type GateKpis = Partial<Kpis & ProcessKpis>;

interface Measured {
  readonly edge: { readonly kpis: Kpis };
  readonly process?: ProcessKpis | undefined;
}

/** Of one window, where both were measured. */
export function gateKpis({ edge, process }: Measured): GateKpis {
  return { ...edge.kpis, ...process };
}

export function isTradingKpi(name: GateKpiName): name is KpiName {
  return KPI_NAMES.some((one) => one === name);
}
