// What accounting answers for one window: every KPI with its sample size, the money behind it, and the sums per sub-window from which
// intervals are computed and windows are pooled. Written into artifacts as it stands, hence the snake_case fields.

import type { BlockReason, OrderMessageKind } from '../market/event-sink.ts';

export const KPI_NAMES = [
  'net_bps',
  'gross_bps',
  'fees_eff_bps',
  'slippage_bps',
  'slippage_bps_p95',
  'adverse_bps',
  'adverse_bps_p95',
  'inventory_bps',
  'maker_taker_ratio',
  'risk_ratio',
  'min_interval_ratio',
  'concurrency_ratio',
  'throttle_ratio',
  'p95_latency_ms',
  'order_age_p95_ms',
  'cancel_ratio',
  'ws_lag_p95_ms',
  'pnl_per_hour',
  'fills',
  'traded_notional',
  'quoting_uptime',
  'inventory_max_abs',
] as const;
export type KpiName = (typeof KPI_NAMES)[number];

/** The cost components of `net_bps`, in the order in which they are reported. */
export const COST_COMPONENTS = ['fees_eff_bps', 'slippage_bps', 'adverse_bps', 'inventory_bps'] as const;
export type CostComponent = (typeof COST_COMPONENTS)[number];

/** One-sided bounds, each at the stated confidence: the truth lies below `upper` with that probability, and above `lower`. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
}

/** What sub-windows say about a KPI: enough to lay bounds around its value at any confidence. */
export interface Evidence {
  /** Sub-windows. */
  readonly blocks: number;
  /** How many independent sub-windows would say as much. */
  readonly effective_blocks: number;
  /** Estimated correlation of neighbouring sub-windows. */
  readonly correlation: number;
  readonly standard_error: number;
  /** Of the Student distribution that bounds go by. */
  readonly degrees: number;
  /** `logit`: bounds are laid around the logarithm of the odds. */
  readonly scale: 'plain' | 'logit';
}

export type Kpi =
  | {
      readonly kind: 'value';
      readonly value: number;
      /** How many observations the value rests on: fills, decisions, acknowledgements, messages, orders. */
      readonly n: number;
      readonly interval?: Interval;
      /** What the interval rests on; there where it is. */
      readonly evidence?: Evidence;
    }
  | { readonly kind: 'absent'; readonly reason: string };

export type Kpis = { readonly [name in KpiName]: Kpi };

/** Sums over one sub-window. Money in quote currency. */
export interface Block {
  readonly start_us: number;
  /** Change of net asset value. */
  readonly pnl: number;
  readonly notional: number;
  readonly maker_notional: number;
  readonly decisions: number;
  readonly risk_denied: number;
  readonly acks: number;
  /** 95th percentile of the block's latencies; absent without an acknowledgement. */
  readonly p95_latency_ms?: number;
  /** What is held at the block's end: position x mid, long positive, summed over the instruments. */
  readonly inventory: number;
  /** The same of the largest long (or least short) position held at any moment of the block, each instrument's own at the block's last mid. */
  readonly inventory_max: number;
  /** And of the largest short, or least long, one. */
  readonly inventory_min: number;
}

/** Our fills marked against the mid some time after each. Money in quote currency, all instruments together. */
export interface MarkoutPoint {
  readonly horizon_us: number;
  /** Fills whose horizon ended within the window, and their notional. */
  readonly fills: number;
  readonly notional: number;
  /** What the mid moved against these fills within the horizon. */
  readonly cost: number;
  /** Fills whose horizon ends at the window's end or after it: in none of the sums above. */
  readonly left_out: number;
  /** Cost per notional: at one second `adverse_bps`, but for the fills left out. Absent without a fill. */
  readonly adverse_bps?: number;
}

/** The accounts of one instrument, or of all together. Money in quote currency. */
export interface EdgeTotals {
  readonly fills: number;
  readonly maker_fills: number;
  readonly notional: number;
  readonly maker_notional: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly adverse: number;
  readonly inventory: number;
  /** Change of net asset value over the window. */
  readonly pnl: number;
}

export interface SymbolAccount extends EdgeTotals {
  /** Base currency, signed. */
  readonly position_start: number;
  readonly position_end: number;
  readonly mid_start: number;
  readonly mid_end: number;
  /** Quote currency since the run's start: cash + position x mid = net asset value. */
  readonly cash_end: number;
  readonly net_asset_value_end: number;
  /** Base currency: the largest position held at any moment of the window, long or short. */
  readonly inventory_max_abs: number;
}

/** Occupied bins as [index, weight], ascending. A bin holds what rounds up to its index x the bin width; see `Histograms` for the widths. */
export type Histogram = readonly (readonly [number, number])[];

/** What pooling windows needs for the percentiles: a percentile from these is the exact one rounded up to a whole bin. */
interface Histograms {
  /** Bins of 1 ms, counting feed messages. */
  readonly ws_lag_ms: Histogram;
  /** Bins of 0.05 bps, counting taker fills. */
  readonly slippage_bps: Histogram;
  /** Bins of 0.05 bps, counting fills. */
  readonly adverse_bps: Histogram;
  /** Ages of resting orders as [upper edge of the bin in milliseconds, microseconds spent at such an age]; `nextEdgeMs` gives the edges. */
  readonly order_age_ms: Histogram;
}

/** Presence in the book. Times are microseconds, summed over the instruments. */
export interface Quoting {
  /** Orders of ours that rested at any moment of the window. */
  readonly orders: number;
  /** Time with at least one resting order of ours on both sides. */
  readonly both_sides_us: number;
  /** Time watched: the window's length for each instrument. */
  readonly watched_us: number;
}

export interface EdgeReport {
  readonly window: { readonly start_us: number; readonly end_us: number };
  readonly kpis: Kpis;
  readonly neg_edge_drivers: readonly CostComponent[];
  readonly decisions: { readonly allowed: number; readonly total: number } & {
    readonly [reason in BlockReason]: number;
  };
  /** Order messages sent, by kind. */
  readonly messages: { readonly [kind in OrderMessageKind]: number };
  readonly quoting: Quoting;
  readonly totals: EdgeTotals;
  readonly symbols: { readonly [symbol: string]: SymbolAccount };
  readonly blocks: readonly Block[];
  /** By horizon, ascending. */
  readonly markouts: readonly MarkoutPoint[];
  /** Acknowledgement latencies as [whole milliseconds rounded up, count], ascending: what pooling windows needs. */
  readonly latency_histogram: Histogram;
  readonly histograms: Histograms;
}
