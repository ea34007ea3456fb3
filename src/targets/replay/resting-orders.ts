// Our orders in the recorded book, and when they fill. The model is risk-averse: an order joins behind all that is displayed at its price;
// only trades at that price move it forward, and it is never farther back than what a later diff displays there. Cancellations in front
// of us count only through that cap. Leaves out our own impact: nobody in the recording reacts to our orders.

import { BUY, type Side } from '../../market/side.ts';
import { isBetter } from './book-side.ts';
import type { RecordedMarket, Touch } from './recorded-market.ts';

export interface RestingOrder {
  readonly orderId: number;
  readonly side: Side;
  readonly priceTicks: number;
  /** When it came to rest. */
  readonly sinceUs: number;
  lots: number;
  /** Displayed lots that trade before it. */
  aheadLots: number;
}

export type OnFill = (order: RestingOrder, lots: number) => void;

export class RestingOrders {
  /** In the order of their arrival. */
  readonly #orders = new Map<number, RestingOrder>();

  get(orderId: number): RestingOrder | undefined {
    return this.#orders.get(orderId);
  }

  add(order: RestingOrder): void {
    this.#orders.set(order.orderId, order);
  }

  remove(orderId: number): void {
    this.#orders.delete(orderId);
  }

  /** A copy, so that orders may be removed while it is read. */
  all(): readonly RestingOrder[] {
    return [...this.#orders.values()];
  }

  get size(): number {
    return this.#orders.size;
  }

  /** Our best price on a side; undefined without an order there. */
  bestTicks(side: Side): number | undefined {
    let best: number | undefined;
    for (const order of this.#orders.values()) {
      if (order.side === side && (best === undefined || isBetter(side, order.priceTicks, best)))
        best = order.priceTicks;
    }
    return best;
  }

  /** Our lots on a side at `worstTicks` or better. */
  lotsUpTo(side: Side, worstTicks: number): number {
    let sum = 0;
    for (const order of this.#orders.values()) {
      if (order.side === side && !isBetter(side, worstTicks, order.priceTicks)) sum += order.lots;
    }
    return sum;
  }

  /**
   * Somebody took liquidity. Orders of ours at a better price than the trade's come first: the taker would have met them first. At the
   * trade's own price the displayed lots in front of us trade first. Together our orders get no more than the trade's lots.
   */
  trade(takerSide: Side, priceTicks: number, lots: number, onFill: OnFill): void {
    if (this.#orders.size === 0) return;
    let left = lots;
    for (const order of this.#hit(takerSide, priceTicks)) {
      const through = order.priceTicks !== priceTicks;
      const reaching = through ? left : Math.max(0, left - order.aheadLots);
      order.aheadLots = through ? 0 : Math.max(0, order.aheadLots - left);
      const filled = Math.min(order.lots, reaching);
      if (filled === 0) continue;
      left -= filled;
      this.#fill(order, filled, onFill);
    }
  }

  /** The recorded touch reached an order's price from the other side. The recording goes on as if the order had been filled: it was. */
  touch({ bidTicks, bidLots, askTicks, askLots }: Touch, onFill: OnFill): void {
    if (this.#orders.size === 0) return;
    for (const order of this.all()) {
      const met =
        order.side === BUY ? askLots > 0 && askTicks <= order.priceTicks : bidLots > 0 && bidTicks >= order.priceTicks;
      if (met) this.#fill(order, order.lots, onFill);
    }
  }

  /** A diff displays the book as of `asOfUs`: nobody is farther back than the whole of its level. */
  capQueues(market: RecordedMarket, asOfUs: number): void {
    for (const order of this.#orders.values()) {
      if (order.sinceUs > asOfUs) continue;
      const displayed = (order.side === BUY ? market.book.bids : market.book.asks).lotsAt(order.priceTicks);
      order.aheadLots = Math.min(order.aheadLots, displayed);
    }
  }

  /** Orders that a taker who paid `priceTicks` met, best price first, then in the order of arrival. */
  #hit(takerSide: Side, priceTicks: number): readonly RestingOrder[] {
    return this.all()
      .filter((order) => order.side !== takerSide && !isBetter(order.side, priceTicks, order.priceTicks))
      .toSorted((a, b) => (a.priceTicks - b.priceTicks) * takerSide);
  }

  #fill(order: RestingOrder, lots: number, onFill: OnFill): void {
    order.lots -= lots;
    if (order.lots === 0) this.#orders.delete(order.orderId);
    onFill(order, lots);
  }
}
