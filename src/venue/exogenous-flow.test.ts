// Common random numbers: what the market does by itself is the same whatever the bot does, so that two parameter vectors meet the same
// values, takers, sides and sizes.

import { describe, expect, it } from 'vitest';
import { RecordingSink } from '../../test/support/recording-sink.ts';
import { RecordingTrader } from '../../test/support/recording-trader.ts';
import { BUY, SELL } from '../market/side.ts';
import type { BookTop, Trader } from '../market/trader.ts';
import { Exchange } from './exchange.ts';
import { SPIKE, VOLATILE } from './scenario.ts';

const SECOND_US = 1_000_000;

/** What a bot cannot move: the value each second, and every taker that arrives. */
interface Exogenous {
  readonly values: number[];
  readonly arrivals: string[];
}

function watch(
  scenario: typeof VOLATILE,
  seed: number,
  bot: (exchange: Exchange) => Trader,
): Exogenous & { trades: number } {
  const seen: Exogenous = { values: [], arrivals: [] };
  const exchange = new Exchange(scenario, seed, new RecordingSink(), {
    takerArrived: (...arrival) => seen.arrivals.push(arrival.join(' ')),
    informedTakes: () => {},
  });
  exchange.connect(bot(exchange));
  for (let second = 1; second <= 600; second += 1) {
    exchange.run(second * SECOND_US);
    seen.values.push(exchange.valueBps);
  }
  return { ...seen, trades: exchange.tradeHash };
}

/** Joins the touch with this many lots, again and again. */
class Joiner extends RecordingTrader {
  readonly #exchange: Exchange;
  readonly #lots: number;
  #orderId = 0;

  constructor(exchange: Exchange, lots: number) {
    super();
    this.#exchange = exchange;
    this.#lots = lots;
  }

  override onBook(atUs: number, venueUs: number, top: BookTop): void {
    super.onBook(atUs, venueUs, top);
    this.#orderId += 1;
    const side = this.#orderId % 2 === 0 ? BUY : SELL;
    const priceTicks = side === BUY ? top.bidTicks : top.askTicks;
    this.#exchange.submit({
      kind: 'place',
      orderId: this.#orderId,
      side,
      priceTicks,
      lots: this.#lots,
      timeInForce: 'post_only',
    });
  }
}

describe('the exogenous flow', () => {
  it.each([VOLATILE, SPIKE])('is the same in $name whatever the bot does, while the trades differ', (scenario) => {
    for (const seed of [1, 2]) {
      const [idle, small, large] = [0, 10, 500].map((lots) =>
        watch(scenario, seed, (exchange) => (lots === 0 ? new RecordingTrader() : new Joiner(exchange, lots))),
      );
      expect(idle?.arrivals.length).toBeGreaterThan(500);
      expect(small?.values).toEqual(idle?.values);
      expect(large?.values).toEqual(idle?.values);
      expect(small?.arrivals).toEqual(idle?.arrivals);
      expect(large?.arrivals).toEqual(idle?.arrivals);
      expect(new Set([idle?.trades, small?.trades, large?.trades]).size).toBe(3);
    }
  });
});
