// A matching engine over one plain list of orders, slow and obviously right: the oracle of the order book. It names orders by ids that
// its user gives, and tells what happened as lines of text. Leaves out all that makes a book fast.

import { BUY, type Side } from '../../src/market/side.ts';

interface NaiveOrder {
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  readonly owner: number;
  lots: number;
}

const NOBODY = 0;
const WIDEST = 4_194_304;

export class NaiveEngine {
  /** In the order of arrival. */
  orders: NaiveOrder[] = [];
  readonly events: string[] = [];

  best(side: Side): number {
    const prices = this.orders.filter((order) => order.side === side).map((order) => order.price);
    if (prices.length === 0) return -1;
    return side === BUY ? Math.max(...prices) : Math.min(...prices);
  }

  lotsAt(price: number): number {
    return this.orders.filter((order) => order.price === price).reduce((sum, order) => sum + order.lots, 0);
  }

  depth(side: Side, band: number): number {
    const best = this.best(side);
    return this.orders
      .filter((order) => order.side === side && Math.abs(order.price - best) <= band)
      .reduce((sum, order) => sum + order.lots, 0);
  }

  canRestAt(price: number): boolean {
    const prices = [...this.orders.map((order) => order.price), price];
    return price > 0 && Math.max(...prices) - Math.min(...prices) < WIDEST;
  }

  /** Whether something rests afterwards. */
  limit(id: number, side: Side, price: number, lots: number, owner: number): boolean {
    const left = this.take(side, price, lots, owner);
    if (left > 0) this.orders.push({ id, side, price, owner, lots: left });
    return left > 0;
  }

  postOnly(id: number, side: Side, price: number, lots: number, owner: number): boolean {
    if (this.#queue(side, price).length > 0) return false;
    this.orders.push({ id, side, price, owner, lots });
    return true;
  }

  /** Lots that found no counterpart. */
  take(side: Side, limit: number, lots: number, owner: number): number {
    let left = lots;
    for (const maker of this.#queue(side, limit)) {
      if (left === 0) break;
      if (owner !== NOBODY && maker.owner === owner) {
        this.events.push(`own ${maker.id} x${maker.lots}`);
        this.cancel(maker.id);
      } else {
        const traded = Math.min(maker.lots, left);
        left -= traded;
        maker.lots -= traded;
        this.events.push(
          `trade ${maker.id} of ${maker.owner} ${traded}@${maker.price} left ${maker.lots} by ${owner} ${side}`,
        );
        if (maker.lots === 0) this.cancel(maker.id);
      }
    }
    return left;
  }

  fillOrKill(side: Side, limit: number, lots: number, owner: number): boolean {
    const others = this.#queue(side, limit).filter((order) => owner === NOBODY || order.owner !== owner);
    if (others.reduce((sum, order) => sum + order.lots, 0) < lots) return false;
    this.take(side, limit, lots, owner);
    return true;
  }

  reduce(id: number, lots: number): number {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return 0;
    const off = Math.min(order.lots, lots);
    order.lots -= off;
    if (order.lots === 0) this.cancel(id);
    return off;
  }

  cancel(id: number): boolean {
    const before = this.orders.length;
    this.orders = this.orders.filter((order) => order.id !== id);
    return this.orders.length < before;
  }

  replace(id: number, newId: number, price: number, lots: number): boolean | undefined {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return undefined;
    this.cancel(id);
    return this.limit(newId, order.side, price, lots, order.owner);
  }

  /** The orders that a taker would meet, in the order of meeting. The sort is stable, so the oldest comes first at each price. */
  #queue(side: Side, limit: number): readonly NaiveOrder[] {
    return this.orders
      .filter((order) => order.side !== side && (order.price - limit) * side <= 0)
      .toSorted((one, other) => (one.price - other.price) * side);
  }
}
