// What `docs/simulator.md` says in words: the model, what it leaves out, and the mechanism behind each of the six parameters.

import { REFERENCE_MAKER } from '../../src/maker/maker-settings.ts';

export const MODELLED: readonly string[] = [
  'A limit order book with price-time priority in integer ticks and lots; every participant, the bot too, trades on it.',
  'A value that nobody sees at once: volatility on three time scales, self-exciting jumps that arrive as short cascades, and in `spike` bursts of volatility, whole hours of it and rare gaps (Hawkes 1971; Cont 2001).',
  'Background takers: clustered arrivals that follow volatility, signs from a few meta-orders of Pareto length, heavy-tailed sizes, limited willingness to pay, which widens as spreads do (Lillo, Mike and Farmer 2005). The value moves by the square root of what a meta-order has worked so far (Donier and Bonart 2015).',
  'Liquidity providers: each sees the value with its own lag and an error of its own that grows with volatility, quotes a ladder of uneven sizes around it, wider and thinner when volatility is high, and refreshes it at random moments.',
  'Informed takers: they know the value a little late, look at random moments, and take what is mispriced by more than they ask for, if the profit in the displayed size pays for the trade (Glosten and Milgrom 1985; Budish, Cramton and Shim 2015).',
  'The pipes: a feed conflated to the value’s grid, a way in and a way back, each with a latency model of its own and in order; one gateway that serves requests one after another; a rate limiter that rejects on arrival.',
  'Fees and rebates by a schedule, which may have tiers by what the bot has traded so far.',
  'Several instruments at once, where a scenario lists them: each with a market, a connection and a bot of its own, seeded by its symbol.',
  'The knobs of the prior toolkit act on this market: `SOAK_MOCK_MODE` chooses the scenario, `SOAK_MOCK_SEED` the seed, `SOAK_MOCK_SIGMA` multiplies `fundamental.sigmaBpsPerSqrtS` (0.01 is scale 1), `SOAK_MOCK_SPIKE_PROB` sets `fundamental.spikesPerMin`, `SOAK_MOCK_GAP_BPS` sets `fundamental.gapBps` and makes gaps happen.',
  'Exogenous randomness in named streams: two parameter vectors on one seed meet the same values, takers, sides and sizes.',
];

export const LEFT_OUT: readonly string[] = [
  'Providers and takers do not react to who else quotes; nobody learns the bot’s habits.',
  'One bot per instrument, and instruments that move independently; no hedging elsewhere, no funding, no withdrawals, no auctions, halts or broken connections.',
  'Transient impact is only what refilling the book makes of it; the value itself keeps all impact for good.',
  'No time of day: intensity and volatility have no daily pattern.',
];

export const MECHANISMS: readonly (readonly [string, string, string])[] = [
  [
    '`min_interval_ms`',
    'A side’s quotes follow one another at least this far apart, so that a ladder of several levels moves as a series.',
    'decisions blocked for it, latency under load',
  ],
  [
    '`replace_rate_per_min`',
    `A bucket of ${REFERENCE_MAKER.replaceBurst} tokens refills at this rate. Wishes to requote exceed it: more tokens mean fresher quotes and a busier gateway.`,
    'throttle ratio and order age down, latency up',
  ],
  [
    '`base_spread_bps_delta`',
    `Widens the half spread by the parameter times ${REFERENCE_MAKER.deltaScale} times volatility over ${REFERENCE_MAKER.sigmaRefBps} bps per square root second.`,
    'gross up, adverse selection and traded notional down',
  ],
  [
    '`tail_age_ms`',
    'A quote older than this is renewed even where its price is right, the second of a ladder at twice the age; that spends a token and the place in the queue. A side that is refused asks again at the same pace.',
    'order age up, throttle ratio and risk ratio down as it rises',
  ],
  [
    '`impact_cap_ratio`',
    'The size of an order as a share of what others display within 3 bps of the touch. Larger size draws more informed takers, whose trade has to pay for itself, and carries inventory beyond its limits more often.',
    'traded notional and adverse selection up, maker share and net down',
  ],
  [
    '`max_delta_ratio`',
    `Inventory may grow by this share of the position limit within ${REFERENCE_MAKER.risk.deltaWindowMs / 1000} s; beyond it the risk guard refuses the side that adds. Past the hard limit inventory is sold off as a taker in slices of it, until ${REFERENCE_MAKER.risk.unwindSlices} of them below that limit.`,
    'risk ratio down, slippage up, maker share and net down as it rises',
  ],
];
