// How each KPI is called on the metrics page: base units where the KPI has one (seconds), its own unit where people speak in it (bps), and the
// name and meaning that Prometheus shows. What is not here is not on the page.

import type { KpiName } from '../../edge/edge-report.ts';

export interface KpiMetric {
  readonly name: string;
  readonly help: string;
  /** How many of the KPI's own unit make one of the metric's. */
  readonly divisor: number;
}

const MS_IN_SECOND = 1000;

export const KPI_METRICS: { readonly [name in KpiName]: KpiMetric } = {
  net_bps: bps('net_bps', 'Net result of the newest iteration, basis points of traded notional'),
  gross_bps: bps('gross_bps', 'Half spread earned by maker fills, basis points of traded notional'),
  fees_eff_bps: bps('fees_eff_bps', 'Fees less rebates, basis points of traded notional'),
  slippage_bps: bps('slippage_bps', 'Cost of taker fills against the mid, basis points of traded notional'),
  slippage_bps_p95: bps('slippage_bps_p95', 'Slippage, 95th percentile over taker fills, basis points'),
  adverse_bps: bps(
    'adverse_bps',
    'Move of the mid against us within the markout horizon, basis points of traded notional',
  ),
  adverse_bps_p95: bps('adverse_bps_p95', 'Adverse move, 95th percentile over fills, basis points'),
  inventory_bps: bps('inventory_bps', 'Loss from holding beyond the markout horizon, basis points of traded notional'),
  maker_taker_ratio: ratio('maker_taker_ratio', 'Maker notional over all notional'),
  risk_ratio: ratio('risk_ratio', 'Quote decisions denied by the risk guard over all quote decisions'),
  min_interval_ratio: ratio(
    'min_interval_ratio',
    'Quote decisions denied because the last requote was too recent, over all',
  ),
  concurrency_ratio: ratio('concurrency_ratio', 'Quote decisions denied because an order was in flight, over all'),
  throttle_ratio: ratio('throttle_ratio', 'Quote decisions denied by the replace budget, over all'),
  p95_latency_ms: seconds('p95_latency_seconds', 'Order sent to acknowledgement received, 95th percentile'),
  order_age_p95_ms: seconds('order_age_p95_seconds', 'Age of resting orders, 95th percentile over time'),
  cancel_ratio: ratio('cancel_ratio', 'Cancels and replaces over all order messages'),
  ws_lag_p95_ms: seconds('ws_lag_p95_seconds', 'Feed latency, 95th percentile'),
  pnl_per_hour: { name: 'plimsoll_pnl_per_hour', help: 'Profit per hour of run time, quote currency', divisor: 1 },
  fills: { name: 'plimsoll_iteration_fills', help: 'Fills of the newest iteration', divisor: 1 },
  traded_notional: {
    name: 'plimsoll_iteration_traded_notional',
    help: 'Notional traded in the newest iteration, quote currency',
    divisor: 1,
  },
  quoting_uptime: ratio('quoting_uptime_ratio', 'Time with resting orders on both sides over all time'),
  inventory_max_abs: {
    name: 'plimsoll_inventory_max_abs',
    help: 'Largest position of the newest iteration, long or short, base currency',
    divisor: 1,
  },
};

function bps(name: string, help: string): KpiMetric {
  return { name: `plimsoll_${name}`, help, divisor: 1 };
}

function ratio(name: string, help: string): KpiMetric {
  return { name: `plimsoll_${name}`, help, divisor: 1 };
}

function seconds(name: string, help: string): KpiMetric {
  return { name: `plimsoll_${name}`, help, divisor: MS_IN_SECOND };
}
