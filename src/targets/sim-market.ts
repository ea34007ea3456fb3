// One instrument of the embedded target: the exchange that trades it, the maker that quotes it, and the sink that both tell. Lives on from
// window to window.

import type { Parameters } from '../config/parameters.ts';
import { ReferenceMaker } from '../maker/reference-maker.ts';
import type { EventSink } from '../market/event-sink.ts';
import { Exchange } from '../venue/exchange.ts';
import type { Scenario } from '../venue/scenario.ts';
import { ForwardingSink } from './forwarding-sink.ts';

export class SimMarket {
  readonly maker: ReferenceMaker;
  readonly #sink: ForwardingSink;
  readonly #exchange: Exchange;

  /** `scenario` has one instrument. */
  constructor(scenario: Scenario, seed: number, parameters: Parameters, to: EventSink) {
    const sink = new ForwardingSink(to);
    const exchange = new Exchange(scenario, seed, sink);
    this.#sink = sink;
    this.#exchange = exchange;
    this.maker = new ReferenceMaker({ instrument: exchange.instrument, entry: exchange, sink, parameters });
    exchange.connect(this.maker);
  }

  get symbol(): string {
    return this.#exchange.instrument.symbol;
  }

  get tradeCount(): number {
    return this.#exchange.tradeCount;
  }

  /** Of all trades since the run's start, in hexadecimal. */
  get tradeHash(): string {
    return this.#exchange.tradeHash.toString(16).padStart(8, '0');
  }

  forwardTo(to: EventSink): void {
    this.#sink.forwardTo(to);
  }

  /** Lets time pass up to, not including, `untilUs`. */
  run(untilUs: number): void {
    this.#exchange.run(untilUs);
  }
}
