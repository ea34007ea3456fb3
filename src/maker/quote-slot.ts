// One place in the ladder and the life of the order in it: asked for, live, being replaced, being cancelled, gone. Also remembers the
// last wish that was blocked, so that one wish counts as one decision however often it is looked at.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { Side } from '../market/side.ts';

export class QuoteSlot {
  readonly side: Side;
  readonly level: number;
  /** The live order, 0 when none is. */
  orderId = 0;
  /** The order asked for and not yet answered, 0 when none is. */
  pendingOrderId = 0;
  /** A cancel of the live order is on its way. */
  cancelling = false;
  priceTicks = 0;
  lots = 0;
  placedUs = FRACTION_FIELD;
  /** When a refused wish is due again. */
  askAgainUs = Number.NEGATIVE_INFINITY;
  #pendingTicks = 0;
  #pendingLots = 0;
  #pendingUs = FRACTION_FIELD;
  #wishTicks = -1;

  constructor(side: Side, level: number) {
    this.side = side;
    this.level = level;
  }

  /** Nothing can be asked of this slot until an answer arrives. */
  get busy(): boolean {
    return this.pendingOrderId !== 0 || this.cancelling;
  }

  requested(nowUs: number, orderId: number, priceTicks: number, lots: number): void {
    this.pendingOrderId = orderId;
    this.#pendingTicks = priceTicks;
    this.#pendingLots = lots;
    this.#pendingUs = nowUs;
    this.satisfied();
  }

  /** The order asked for is live. */
  confirmed(orderId: number): void {
    this.pendingOrderId = 0;
    this.orderId = orderId;
    this.priceTicks = this.#pendingTicks;
    this.lots = this.#pendingLots;
    this.placedUs = this.#pendingUs;
    if (this.lots <= 0) this.gone(orderId);
  }

  /** The order asked for was refused; whether the old one lives on, its own messages tell. */
  refused(): void {
    this.pendingOrderId = 0;
  }

  /** A fill of an order of this slot; true when nothing of it is left. */
  reduce(orderId: number, lots: number): boolean {
    if (orderId === this.pendingOrderId) {
      // Traded before its acknowledgement reached us.
      this.#pendingLots -= lots;
      return false;
    }
    if (orderId !== this.orderId) return true;
    this.lots -= lots;
    if (this.lots > 0) return false;
    this.gone(orderId);
    return true;
  }

  /** The order left the book. */
  gone(orderId: number): void {
    if (orderId !== this.orderId) return;
    this.orderId = 0;
    this.lots = 0;
    this.cancelling = false;
  }

  /** Whether wanting this price is a wish that was not counted yet. */
  isNewWish(wantedTicks: number, thresholdTicks: number): boolean {
    return this.#wishTicks < 0 || Math.abs(wantedTicks - this.#wishTicks) >= thresholdTicks;
  }

  /** A wish was blocked, and counted. */
  wished(wantedTicks: number): void {
    this.#wishTicks = wantedTicks;
  }

  /** The side was refused, and that was counted. */
  refusedUntil(askAgainUs: number): void {
    this.askAgainUs = askAgainUs;
  }

  /** No wish is open. */
  satisfied(): void {
    this.#wishTicks = -1;
    this.askAgainUs = Number.NEGATIVE_INFINITY;
  }
}
