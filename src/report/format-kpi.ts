// One way to write each KPI for people: digits that the measurement supports, a unit where one is needed, a dash where there is none.

import type { Kpi } from '../edge/edge-report.ts';
import type { GateKpiName } from '../edge/process-kpis.ts';

type Notation = 'bps' | 'share' | 'percent' | 'ms' | 'count' | 'money' | 'size' | 'mb' | 'seconds';

const NOTATIONS: { readonly [name in GateKpiName]: Notation } = {
  net_bps: 'bps',
  gross_bps: 'bps',
  fees_eff_bps: 'bps',
  slippage_bps: 'bps',
  slippage_bps_p95: 'bps',
  adverse_bps: 'bps',
  adverse_bps_p95: 'bps',
  inventory_bps: 'bps',
  maker_taker_ratio: 'share',
  risk_ratio: 'percent',
  min_interval_ratio: 'percent',
  concurrency_ratio: 'percent',
  throttle_ratio: 'percent',
  p95_latency_ms: 'ms',
  order_age_p95_ms: 'ms',
  cancel_ratio: 'percent',
  ws_lag_p95_ms: 'ms',
  pnl_per_hour: 'money',
  fills: 'count',
  traded_notional: 'money',
  quoting_uptime: 'percent',
  inventory_max_abs: 'size',
  rss_min_mb: 'mb',
  rss_max_mb: 'mb',
  open_files_min: 'count',
  open_files_max: 'count',
  cpu_s: 'seconds',
};

export const ABSENT = '-';

export function formatKpi(name: GateKpiName, kpi: Kpi): string {
  return kpi.kind === 'absent' ? ABSENT : formatKpiValue(name, kpi.value);
}

export function formatKpiValue(name: GateKpiName, value: number): string {
  const notation = NOTATIONS[name];
  switch (notation) {
    case 'bps':
    case 'money':
      return fixed(value, 2);
    case 'share':
      return fixed(value, 3);
    case 'percent':
      return `${fixed(value * 100, 1)}%`;
    case 'ms':
    case 'count':
      return fixed(value, 0);
    case 'mb':
      return `${fixed(value, 1)} MB`;
    case 'seconds':
      return `${fixed(value, 2)} s`;
    case 'size':
      return fixed(value, 4);
    default:
      return notation satisfies never;
  }
}

/** A fixed number of digits, without the minus sign of a rounded zero. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
