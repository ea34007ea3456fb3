// A scenario is the exogenous market as data: how prices move, who trades, how fast the pipes are, what trading costs. The built-in
// ones differ from `calm` only in what their names say. Units stand in the field names; `bps` are of price, `sigma` is in bps per
// square root second, sizes are in base units.

import type { FeeTerms } from './fee-schedule.ts';
import type { LatencyModel } from './latency-model.ts';

interface InstrumentTerms {
  readonly symbol: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly startPrice: number;
}

export interface FurtherInstrument extends InstrumentTerms {
  /** Its volatility as a multiple of the first instrument's. */
  readonly volatilityScale: number;
}

export interface Scenario extends InstrumentTerms {
  readonly name: string;
  /** Traded beside it, each on a market of its own that is like this one in all that is not said here. */
  readonly moreInstruments?: readonly FurtherInstrument[];
  readonly fundamental: {
    readonly sigmaBpsPerSqrtS: number;
    /** Standard deviation of log volatility; its three Ornstein-Uhlenbeck parts have these time scales and weights. */
    readonly logVolSd: number;
    readonly volTimeScalesS: readonly [number, number, number];
    readonly volWeights: readonly [number, number, number];
    /** Self-exciting jumps (Hawkes): base intensity, share of offspring, two memory times, Pareto scale and tail index of sizes. */
    readonly jumpsPerS: number;
    readonly jumpBranching: number;
    readonly jumpMemoryS: readonly [number, number];
    readonly jumpScaleBps: number;
    readonly jumpTailIndex: number;
    /** A jump arrives as up to this many steps, each this long after the one before. */
    readonly cascadeSteps: number;
    readonly cascadeStepMs: number;
    /** A burst of volatility: how often it starts, how much it multiplies volatility, for how long, and its first move. */
    readonly spikesPerMin: number;
    readonly spikeSigmaFactor: number;
    readonly spikeDurationS: readonly [number, number];
    readonly spikeOnsetBps: readonly [number, number];
    /** Hours in which volatility is this many times higher throughout: how often they begin, and how long they last. */
    readonly stormsPerH: number;
    readonly stormSigmaFactor: number;
    readonly stormDurationS: readonly [number, number];
    /** A rare price gap: how often, and how far the price steps. */
    readonly gapsPerMin: number;
    readonly gapBps: number;
  };
  readonly takers: {
    readonly perS: number;
    readonly branching: number;
    readonly memoryS: number;
    /** How strongly arrivals follow volatility: intensity ~ (relative volatility) ^ this. */
    readonly volatilityElasticity: number;
    /** Meta-orders alive at once, and the tail index of their lengths: the long memory of signs. */
    readonly metaOrders: number;
    readonly metaOrderTailIndex: number;
    readonly medianSize: number;
    readonly sizeLogSd: number;
    /** A taker pays at most this much beyond the mid at reference volatility, and more as providers widen: a base plus an exponential part. */
    readonly willingnessBaseBps: number;
    readonly willingnessMeanBps: number;
    /** Permanent impact on the fundamental of a meta-order of median size; grows with the square root of its size. */
    readonly permanentImpactBps: number;
  };
  readonly providers: {
    readonly count: number;
    readonly refreshesPerS: number;
    readonly levels: number;
    readonly levelGapBps: number;
    /** Half spreads are spread evenly over this range at reference volatility. */
    readonly halfSpreadBps: readonly [number, number];
    /** Half spreads and errors of belief go with (relative volatility) ^ this. */
    readonly volatilityElasticity: number;
    readonly lagMs: readonly [number, number];
    /** What each believes strays this far from the value at reference volatility. */
    readonly viewNoiseBps: number;
    readonly medianSize: number;
    readonly sizeLogSd: number;
  };
  readonly informed: {
    readonly checksPerS: number;
    readonly lagBaseMs: number;
    readonly lagMeanMs: number;
    /** The least edge worth a trade: a base plus an exponential part. */
    readonly edgeBaseBps: number;
    readonly edgeMeanBps: number;
    /** The least profit worth a trade, exponential with this mean, in bps x base units: larger displayed size attracts more of it. */
    readonly profitMean: number;
    readonly maxSize: number;
  };
  readonly latency: {
    /** One way from venue to bot: book and trades. */
    readonly feed: LatencyModel;
    /** One way from bot to gateway. */
    readonly entry: LatencyModel;
    /** How long the gateway is at work on a request; it serves one after another. */
    readonly service: LatencyModel;
    /** One way from venue to bot: answers to requests, and fills. */
    readonly response: LatencyModel;
  };
  readonly rateLimit: { readonly perS: number; readonly burst: number };
  readonly fees: FeeTerms;
}

export const CALM: Scenario = {
  name: 'calm',
  symbol: 'SIMUSDT',
  tickSize: 0.01,
  lotSize: 0.01,
  startPrice: 250,
  fundamental: {
    sigmaBpsPerSqrtS: 0.58,
    logVolSd: 0.66,
    volTimeScalesS: [20, 240, 2400],
    volWeights: [0.6, 0.6, 0.53],
    jumpsPerS: 0.15,
    jumpBranching: 0.6,
    jumpMemoryS: [3, 90],
    jumpScaleBps: 2.1,
    jumpTailIndex: 3,
    cascadeSteps: 6,
    cascadeStepMs: 60,
    spikesPerMin: 0,
    spikeSigmaFactor: 4,
    spikeDurationS: [20, 40],
    spikeOnsetBps: [8, 16],
    stormsPerH: 0,
    stormSigmaFactor: 7,
    stormDurationS: [5400, 9000],
    gapsPerMin: 0,
    gapBps: 10,
  },
  takers: {
    perS: 2.6,
    branching: 0.66,
    memoryS: 1,
    volatilityElasticity: 0.8,
    metaOrders: 2,
    metaOrderTailIndex: 1.4,
    medianSize: 2.8,
    sizeLogSd: 1.1,
    willingnessBaseBps: 4.9,
    willingnessMeanBps: 3,
    permanentImpactBps: 0.3,
  },
  providers: {
    count: 10,
    refreshesPerS: 2.5,
    levels: 3,
    levelGapBps: 2,
    halfSpreadBps: [5.6, 11],
    volatilityElasticity: 0.6,
    lagMs: [60, 1500],
    viewNoiseBps: 1.35,
    medianSize: 2.6,
    sizeLogSd: 1.08,
  },
  informed: {
    checksPerS: 60,
    lagBaseMs: 20,
    lagMeanMs: 30,
    edgeBaseBps: 0,
    edgeMeanBps: 0.25,
    profitMean: 0.6,
    maxSize: 30,
  },
  latency: {
    feed: { kind: 'lognormal', medianMs: 15, logSd: 0.7 },
    entry: { kind: 'constant', ms: 5 },
    service: { kind: 'lognormal', medianMs: 56, logSd: 0.8 },
    response: { kind: 'constant', ms: 5 },
  },
  rateLimit: { perS: 10, burst: 4 },
  fees: { makerBps: -0.2, takerBps: 3 },
};

export const VOLATILE: Scenario = {
  ...CALM,
  name: 'volatile',
  fundamental: {
    ...CALM.fundamental,
    sigmaBpsPerSqrtS: 0.66,
    logVolSd: 0.7,
    jumpsPerS: 0.25,
    jumpScaleBps: 2.9,
  },
  takers: { ...CALM.takers, perS: 5, willingnessBaseBps: 5.5, willingnessMeanBps: 3.4 },
  providers: { ...CALM.providers, halfSpreadBps: [6.3, 12], lagMs: [60, 750], viewNoiseBps: 1.9 },
  informed: {
    ...CALM.informed,
    checksPerS: 50,
    lagBaseMs: 25,
    lagMeanMs: 40,
    edgeBaseBps: 0.15,
    edgeMeanBps: 0.4,
    profitMean: 3.5,
  },
};

export const SPIKE: Scenario = {
  ...CALM,
  name: 'spike',
  fundamental: {
    ...CALM.fundamental,
    spikesPerMin: 0.02,
    spikeSigmaFactor: 3,
    spikeDurationS: [60, 600],
    spikeOnsetBps: [10, 30],
    stormsPerH: 0.08,
    gapsPerMin: 0.02,
  },
  takers: { ...CALM.takers, perS: 1.8 },
  informed: { ...CALM.informed, checksPerS: 120, lagMeanMs: 20, profitMean: 0.2, maxSize: 60 },
};

export const SCENARIOS: readonly Scenario[] = [CALM, VOLATILE, SPIKE];
