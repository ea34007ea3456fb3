// The embedded target: the reference maker on the simulated exchange, in virtual time. Market and maker live on from window to window,
// so inventory is carried over as in a real soak.

import type { Parameters } from '../config/parameters.ts';
import { ReferenceMaker } from '../maker/reference-maker.ts';
import { assert } from '../std/assert.ts';
import { Exchange } from '../venue/exchange.ts';
import { describeFees } from '../venue/fee-schedule.ts';
import type { Scenario } from '../venue/scenario.ts';
import { ForwardingSink } from './forwarding-sink.ts';
import type { Target, TargetDescription, Window, WindowObserver, WindowOutcome } from './target.ts';

/** Simulated time between two looks at pending signals. */
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
  #parameters: Parameters;
  #session: { readonly sink: ForwardingSink; readonly exchange: Exchange; readonly maker: ReferenceMaker } | undefined;

  constructor(options: SimTargetOptions) {
    this.#options = options;
    this.#parameters = options.parameters;
  }

  describe(): TargetDescription {
    const { scenario } = this.#options;
    return {
      kind: 'sim',
      instruments: [{ symbol: scenario.symbol, tickSize: scenario.tickSize, lotSize: scenario.lotSize }],
      assumptions: [
        `The market is simulated (scenario ${scenario.name}): its order book is real, its participants are models.`,
        'Background liquidity does not react to who else quotes; one maker is under test, on one instrument.',
        `Fees are ${describeFees(scenario.fees)}; no funding, no withdrawals.`,
        'Connections never break; requests are answered in order after a lognormal service time.',
      ],
    };
  }

  async apply(parameters: Parameters): Promise<void> {
    this.#parameters = parameters;
    this.#session?.maker.setParameters(parameters);
  }

  async readBack(): Promise<Parameters> {
    return this.#session?.maker.parameters ?? this.#parameters;
  }

  async run(window: Window, observer: WindowObserver): Promise<WindowOutcome> {
    const { exchange } = this.#openSession(window, observer);
    let reachedUs = window.startUs;
    while (reachedUs < window.endUs) {
      if (observer.stopRequested()) return { kind: 'stopped' };
      reachedUs = Math.min(window.endUs, reachedUs + SLICE_US);
      exchange.run(reachedUs);
      await observer.breathe(reachedUs);
    }
    return {
      kind: 'completed',
      facts: {
        market_trades: exchange.tradeCount,
        market_trade_hash: exchange.tradeHash.toString(16).padStart(8, '0'),
      },
    };
  }

  async close(): Promise<void> {}

  #openSession(window: Window, observer: WindowObserver): { readonly exchange: Exchange } {
    const to = observer.sinkFor(this.#options.scenario.symbol);
    if (this.#session !== undefined) {
      this.#session.sink.forwardTo(to);
      return this.#session;
    }
    assert(window.startUs === 0, 'a simulated run starts at its own time 0');
    const sink = new ForwardingSink(to);
    const exchange = new Exchange(this.#options.scenario, this.#options.seed, sink);
    const maker = new ReferenceMaker({
      instrument: exchange.instrument,
      entry: exchange,
      sink,
      parameters: this.#parameters,
    });
    this.#session = { sink, exchange, maker };
    exchange.connect(maker);
    return this.#session;
  }
}
