// Puts recorded messages into the exchange's order of events and keeps the order of arrival beside it. The trade stream often arrives
// behind the book ticker that already shows the trade's effect, so a trade is moved back to its matching time; book messages stay where
// they were received. Both orders are on the run clock.

import type { BookTop } from '../../market/trader.ts';
import { ClockOffset } from './clock-offset.ts';
import type { MarketMessage } from './collector-message.ts';
import { Fifo } from './fifo.ts';

export interface MarketEvent {
  readonly message: MarketMessage;
  /** When it happens at the venue, by the run clock; never after its receipt. */
  readonly venueUs: number;
  /** The venue's state that it tells of, by the run clock: a diff is older than its receipt. */
  readonly asOfUs: number;
  /** When it reaches the bot. */
  readonly deliverUs: number;
  /** For a book message: what the bot will see, filled in when it happens. */
  top: BookTop | undefined;
}

/** A trade is moved back by no more than this; it is also how far the reader must be ahead of the venue. */
export const LOOK_AHEAD_US = 500_000;

export class MarketQueue {
  readonly #happening = new Fifo<MarketEvent>();
  readonly #arriving = new Fifo<MarketEvent>();
  readonly #clock = new ClockOffset();
  #lastTradeUs = 0;
  #lastDeliverUs = 0;

  /** When the next message happens; infinite when none is queued. */
  get nextUs(): number {
    return this.#happening.first?.venueUs ?? Number.POSITIVE_INFINITY;
  }

  /** When the next message reaches the bot; infinite when none is queued. */
  get nextDeliveryUs(): number {
    return this.#arriving.first?.deliverUs ?? Number.POSITIVE_INFINITY;
  }

  /** Exchange clock - run clock; minus infinity while unknown. */
  get offsetUs(): number {
    return this.#clock.offsetUs;
  }

  /** Messages come in the order of the recording. `feedUs`: how long this one takes to the bot after its receipt. */
  push(message: MarketMessage, feedUs: number): void {
    const { receivedUs } = message;
    if (message.kind === 'diff' || message.kind === 'trade') this.#clock.observe(receivedUs, message.eventUs);
    this.#lastDeliverUs = Math.max(this.#lastDeliverUs, receivedUs + feedUs);
    const venueUs = this.#venueTime(message);
    const asOfUs = message.kind === 'diff' ? Math.min(message.eventUs - this.#clock.offsetUs, receivedUs) : venueUs;
    const event = { message, venueUs, asOfUs, deliverUs: this.#lastDeliverUs, top: undefined };
    this.#arriving.push(event);
    if (message.kind === 'trade') this.#happening.insert(event, (other) => other.venueUs > event.venueUs);
    else this.#happening.push(event);
  }

  take(): MarketEvent | undefined {
    return this.#happening.take();
  }

  takeDelivery(): MarketEvent | undefined {
    return this.#arriving.take();
  }

  #venueTime(message: MarketMessage): number {
    const { receivedUs } = message;
    if (message.kind !== 'trade') return receivedUs;
    const matchedUs = Math.max(message.eventUs - this.#clock.offsetUs, receivedUs - LOOK_AHEAD_US);
    this.#lastTradeUs = Math.max(this.#lastTradeUs, Math.min(matchedUs, receivedUs));
    return this.#lastTradeUs;
  }
}
