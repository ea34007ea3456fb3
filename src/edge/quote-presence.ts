// Our resting orders of one instrument for a whole run: how long both sides were quoted, and between which ages each order rested in the
// window. An order that rests across a window's boundary keeps its age.

import type { Side } from '../market/side.ts';
import { assert } from '../std/assert.ts';
import type { SampleBuffer } from '../std/sample-buffer.ts';

/** The ages, in microseconds, at which each order's rest within the window began and ended; index by index. */
export interface AgeIntervals {
  readonly starts: SampleBuffer;
  readonly ends: SampleBuffer;
}

export interface PresenceWindow {
  readonly orders: number;
  readonly bothSidesUs: number;
}

export class QuotePresence {
  readonly #ages: AgeIntervals;
  /** When each resting order was opened, by its id. */
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  #startUs = 0;
  #orders = 0;
  #bothSidesUs = 0;
  #bothSidesSinceUs = 0;

  constructor(ages: AgeIntervals) {
    this.#ages = ages;
  }

  open(startUs: number): void {
    this.#startUs = startUs;
    this.#orders = this.#bids.size + this.#asks.size;
    this.#bothSidesUs = 0;
    this.#bothSidesSinceUs = startUs;
  }

  opened(timeUs: number, orderId: number, side: Side): void {
    assert(!this.#bids.has(orderId) && !this.#asks.has(orderId), () => `order ${orderId} rests already`);
    const wasBoth = this.#bothSides();
    (side === 1 ? this.#bids : this.#asks).set(orderId, timeUs);
    this.#orders += 1;
    if (!wasBoth) this.#bothSidesSinceUs = timeUs;
  }

  closed(timeUs: number, orderId: number): void {
    const openedUs = this.#bids.get(orderId) ?? this.#asks.get(orderId);
    assert(openedUs !== undefined, () => `order ${orderId} is closed but does not rest`);
    const wasBoth = this.#bothSides();
    this.#bids.delete(orderId);
    this.#asks.delete(orderId);
    if (wasBoth && !this.#bothSides()) this.#bothSidesUs += timeUs - this.#bothSidesSinceUs;
    this.#rested(openedUs, timeUs);
  }

  settle(endUs: number): PresenceWindow {
    for (const openedUs of this.#bids.values()) this.#rested(openedUs, endUs);
    for (const openedUs of this.#asks.values()) this.#rested(openedUs, endUs);
    const still = this.#bothSides() ? endUs - this.#bothSidesSinceUs : 0;
    return { orders: this.#orders, bothSidesUs: this.#bothSidesUs + still };
  }

  #bothSides(): boolean {
    return this.#bids.size > 0 && this.#asks.size > 0;
  }

  #rested(openedUs: number, untilUs: number): void {
    this.#ages.starts.push(Math.max(this.#startUs, openedUs) - openedUs);
    this.#ages.ends.push(untilUs - openedUs);
  }
}
