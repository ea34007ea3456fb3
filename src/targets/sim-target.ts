// The embedded target: the reference maker on the simulated exchange, in virtual time, one pair of them for each instrument of the scenario.
// Markets and makers live on from window to window, so inventory is carried over as in a real soak.

import { PARAMETER_NAMES, type Parameters } from '../config/parameters.ts';
import { assert } from '../std/assert.ts';
import { describeFees } from '../venue/fee-schedule.ts';
import { describeLatency } from '../venue/latency-model.ts';
import { marketSeed, marketsOf } from '../venue/markets-of.ts';
import type { Scenario } from '../venue/scenario.ts';
import { SimMarket } from './sim-market.ts';
import type { Target, TargetDescription, Window, WindowObserver, WindowOutcome } from './target.ts';

/** Simulated time between two looks at pending signals; all markets reach its end before any goes on. */
const SLICE_US = 60_000_000;

export interface SimTargetOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly parameters: Parameters;
}

export function createSimTarget(options: SimTargetOptions): Target {
  return new SimTarget(options);
}

class SimTarget implements Target {
  readonly #options: SimTargetOptions;
  readonly #scenarios: readonly Scenario[];
  #parameters: Parameters;
  /** Empty before the first window. */
  #markets: readonly SimMarket[] = [];

  constructor(options: SimTargetOptions) {
    this.#options = options;
    this.#scenarios = marketsOf(options.scenario);
    this.#parameters = options.parameters;
  }

  describe(): TargetDescription {
    return {
      kind: 'sim',
      repeatable: true,
      instruments: this.#scenarios.map(({ symbol, tickSize, lotSize }) => ({ symbol, tickSize, lotSize })),
      assumptions: assumptionsOf(this.#options.scenario),
    };
  }

  async apply(parameters: Parameters): Promise<void> {
    this.#parameters = parameters;
    for (const { maker } of this.#markets) maker.setParameters(parameters);
  }

  async readBack(): Promise<Parameters> {
    const [first, ...others] = this.#markets.map(({ maker }) => maker.parameters);
    if (first === undefined) return this.#parameters;
    for (const other of others) {
      assert(
        PARAMETER_NAMES.every((name) => other[name] === first[name]),
        'the makers of all instruments run with the same parameters',
      );
    }
    return first;
  }

  async run(window: Window, observer: WindowObserver): Promise<WindowOutcome> {
    this.#openMarkets(window, observer);
    let reachedUs = window.startUs;
    while (reachedUs < window.endUs) {
      if (observer.stopRequested()) return { kind: 'stopped' };
      reachedUs = Math.min(window.endUs, reachedUs + SLICE_US);
      for (const market of this.#markets) market.run(reachedUs);
      await observer.breathe(reachedUs);
    }
    return { kind: 'completed', facts: this.#facts() };
  }

  async close(): Promise<void> {}

  #openMarkets(window: Window, observer: WindowObserver): void {
    if (this.#markets.length > 0) {
      for (const market of this.#markets) market.forwardTo(observer.sinkFor(market.symbol));
      return;
    }
    assert(window.startUs === 0, 'a simulated run starts at its own time 0');
    const { scenario, seed } = this.#options;
    this.#markets = this.#scenarios.map((one) => {
      const { symbol } = one;
      return new SimMarket(one, marketSeed(seed, scenario, symbol), this.#parameters, observer.sinkFor(symbol));
    });
  }

  /** Named after their symbol where there are several. */
  #facts(): { readonly [name: string]: string | number } {
    return Object.fromEntries(
      this.#markets.flatMap(({ symbol, tradeCount, tradeHash }) => {
        const suffix = this.#markets.length === 1 ? '' : `.${symbol}`;
        return [
          [`market_trades${suffix}`, tradeCount],
          [`market_trade_hash${suffix}`, tradeHash],
        ];
      }),
    );
  }
}

function assumptionsOf(scenario: Scenario): readonly string[] {
  const symbols = marketsOf(scenario).map(({ symbol }) => symbol);
  const single = symbols.length === 1;
  const { feed, entry, service, response } = scenario.latency;
  return [
    `The market is simulated (scenario ${scenario.name}): its order book is real, its participants are models.`,
    `Background liquidity does not react to who else quotes; ${single ? 'one maker is under test, on one instrument' : `on each of ${symbols.join(', ')} a maker of its own is under test, all with the same parameters`}.`,
    `Fees are ${describeFees(scenario.fees)}; no funding, no withdrawals.`,
    `Connections never break, and no message overtakes the one before; latency: feed ${describeLatency(feed)}; order entry ${describeLatency(entry)}; service, one request after another, ${describeLatency(service)}; response ${describeLatency(response)}.`,
    ...(single
      ? []
      : [
          'Each instrument has a market, a connection, a rate limit, a position limit and a volume for its fees of its own: nothing is shared or netted, and no maker hedges on another instrument.',
          'The markets of the instruments move independently of one another; only their accounts are added up, their quote currencies taken to be one.',
        ]),
  ];
}
