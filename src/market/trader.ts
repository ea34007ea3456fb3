// The seam between a bot and a venue. The bot sees what a feed and acknowledgements show, when they reach it; it acts through an
// order entry. Nothing else crosses. All times are integer microseconds of the run.

import type { Side } from './side.ts';

/** The displayed book near the touch. A quantity of 0 says that the side is empty; its price then means nothing. */
export interface BookTop {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidLots: number;
  readonly askLots: number;
  /** Displayed lots within the feed's band behind the touch, our own orders included, as on any public feed. */
  readonly bidDepthLots: number;
  readonly askDepthLots: number;
}

export type OrderRequest =
  | {
      readonly kind: 'place';
      readonly orderId: number;
      readonly side: Side;
      readonly priceTicks: number;
      readonly lots: number;
      /** `post_only` is rejected if it would trade on arrival; `ioc` trades what it can and never rests. */
      readonly timeInForce: 'post_only' | 'ioc';
    }
  | {
      /** Cancels `orderId` and places `newOrderId` post-only in one message; the new order queues last. */
      readonly kind: 'replace';
      readonly orderId: number;
      readonly newOrderId: number;
      readonly side: Side;
      readonly priceTicks: number;
      readonly lots: number;
    }
  | { readonly kind: 'cancel'; readonly orderId: number };

/** `price_out_of_range`: no order may rest at such a price, for it is none or lies absurdly far from the market. */
export type RejectReason = 'would_cross' | 'rate_limit' | 'unknown_order' | 'price_out_of_range';

/** What a bot can do. Requests reach the venue in the order in which they were made. */
export interface OrderEntry {
  submit(request: OrderRequest): void;
  /** Asks for `onWake` at this time or as soon as possible after it. One wake is pending at most: the earliest asked for. */
  wakeAt(timeUs: number): void;
}

/** What a bot is told. `nowUs` is the time at which the news reaches it. */
export interface Trader {
  onBook(nowUs: number, venueUs: number, top: BookTop): void;
  /** Somebody traded; `side` is the taker's. */
  onTrade(nowUs: number, venueUs: number, side: Side, priceTicks: number, lots: number): void;
  /** The request that names this order was accepted (for a replace: the new order). */
  onAccepted(nowUs: number, orderId: number): void;
  /** The request that names this order was refused. A refused replace leaves the old order gone if the venue had cancelled it. */
  onRejected(nowUs: number, orderId: number, reason: RejectReason): void;
  onFill(nowUs: number, orderId: number, side: Side, priceTicks: number, lots: number, role: 'maker' | 'taker'): void;
  /** The order is no longer in the book, other than by a fill: cancelled, replaced, or the rest of an `ioc` expired. */
  onClosed(nowUs: number, orderId: number): void;
  onWake(nowUs: number): void;
}
