// Every KPI from the sums of a window, or of several windows together: the one place that knows the definitions. A KPI without data is
// absent and says why. Intervals are given where the blocks hold what the KPI is a ratio of.

import { blockEvidence, boundsAt } from '../std/interval.ts';
import type { BlockEvidence, RatioBlock, Scale } from '../std/interval.ts';
import type { Moods } from '../std/long-run-error.ts';
import type { Block, CostComponent, EdgeReport, EdgeTotals, Evidence, Kpi, Kpis, Quoting } from './edge-report.ts';
import { COST_COMPONENTS } from './edge-report.ts';
import { stormMoods, usualMoods } from './moods.ts';

/** What KPIs are computed from. */
export interface Measurements {
  readonly windowUs: number;
  readonly totals: EdgeTotals;
  readonly decisions: EdgeReport['decisions'];
  readonly messages: EdgeReport['messages'];
  readonly quoting: Quoting;
  /** False where no instrument ever showed a mid. */
  readonly marketSeen: boolean;
  readonly blocks: readonly TimedBlock[];
  readonly inventoryMaxAbs: Kpi;
  readonly p95: Percentiles;
}

/** From samples for one window, from histograms for several. */
export interface Percentiles {
  readonly latencyMs: Kpi;
  readonly lagMs: Kpi;
  readonly orderAgeMs: Kpi;
  readonly slippageBps: Kpi;
  readonly adverseBps: Kpi;
}

export type TimedBlock = Block & { readonly durationUs: number };

export interface Confidence {
  /** Of each one-sided bound. */
  readonly confidence: number;
}

interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Why a KPI is absent: what there was none of. */
export const ABSENT = {
  window: 'there is no window to judge',
  market: 'no mid of the venue was seen',
  fill: 'there was no fill of ours',
  takerFill: 'there was no taker fill of ours',
  decision: 'no quote decision was reported',
  message: 'no order message was sent',
  acknowledgement: 'no acknowledgement was received',
  feed: 'no feed message was received',
  restingOrder: 'no order of ours rested in the book',
  oneBaseCurrency: 'base currencies of several instruments do not compare; each symbol has its own',
} as const;

const UNLIMITED: Limits = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
const POSITIVE: Limits = { min: 0, max: Number.POSITIVE_INFINITY };
const SHARE: Limits = { min: 0, max: 1 };
const US_PER_HOUR = 3_600_000_000;

export function measureKpis(measured: Measurements, options: Confidence): Kpis {
  const { totals, decisions, messages, quoting, blocks } = measured;
  const blockUs = blocks[0]?.durationUs ?? measured.windowUs;
  const moods = usualMoods(blockUs);
  const denied = decisions.total > 0 ? decisions.risk / decisions.total : 0;
  const perNotional = (amount: number): Kpi =>
    totals.notional > 0 ? value((amount / totals.notional) * 10_000, totals.fills) : absent(ABSENT.fill);
  const ofDecisions = (count: number): Kpi =>
    decisions.total > 0 ? value(count / decisions.total, decisions.total) : absent(ABSENT.decision);
  const sent = messages.place + messages.replace + messages.cancel;
  return {
    net_bps: withInterval(
      perNotional(totals.pnl),
      blocks.map(({ pnl, notional }) => ({ numerator: 10_000 * pnl, denominator: notional })),
      moods,
      options,
    ),
    gross_bps: perNotional(totals.gross),
    fees_eff_bps: perNotional(totals.fees),
    slippage_bps: perNotional(totals.slippage),
    slippage_bps_p95: measured.p95.slippageBps,
    adverse_bps: perNotional(totals.adverse),
    adverse_bps_p95: measured.p95.adverseBps,
    inventory_bps: perNotional(totals.inventory),
    maker_taker_ratio: withInterval(
      totals.notional > 0 ? value(totals.maker_notional / totals.notional, totals.fills) : absent(ABSENT.fill),
      blocks.map(({ maker_notional, notional }) => ({ numerator: maker_notional, denominator: notional })),
      moods,
      options,
      SHARE,
    ),
    risk_ratio: withInterval(
      ofDecisions(decisions.risk),
      blocks.map((block) => ({ numerator: block.risk_denied, denominator: block.decisions })),
      stormMoods(blockUs, measured.windowUs, denied),
      options,
      SHARE,
    ),
    min_interval_ratio: ofDecisions(decisions.min_interval),
    concurrency_ratio: ofDecisions(decisions.concurrency),
    throttle_ratio: ofDecisions(decisions.throttle),
    p95_latency_ms: withSectioning(measured.p95.latencyMs, blocks, moods, options),
    order_age_p95_ms: measured.p95.orderAgeMs,
    cancel_ratio: sent > 0 ? value((messages.cancel + messages.replace) / sent, sent) : absent(ABSENT.message),
    ws_lag_p95_ms: measured.p95.lagMs,
    pnl_per_hour: withInterval(
      measured.marketSeen ? value(totals.pnl / (measured.windowUs / US_PER_HOUR), totals.fills) : absent(ABSENT.market),
      blocks.map(({ pnl, durationUs }) => ({ numerator: pnl, denominator: durationUs / US_PER_HOUR })),
      moods,
      options,
    ),
    fills: value(totals.fills, totals.fills),
    // The rate per hour of the blocks, times the hours of the window.
    traded_notional: withInterval(
      value(totals.notional, totals.fills),
      blocks.map(({ notional, durationUs }) => ({ numerator: notional * measured.windowUs, denominator: durationUs })),
      moods,
      options,
      POSITIVE,
    ),
    quoting_uptime:
      quoting.orders > 0
        ? value(quoting.both_sides_us / quoting.watched_us, quoting.orders)
        : absent(ABSENT.restingOrder),
    inventory_max_abs: measured.inventoryMaxAbs,
  };
}

/** Adding 0 turns a -0, which canonical JSON refuses, into 0. */
export function value(observed: number, n: number): Kpi {
  return { kind: 'value', value: observed + 0, n };
}

export function absent(reason: string): Kpi {
  return { kind: 'absent', reason };
}

/** When net is below zero: the two largest components that cost us anything; a component that earned is no driver. */
export function negativeEdgeDrivers(kpis: Kpis): readonly CostComponent[] {
  if (kpis.net_bps.kind === 'absent' || kpis.net_bps.value >= 0) return [];
  const costs = COST_COMPONENTS.map((name) => ({ name, kpi: kpis[name] }));
  return costs
    .flatMap(({ name, kpi }) => (kpi.kind === 'value' && kpi.value > 0 ? [{ name, cost: kpi.value }] : []))
    .toSorted((left, right) => right.cost - left.cost)
    .slice(0, 2)
    .map(({ name }) => name);
}

function withInterval(
  kpi: Kpi,
  blocks: readonly RatioBlock[],
  moods: Moods,
  options: Confidence,
  limits: Limits = UNLIMITED,
): Kpi {
  if (kpi.kind === 'absent') return kpi;
  const found = blockEvidence(blocks, moods);
  return found === undefined ? kpi : withEvidence(kpi, found, limits === SHARE ? 'logit' : 'plain', limits, options);
}

/**
 * Sectioning (Asmussen and Glynn 2007; Nakayama 2014): how the blocks' own percentiles scatter says how far the overall one may be off,
 * and the interval is laid around the overall one. Blocks weigh as much as they hold acknowledgements.
 */
function withSectioning(kpi: Kpi, blocks: readonly Block[], moods: Moods, options: Confidence): Kpi {
  if (kpi.kind === 'absent') return kpi;
  const sections = blocks.map(({ acks, p95_latency_ms = 0 }) => ({
    numerator: acks * (p95_latency_ms - kpi.value),
    denominator: acks,
  }));
  const found = blockEvidence(sections, moods);
  return found === undefined ? kpi : withEvidence(kpi, found, 'plain', POSITIVE, options);
}

function withEvidence(
  kpi: Kpi & { kind: 'value' },
  found: BlockEvidence,
  scale: Scale,
  { min, max }: Limits,
  { confidence }: Confidence,
): Kpi {
  const evidence: Evidence = {
    blocks: found.blocks,
    effective_blocks: found.effective,
    correlation: found.correlation + 0,
    standard_error: found.error,
    degrees: found.degrees,
    scale,
  };
  const { lower, upper } = boundsAt({ ...evidence, value: kpi.value }, confidence);
  const clip = (bound: number): number => Math.min(max, Math.max(min, bound)) + 0;
  return { ...kpi, interval: { lower: clip(lower), upper: clip(upper), confidence }, evidence };
}
