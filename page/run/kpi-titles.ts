// What each KPI is, in a few words, and the unit behind its number.

import type { KpiName } from '../../src/edge/edge-report.ts';
import { formatKpiValue } from '../../src/report/format-kpi.ts';

export const KPI_TITLES: { readonly [name in KpiName]: string } = {
  net_bps: 'what is left of each traded unit after all costs',
  gross_bps: 'half spread earned by maker fills',
  fees_eff_bps: 'fees paid less rebates received',
  slippage_bps: 'cost of taker fills against the mid',
  slippage_bps_p95: 'the same, 95th percentile of fills',
  adverse_bps: 'mid move against us within 1 s of a fill',
  adverse_bps_p95: 'the same, 95th percentile of fills',
  inventory_bps: 'loss from holding beyond that second',
  maker_taker_ratio: 'maker notional, share of all notional',
  risk_ratio: 'quote decisions denied by the risk guard, share of all',
  min_interval_ratio: 'quote decisions blocked by the least interval',
  concurrency_ratio: 'quote decisions blocked by requests in flight',
  throttle_ratio: 'quote decisions blocked by the replace budget',
  p95_latency_ms: 'order sent to acknowledgement, 95th percentile',
  order_age_p95_ms: 'age of resting orders, 95th percentile over time',
  cancel_ratio: 'cancels and replaces, share of all order messages',
  ws_lag_p95_ms: 'venue time of an event to its receipt, 95th percentile',
  pnl_per_hour: 'change of net asset value per hour, quote currency',
  fills: 'fills of ours',
  traded_notional: 'turnover, quote currency',
  quoting_uptime: 'time with an order of ours on both sides',
  inventory_max_abs: 'largest position held, base currency',
};

/** Empty where the number brings its unit along, or has none. */
export function kpiUnit(name: KpiName): string {
  if (name.includes('bps')) return 'bps';
  if (name.endsWith('_ms')) return 'ms';
  if (name === 'pnl_per_hour') return 'quote/h';
  if (name === 'traded_notional') return 'quote';
  return name === 'maker_taker_ratio' ? 'share' : '';
}

export function kpiFormat(name: KpiName): (value: number) => string {
  return (value) => formatKpiValue(name, value);
}
