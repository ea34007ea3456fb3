// What each tunable parameter is there to do: its mechanism in the reference maker, and the sign of what a rise of it does to each KPI that
// the mechanism speaks of. Written down before it is measured; the response map holds the market against it.

import type { ParameterName } from '../config/parameters.ts';
import type { KpiName } from '../edge/edge-report.ts';

export interface Design {
  readonly mechanism: string;
  readonly signs: { readonly [name in KpiName]?: 1 | -1 };
}

export const RESPONSE_DESIGN: { readonly [name in ParameterName]: Design } = {
  min_interval_ms: {
    mechanism:
      'a side waits longer between two requotes, and its ladder moves one quote at a time: more wishes are blocked by it, fewer messages burden the gateway',
    signs: { min_interval_ratio: 1, throttle_ratio: -1, concurrency_ratio: -1, p95_latency_ms: -1 },
  },
  replace_rate_per_min: {
    mechanism: 'more replaces are allowed: quotes are fresher, the bucket is empty less often, the gateway is busier',
    signs: { throttle_ratio: -1, order_age_p95_ms: -1, cancel_ratio: 1, concurrency_ratio: 1, p95_latency_ms: 1 },
  },
  base_spread_bps_delta: {
    mechanism:
      'quotes stand farther away where volatility is high: more is earned on fewer fills, and less is picked off',
    signs: {
      gross_bps: 1,
      adverse_bps: -1,
      net_bps: 1,
      fills: -1,
      traded_notional: -1,
      risk_ratio: -1,
      maker_taker_ratio: 1,
      p95_latency_ms: -1,
    },
  },
  tail_age_ms: {
    mechanism:
      'quotes may grow older before they are refreshed, the deeper ones in proportion: fewer refreshes, which compete with moved prices for the same tokens, and a refused side asks again less often',
    signs: { order_age_p95_ms: 1, throttle_ratio: -1, cancel_ratio: -1, risk_ratio: -1 },
  },
  impact_cap_ratio: {
    mechanism:
      'orders are larger: more is traded, larger quotes draw informed flow, and inventory reaches its limits sooner',
    signs: {
      traded_notional: 1,
      adverse_bps: 1,
      gross_bps: -1,
      net_bps: -1,
      risk_ratio: 1,
      inventory_max_abs: 1,
      maker_taker_ratio: -1,
    },
  },
  max_delta_ratio: {
    mechanism:
      'inventory may change faster before the risk guard blocks the increasing side, and an unwind sells larger slices: fewer denials, more taken from others',
    signs: {
      risk_ratio: -1,
      traded_notional: 1,
      slippage_bps: 1,
      net_bps: -1,
      maker_taker_ratio: -1,
    },
  },
};
