// The orders of one instrument as the bot tells them: which messages wait for their answer, and which orders rest. It makes of them what
// accounting needs: messages, latencies, and when an order came to the book and left it.

import type { OrderMessageKind } from '../../market/event-sink.ts';
import type { Side } from '../../market/side.ts';
import type { EventOf } from './contract.ts';

type OrderName = string | number;

interface Sent {
  readonly action: OrderMessageKind;
  readonly sentUs: number;
  readonly side: Side | undefined;
  readonly replaces: OrderName | undefined;
}

/** What happened to the book by one event: orders that came to rest, orders that left. */
export interface BookChange {
  readonly opened?: { readonly orderId: number; readonly side: Side };
  readonly closed?: number;
}

export interface Acknowledged extends BookChange {
  /** Undefined where no message waited. */
  readonly sentUs: number | undefined;
}

/** A bot that never says what became of its messages must not fill our memory. */
const MOST_WAITING = 100_000;

export class OrderLedger {
  /** The bot's names for its orders may be anything; accounting counts. */
  #lastId = 0;
  readonly #waiting = new Map<OrderName, Sent[]>();
  readonly #resting = new Map<OrderName, number>();
  /** In lots; of orders of which the bot told the quantity. */
  readonly #left = new Map<OrderName, number>();

  sent(
    { order, action, replaces }: EventOf<'order_sent'>,
    side: Side | undefined,
    lots: number | undefined,
    sentUs: number,
  ): void {
    const waiting = this.#waiting.get(order) ?? [];
    waiting.push({ action, sentUs, side, replaces });
    this.#waiting.set(order, waiting);
    if (action !== 'cancel' && lots !== undefined) this.#left.set(order, lots);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#forget(oldest);
  }

  acknowledged(order: OrderName): Acknowledged {
    const waiting = this.#waiting.get(order) ?? [];
    const message = waiting.shift();
    if (waiting.length === 0) this.#waiting.delete(order);
    if (message === undefined) return { sentUs: undefined };
    const { action, sentUs, side, replaces } = message;
    if (action === 'cancel') return { sentUs, ...this.closed(order) };
    const gone = action === 'replace' && replaces !== undefined && replaces !== order ? this.closed(replaces) : {};
    const isFilled = (this.#left.get(order) ?? 1) <= 0;
    if (side === undefined || isFilled || this.#resting.has(order)) return { sentUs, ...gone };
    this.#lastId += 1;
    this.#resting.set(order, this.#lastId);
    return { sentUs, ...gone, opened: { orderId: this.#lastId, side } };
  }

  closed(order: OrderName): BookChange {
    const orderId = this.#resting.get(order);
    this.#resting.delete(order);
    this.#left.delete(order);
    return orderId === undefined ? {} : { closed: orderId };
  }

  /** The id for accounting, and whether the order is filled whole. */
  filled(order: OrderName | undefined, lots: number): BookChange & { readonly orderId: number } {
    if (order === undefined) {
      this.#lastId += 1;
      return { orderId: this.#lastId };
    }
    const orderId = this.#resting.get(order);
    const left = this.#left.get(order);
    if (left !== undefined) this.#left.set(order, left - lots);
    if (orderId === undefined) this.#lastId += 1;
    const id = orderId ?? this.#lastId;
    const isWhole = left !== undefined && left <= lots;
    if (!isWhole) return { orderId: id };
    this.#resting.delete(order);
    return { orderId: id, ...(orderId === undefined ? {} : { closed: orderId }) };
  }

  /** A bot that was started anew knows nothing of the orders of the one before it; they leave the book with it. */
  clear(): readonly number[] {
    const resting = [...this.#resting.values()];
    this.#waiting.clear();
    this.#resting.clear();
    this.#left.clear();
    return resting;
  }

  #forget(order: OrderName): void {
    this.#waiting.delete(order);
    if (!this.#resting.has(order)) this.#left.delete(order);
  }
}
