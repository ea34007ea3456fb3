// The stylised facts of one scenario, computed from what was watched of it over several seeds. Ratios and moments are taken per seed
// and averaged; tails, arrivals and meta-orders are pooled.

import type { Figures } from './bands.ts';
import {
  at,
  autocorrelation,
  changes,
  correlation,
  excessKurtosis,
  gammaShape,
  logSlope,
  mean,
  quantile,
  skewness,
  tailIndex,
  variance,
} from './statistics.ts';
import type { Scenario } from '../../src/venue/scenario.ts';
import { PROFILE_BINS, type MarketRecord } from './watch-market.ts';

const TAIL_SHARE = 0.025;
const LEAST_META_ORDERS = 100;
const FANO_WINDOW_S = 10;
const VOLATILITY_LAGS_S = [1, 2, 4, 8, 15, 30, 60, 120, 240];
const SIGN_LAGS = [1, 2, 4, 8, 16, 32, 64, 128];

export interface WatchedScenario {
  readonly scenario: Scenario;
  /** The market by itself. */
  readonly alone: readonly MarketRecord[];
  /** With the reference maker in it. */
  readonly withMaker: readonly MarketRecord[];
  /** With the probing bot, and for each of its order ids how far behind the touch it was placed. */
  readonly probed: readonly { readonly record: MarketRecord; readonly placed: ReadonlyMap<number, number> }[];
}

export function measureFacts(watched: WatchedScenario): Figures {
  const { alone, withMaker, probed } = watched;
  const over = (measure: (record: MarketRecord) => number): number => mean(alone.map(measure));
  const kurtosis = (stride: number): number => over(({ mids }) => excessKurtosis(changes(mids, stride)));
  const absolute = alone.map(({ mids }) => changes(mids, 1).map((change) => Math.abs(change)));
  const absoluteAcf = (lag: number): number => mean(absolute.map((series) => autocorrelation(series, lag)));
  const fills = withMaker.flatMap((record) => record.fills);
  const naive = probed.flatMap(({ record, placed }) => record.fills.filter(({ orderId }) => placed.get(orderId) === 0));
  const spreads = alone.map(({ spreadsBps }) => spreadsBps);
  return {
    return_acf_10s: over(({ mids }) => autocorrelation(changes(mids, 10), 1)),
    return_acf_1s: over(({ mids }) => autocorrelation(changes(mids, 1), 1)),
    tail_index_10s: tailIndex(
      alone.flatMap(({ mids }) => Array.from(changes(mids, 10))),
      TAIL_SHARE,
    ),
    kurtosis_1s_to_10s: kurtosis(1) / kurtosis(10),
    kurtosis_10s_to_60s: kurtosis(10) / kurtosis(60),
    kurtosis_60s: kurtosis(60),
    volatility_acf_60s: absoluteAcf(60),
    volatility_acf_exponent: -logSlope(VOLATILITY_LAGS_S.map((lag) => [lag, absoluteAcf(lag)] as const)),
    signature_ratio: over(({ mids }) => variance(changes(mids, 1)) / (variance(changes(mids, 60)) / 60)),
    sign_acf_exponent: -logSlope(
      SIGN_LAGS.map((lag) => [lag, over(({ signs }) => autocorrelation(Array.from(signs), lag))] as const),
    ),
    arrival_cv: over(arrivalVariation),
    branching_ratio: over(branchingRatio),
    volume_volatility_correlation: over(volumeVolatility),
    informed_volume_share: mean(withMaker.map(({ informedLots, lots }) => informedLots / lots)),
    markout_to_half_spread: mean(fills.map((fill) => fill.againstBps)) / mean(fills.map((fill) => fill.halfSpreadBps)),
    naive_touch_move_bps: -mean(naive.map((fill) => fill.againstBps)),
    meta_order_exponent: metaOrderExponent(alone, watched.scenario.takers.medianSize),
    spread_median_bps: mean(spreads.map((series) => quantile(series, 0.5))),
    spread_skewness: mean(spreads.map(skewness)),
    best_queue_gamma_shape: over(({ bestQueueLots }) => gammaShape(bestQueueLots)),
    depth_hump_bps: depthHump(alone),
    fill_probability_near: fillProbability(probed, 1) / fillProbability(probed, 0),
    fill_probability_far: fillProbability(probed, 4) / fillProbability(probed, 1),
  };
}

/** Coefficient of variation of the times between aggressive orders. */
function arrivalVariation({ tradeTimesUs }: MarketRecord): number {
  const gaps = changes(tradeTimesUs, 1);
  return Math.sqrt(variance(gaps)) / mean(gaps);
}

/** 1 - 1 / sqrt(variance / mean of counts): Hardiman and Bouchaud 2014. */
function branchingRatio({ tradeTimesUs, seconds }: MarketRecord): number {
  const counts = new Float64Array(Math.floor(seconds / FANO_WINDOW_S));
  for (const timeUs of tradeTimesUs) {
    const window = Math.floor(timeUs / (FANO_WINDOW_S * 1e6));
    if (window < counts.length) counts[window] = at(counts, window) + 1;
  }
  return 1 - 1 / Math.sqrt(variance(counts) / mean(counts));
}

/** Correlation, over minutes, of volume with realised volatility from 1 s returns. */
function volumeVolatility({ mids, volumes, seconds }: MarketRecord): number {
  const returns = changes(mids, 1);
  const minutes = Math.floor((seconds - 1) / 60);
  const perMinute = (series: Float64Array): Float64Array =>
    Float64Array.from({ length: minutes }, (_, minute) =>
      series.subarray(minute * 60, minute * 60 + 60).reduce((sum, value) => sum + value, 0),
    );
  const realised = perMinute(returns.map((value) => value * value)).map((square) => Math.sqrt(square));
  return correlation(perMinute(volumes), realised);
}

/** Exponent of the mean move against size, over bins of a factor 2 in size that hold enough meta-orders. Smaller ones move nothing. */
function metaOrderExponent(records: readonly MarketRecord[], leastSize: number): number {
  const bins = new Map<number, { count: number; size: number; move: number }>();
  for (const { size, moveBps } of records.flatMap((record) => record.metaOrders)) {
    const key = Math.floor(Math.log2(size));
    const bin = bins.get(key) ?? { count: 0, size: 0, move: 0 };
    bins.set(key, { count: bin.count + 1, size: bin.size + size, move: bin.move + moveBps });
  }
  return logSlope(
    [...bins.values()]
      .filter(({ count, size }) => count >= LEAST_META_ORDERS && size / count >= leastSize)
      .map(({ count, size, move }) => [size / count, move / count] as const),
  );
}

/** How far behind the touch the most depth lies, bps. */
function depthHump(records: readonly MarketRecord[]): number {
  const profile = Array.from({ length: PROFILE_BINS }, (_, bin) =>
    mean(records.map(({ depthProfile }) => at(depthProfile, bin))),
  );
  return profile.indexOf(Math.max(...profile)) + 0.5;
}

function fillProbability(probed: WatchedScenario['probed'], behindBps: number): number {
  let placed = 0;
  let filled = 0;
  for (const probe of probed) {
    const filledIds = new Set(probe.record.fills.map(({ orderId }) => orderId));
    for (const [orderId, distance] of probe.placed) {
      if (distance !== behindBps) continue;
      placed += 1;
      if (filledIds.has(orderId)) filled += 1;
    }
  }
  return filled / placed;
}
