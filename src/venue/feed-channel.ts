// The public feed on its way to one bot: book tops and trades, each with a latency of its own, never overtaking one another. A
// ring of numbers, because it carries the most messages of all.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { RandomStream } from '../std/random.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { BookTop, Trader } from '../market/trader.ts';
import { type LatencyModel, OneWay } from './latency-model.ts';

const INITIAL_SLOTS = 1 << 7;
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
  readonly #way: OneWay;
  readonly #top: MutableTop = { bidTicks: 0, askTicks: 0, bidLots: 0, askLots: 0, bidDepthLots: 0, askDepthLots: 0 };
  /** As many slots as a power of two; of them one stays free, so that full and empty differ. */
  #ring = new Float64Array(INITIAL_SLOTS * FIELDS);
  #mask = INITIAL_SLOTS - 1;
  /** The slot that is due next, and the one to be filled next. */
  #head = 0;
  #tail = 0;
  #nextUs = FRACTION_FIELD;

  constructor(latency: LatencyModel, streams: { stream(name: string): RandomStream }) {
    this.#way = new OneWay(latency, streams.stream('feed/delays'));
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given a stream that began anew. */
  reset(): void {
    this.#way.reset();
    this.#head = 0;
    this.#tail = 0;
    this.#nextUs = Number.POSITIVE_INFINITY;
  }

  /** When the next message reaches the bot; infinite when none is on its way. */
  get nextUs(): number {
    return this.#nextUs;
  }

  publishBook(nowUs: number, top: BookTop): void {
    const at = this.#slot(nowUs, BOOK);
    const ring = this.#ring;
    ring[at + 3] = top.bidTicks;
    ring[at + 4] = top.askTicks;
    ring[at + 5] = top.bidLots;
    ring[at + 6] = top.askLots;
    ring[at + 7] = top.bidDepthLots;
    ring[at + 8] = top.askDepthLots;
  }

  publishTrade(nowUs: number, side: Side, priceTicks: number, lots: number): void {
    const at = this.#slot(nowUs, TRADE);
    const ring = this.#ring;
    ring[at + 3] = side;
    ring[at + 4] = priceTicks;
    ring[at + 5] = lots;
  }

  /** Hands the message that is due to the bot; returns when it left the venue. */
  deliver(trader: Trader): number {
    const ring = this.#ring;
    const at = this.#head * FIELDS;
    const head = (this.#head + 1) & this.#mask;
    this.#head = head;
    const arrivalUs = ring[at] as number;
    const venueUs = ring[at + 1] as number;
    this.#nextUs = head === this.#tail ? Number.POSITIVE_INFINITY : (ring[head * FIELDS] as number);
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
    if (((this.#tail + 1) & this.#mask) === this.#head) this.#widen();
    const at = this.#tail * FIELDS;
    const arrivalUs = this.#way.arrivalUs(nowUs);
    if (this.#head === this.#tail) this.#nextUs = arrivalUs;
    this.#tail = (this.#tail + 1) & this.#mask;
    this.#ring[at] = arrivalUs;
    this.#ring[at + 1] = nowUs;
    this.#ring[at + 2] = kind;
    return at;
  }

  /** Twice the slots; what is on its way moves to the front. */
  #widen(): void {
    const behind = this.#ring.subarray(this.#head * FIELDS);
    const wrapped = this.#ring.subarray(0, this.#tail * FIELDS);
    const ring = new Float64Array(2 * this.#ring.length);
    ring.set(behind);
    if (this.#tail < this.#head) ring.set(wrapped, behind.length);
    this.#tail = this.#mask;
    this.#head = 0;
    this.#mask = 2 * this.#mask + 1;
    this.#ring = ring;
  }
}
