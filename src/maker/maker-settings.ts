// The constants of the reference maker that nobody tunes during a soak, in one place. The six tunable parameters come from outside;
// their names here are the only spelling the maker knows.

export interface MakerParameters {
  readonly min_interval_ms: number;
  readonly replace_rate_per_min: number;
  readonly base_spread_bps_delta: number;
  readonly tail_age_ms: number;
  readonly impact_cap_ratio: number;
  readonly max_delta_ratio: number;
}

export interface MakerSettings {
  /** Quotes per side, and how far each lies behind the one before. */
  readonly levels: number;
  readonly levelGapBps: number;
  /** Half spread: base + delta x deltaScale x (sigma / sigmaRef) + perSigma x sigma; sigma in bps per square root second. */
  readonly baseHalfSpreadBps: number;
  readonly deltaScale: number;
  readonly sigmaRefBps: number;
  readonly perSigma: number;
  /** The fair value leans against inventory by this much at the position limit. */
  readonly skewBps: number;
  /** The foremost quote is left alone while the wanted price is nearer than this; each level behind it gets as much slack again. */
  readonly requoteThresholdBps: number;
  /** Position limit in quote currency. */
  readonly positionLimitQuote: number;
  /** Requests without an answer at one time; one more wish is blocked, reason concurrency. */
  readonly maxInFlight: number;
  /** Tokens that the replace bucket can hold. */
  readonly replaceBurst: number;
  /** After a rate-limit rejection nothing is sent for this long. */
  readonly backOffMs: number;
  readonly risk: {
    /** Above this volatility neither side is quoted. */
    readonly maxSigmaBps: number;
    /** Above this market spread neither side is quoted. */
    readonly maxSpreadBps: number;
    /** Mean markout of recent fills below minus this: neither side is quoted for a while. */
    readonly maxMarkoutLossBps: number;
    readonly markoutHoldMs: number;
    /** Shares of the position limit: beyond the first the increasing side is not quoted, beyond the second it is unwound. */
    readonly softLimitShare: number;
    readonly hardLimitShare: number;
    /** Unwinding stops this many times `max_delta_ratio` below the hard limit. */
    readonly unwindSlices: number;
    readonly unwindEveryMs: number;
    /** How far through the touch a slice may pay. */
    readonly unwindReachBps: number;
    /** The rolling window of `max_delta_ratio`. */
    readonly deltaWindowMs: number;
  };
}

/**
 * The position limit that goes with a market, as a share of what it displays near the touch on one side, in quote currency: that of
 * the embedded venue's calm market. Orders are a share of that depth too, so that both scale together.
 */
export const POSITION_LIMIT_DEPTH_SHARE = 0.42;

export const REFERENCE_MAKER: MakerSettings = {
  levels: 2,
  levelGapBps: 1.6,
  baseHalfSpreadBps: 2.8,
  deltaScale: 9,
  sigmaRefBps: 1,
  perSigma: 0.1,
  skewBps: 2.5,
  requoteThresholdBps: 1.4,
  positionLimitQuote: 5000,
  maxInFlight: 3,
  replaceBurst: 4,
  backOffMs: 500,
  risk: {
    maxSigmaBps: 1.85,
    maxSpreadBps: 16,
    maxMarkoutLossBps: 3.5,
    markoutHoldMs: 3000,
    softLimitShare: 0.42,
    hardLimitShare: 0.57,
    unwindSlices: 2,
    unwindEveryMs: 1000,
    unwindReachBps: 1,
    deltaWindowMs: 8000,
  },
};
