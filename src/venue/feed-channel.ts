// The public feed on its way to one bot: book tops and trades, each with its own lognormal delay, never overtaking one another. A
// ring of numbers, because it carries the most messages of all.

import { assert } from '../std/assert.ts';
import type { RandomStream } from '../std/random.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { BookTop, Trader } from '../market/trader.ts';
import type { Scenario } from './scenario.ts';

const SLOTS = 1 << 12;
const FIELDS = 9;
const BOOK = 0;
const TRADE = 1;

interface MutableTop {
  bidTicks: number;
  askTicks: number;
  bidLots: number;
  askLots: number;
  bidDepthLots: number;
  askDepthLots: number;
}

export class FeedChannel {
  readonly #ring = new Float64Array(SLOTS * FIELDS);
  readonly #medianUs: number;
  readonly #logSd: number;
  readonly #delays: RandomStream;
  readonly #top: MutableTop = { bidTicks: 0, askTicks: 0, bidLots: 0, askLots: 0, bidDepthLots: 0, askDepthLots: 0 };
  #head = 0;
  #tail = 0;
  #lastArrivalUs = 0;
  #nextUs = Number.POSITIVE_INFINITY;

  constructor(latency: Scenario['latency'], streams: { stream(name: string): RandomStream }) {
    this.#medianUs = latency.feedMedianMs * 1000;
    this.#logSd = latency.feedLogSd;
    this.#delays = streams.stream('feed/delays');
  }

  /** When the next message reaches the bot; infinite when none is on its way. */
  get nextUs(): number {
    return this.#nextUs;
  }

  publishBook(nowUs: number, top: BookTop): void {
    const ring = this.#ring;
    const at = this.#slot(nowUs, BOOK);
    ring[at + 3] = top.bidTicks;
    ring[at + 4] = top.askTicks;
    ring[at + 5] = top.bidLots;
    ring[at + 6] = top.askLots;
    ring[at + 7] = top.bidDepthLots;
    ring[at + 8] = top.askDepthLots;
  }

  publishTrade(nowUs: number, side: Side, priceTicks: number, lots: number): void {
    const ring = this.#ring;
    const at = this.#slot(nowUs, TRADE);
    ring[at + 3] = side;
    ring[at + 4] = priceTicks;
    ring[at + 5] = lots;
  }

  /** Hands the message that is due to the bot; returns when it left the venue. */
  deliver(trader: Trader): number {
    const ring = this.#ring;
    const at = (this.#head % SLOTS) * FIELDS;
    this.#head += 1;
    const arrivalUs = ring[at] as number;
    const venueUs = ring[at + 1] as number;
    this.#nextUs =
      this.#head === this.#tail ? Number.POSITIVE_INFINITY : (ring[(this.#head % SLOTS) * FIELDS] as number);
    if (ring[at + 2] === BOOK) {
      const top = this.#top;
      top.bidTicks = ring[at + 3] as number;
      top.askTicks = ring[at + 4] as number;
      top.bidLots = ring[at + 5] as number;
      top.askLots = ring[at + 6] as number;
      top.bidDepthLots = ring[at + 7] as number;
      top.askDepthLots = ring[at + 8] as number;
      trader.onBook(arrivalUs, venueUs, top);
    } else {
      trader.onTrade(
        arrivalUs,
        venueUs,
        ring[at + 3] === 1 ? BUY : SELL,
        ring[at + 4] as number,
        ring[at + 5] as number,
      );
    }
    return venueUs;
  }

  #slot(nowUs: number, kind: number): number {
    assert(this.#tail - this.#head < SLOTS, 'the feed holds more undelivered messages than its ring');
    const at = (this.#tail % SLOTS) * FIELDS;
    const arrivalUs = Math.max(
      this.#lastArrivalUs,
      nowUs + Math.round(this.#medianUs * this.#delays.lognormal(this.#logSd)),
    );
    this.#lastArrivalUs = arrivalUs;
    if (this.#head === this.#tail) this.#nextUs = arrivalUs;
    this.#tail += 1;
    this.#ring[at] = arrivalUs;
    this.#ring[at + 1] = nowUs;
    this.#ring[at + 2] = kind;
    return at;
  }
}
