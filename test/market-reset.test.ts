// One market after another in the same objects: a reset exchange is a new one to the byte, and the pieces in which time passes do not
// matter. Compared is all that the accounts and an observer of flow are told, in order, with the trades of everybody.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ReferenceMaker } from '../src/maker/reference-maker.ts';
import type { EventSink } from '../src/market/event-sink.ts';
import { Exchange, type FlowObserver } from '../src/venue/exchange.ts';
import { CALM, SCENARIOS, SPIKE, type Scenario } from '../src/venue/scenario.ts';
import { MIDDLE } from './support/soak-market.ts';

const SECOND_US = 1_000_000;
/** Longer than 2^31 microseconds, from where on times are no small integers any more. */
const LONG_US = 2200 * SECOND_US;

/** Hashes all that it is told. */
class HashingSink implements EventSink, FlowObserver {
  #hash = createHash('sha256');
  told = 0;

  mid = (...event: readonly unknown[]): void => this.#add('mid', event);
  decision = (...event: readonly unknown[]): void => this.#add('decision', event);
  sent = (...event: readonly unknown[]): void => this.#add('sent', event);
  acknowledged = (...event: readonly unknown[]): void => this.#add('acknowledged', event);
  opened = (...event: readonly unknown[]): void => this.#add('opened', event);
  closed = (...event: readonly unknown[]): void => this.#add('closed', event);
  fill = (...event: readonly unknown[]): void => this.#add('fill', event);
  takerArrived = (...event: readonly unknown[]): void => this.#add('takerArrived', event);
  informedTakes = (...event: readonly unknown[]): void => this.#add('informedTakes', event);
  feed = (...event: readonly unknown[]): void => this.#add('feed', event);

  #add(kind: string, event: readonly unknown[]): void {
    this.told += 1;
    this.#hash.update(`${kind} ${JSON.stringify(event)}\n`);
  }

  /** Of what was told since the last call. */
  take(): string {
    const digest = this.#hash.digest('hex');
    this.#hash = createHash('sha256');
    this.told = 0;
    return digest;
  }
}

/** Wherever a run ends, a jump is under way and a burst of volatility too; and what a bot has traded changes what it pays. */
const BUSY: Scenario = {
  ...CALM,
  name: 'busy',
  fundamental: { ...CALM.fundamental, jumpsPerS: 10, spikesPerMin: 1, spikeDurationS: [600, 900] },
  fees: { ...CALM.fees, tiers: [{ fromNotional: 20_000, makerBps: -0.4, takerBps: 2 }] },
};

interface Market {
  readonly sink: HashingSink;
  readonly exchange: Exchange;
}

function newMarket(scenario: Scenario, seed: number): Market {
  const sink = new HashingSink();
  return { sink, exchange: new Exchange(scenario, seed, sink, sink) };
}

/** Lets a maker trade from the opening on, and says everything that happened. */
function play({ sink, exchange }: Market, untilUs: number, pieceUs = 60 * SECOND_US): string {
  const { instrument } = exchange;
  exchange.connect(new ReferenceMaker({ instrument, entry: exchange, sink, parameters: MIDDLE }));
  for (let reachedUs = 0; reachedUs < untilUs;) {
    reachedUs = Math.min(untilUs, reachedUs + pieceUs);
    exchange.run(reachedUs);
  }
  const { told } = sink;
  return `${told} events ${sink.take()}, ${exchange.tradeCount} trades ${exchange.tradeHash}, value ${exchange.valueBps}`;
}

describe('an exchange that is reset', () => {
  it.each([...SCENARIOS, BUSY])('is a new one of that seed, whatever it did before ($name)', (scenario) => {
    const used = newMarket(scenario, 77);
    for (const [seed, secondsBefore] of [
      [1, 0],
      [2, 0.05],
      [3, 61],
      [77, 600],
    ] as const) {
      if (secondsBefore > 0) play(used, secondsBefore * SECOND_US);
      used.exchange.reset(seed);
      used.sink.take();
      expect(play(used, 180 * SECOND_US)).toBe(play(newMarket(scenario, seed), 180 * SECOND_US));
      used.exchange.reset(seed + 100);
    }
  });

  it('is a new one after more than 2^31 microseconds too, and after it was reset before it opened', () => {
    const used = newMarket(SPIKE, 5);
    play(used, LONG_US);
    for (const seed of [9, 6]) used.exchange.reset(seed);
    used.sink.take();
    expect(play(used, LONG_US)).toBe(play(newMarket(SPIKE, 6), LONG_US));
  });

  it('waits for a bot again', () => {
    const { exchange } = newMarket(SPIKE, 5);
    exchange.reset(5);
    expect(() => exchange.run(SECOND_US)).toThrow('connect a bot');
  });
});

describe('a market', () => {
  it('is the same in whatever pieces its time passes', () => {
    const whole = play(newMarket(SPIKE, 8), 400 * SECOND_US, 400 * SECOND_US);
    for (const pieceUs of [1, 7.77, 25, 3600].map((seconds) => seconds * SECOND_US)) {
      expect(play(newMarket(SPIKE, 8), 400 * SECOND_US, pieceUs)).toBe(whole);
    }
    expect(play(newMarket(SPIKE, 8), 2 * SECOND_US, 1)).toBe(play(newMarket(SPIKE, 8), 2 * SECOND_US));
  });
});
