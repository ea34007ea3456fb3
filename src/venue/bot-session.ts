// One bot's connection to the exchange: its requests on their way in, its resting orders, what its trades cost, and what it is told on
// the way out. Leaves out several connections, and disconnects.

import { assert } from '../std/assert.ts';
import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { EventSink } from '../market/event-sink.ts';
import { quoteUnit, type Instrument } from '../market/instrument.ts';
import type { Side } from '../market/side.ts';
import type { OrderRequest, RejectReason, Trader } from '../market/trader.ts';
import type { RandomStream } from '../std/random.ts';
import { FeeSchedule } from './fee-schedule.ts';
import { Gateway } from './gateway.ts';
import { OneWay } from './latency-model.ts';
import type { OrderBook } from './order-book.ts';
import { NO_ORDER, type OrderHandle } from './order-store.ts';
import { PrivateChannel } from './private-channel.ts';
import type { Scenario } from './scenario.ts';

/** The owner of the bot's orders. */
export const BOT = 1;

interface BotOrder {
  readonly orderId: number;
  readonly side: Side;
  readonly handle: OrderHandle;
}

export class BotSession {
  readonly #book: OrderBook;
  readonly #sink: EventSink;
  readonly #quoteUnit: number;
  readonly #fees: FeeSchedule;
  readonly #gateway: Gateway;
  readonly #response: OneWay;
  readonly #private = new PrivateChannel();
  readonly #ordersById = new Map<number, BotOrder>();
  readonly #ordersByHandle = new Map<OrderHandle, BotOrder>();
  /** The order id under which the bot is taking right now. */
  #takingOrderId = 0;
  /** When the request being handled left the bot. */
  #requestSentUs = FRACTION_FIELD;

  constructor(
    scenario: Scenario,
    instrument: Instrument,
    book: OrderBook,
    sink: EventSink,
    streams: { stream(name: string): RandomStream },
  ) {
    this.#book = book;
    this.#sink = sink;
    this.#quoteUnit = quoteUnit(instrument);
    this.#fees = new FeeSchedule(scenario.fees);
    this.#gateway = new Gateway(scenario, streams);
    this.#response = new OneWay(scenario.latency.response, streams.stream('response/delays'));
  }

  /** Begins anew: what follows is as in a new one, given a book and streams that began anew. */
  reset(): void {
    this.#fees.reset();
    this.#gateway.reset();
    this.#response.reset();
    this.#private.reset();
    this.#ordersById.clear();
    this.#ordersByHandle.clear();
  }

  /** When the next request reaches the matching engine or is refused; infinite when none is on its way. */
  get requestUs(): number {
    return this.#gateway.nextUs;
  }

  /** When the next message reaches the bot; infinite when none is on its way. */
  get toldUs(): number {
    return this.#private.nextUs;
  }

  /** Takes a request that leaves the bot now. */
  submit(nowUs: number, request: OrderRequest): void {
    this.#sink.sent(nowUs, request.kind);
    this.#gateway.accept(nowUs, request);
  }

  /** The request that is due meets the book, or the limiter. */
  handleRequest(nowUs: number): void {
    const { request, sentUs, refused } = this.#gateway.take();
    this.#requestSentUs = sentUs;
    if (refused) {
      this.#reject(nowUs, request.kind === 'replace' ? request.newOrderId : request.orderId, 'rate_limit');
      return;
    }
    switch (request.kind) {
      case 'place':
        if (request.timeInForce === 'ioc') this.#take(nowUs, request);
        else this.#rest(nowUs, request.orderId, request.side, request.priceTicks, request.lots);
        return;
      case 'replace': {
        if (!this.#withdraw(nowUs, request.orderId)) this.#reject(nowUs, request.newOrderId, 'unknown_order');
        else this.#rest(nowUs, request.newOrderId, request.side, request.priceTicks, request.lots);
        return;
      }
      case 'cancel':
        if (this.#withdraw(nowUs, request.orderId)) this.#accept(nowUs, request.orderId);
        else this.#reject(nowUs, request.orderId, 'unknown_order');
        return;
      default:
        request satisfies never;
    }
  }

  /** The message that is due reaches the bot. */
  tell(nowUs: number, trader: Trader): void {
    const message = this.#private.deliver(nowUs, trader);
    if (message.kind === 'accepted' || message.kind === 'rejected') this.#sink.acknowledged(message.sentUs, nowUs);
  }

  /** A resting order of the bot traded. */
  made(
    nowUs: number,
    handle: OrderHandle,
    lotsLeft: number,
    priceTicks: number,
    lots: number,
    midHalfTicks: number,
  ): void {
    const order = this.#ordersByHandle.get(handle);
    assert(order !== undefined, 'a fill names an order of the bot');
    this.#fill(nowUs, order.orderId, order.side, priceTicks, lots, 'maker', midHalfTicks);
    if (lotsLeft > 0) return;
    this.#forget(order);
    this.#sink.closed(nowUs, order.orderId);
  }

  /** The order that the bot is taking with traded. */
  took(nowUs: number, side: Side, priceTicks: number, lots: number, midHalfTicks: number): void {
    this.#fill(nowUs, this.#takingOrderId, side, priceTicks, lots, 'taker', midHalfTicks);
  }

  selfTradePrevented(nowUs: number, handle: OrderHandle): void {
    const order = this.#ordersByHandle.get(handle);
    assert(order !== undefined, 'only orders of the bot are kept from meeting their own');
    this.#closed(nowUs, order);
  }

  #take(nowUs: number, request: OrderRequest & { kind: 'place' }): void {
    this.#accept(nowUs, request.orderId);
    this.#takingOrderId = request.orderId;
    this.#book.take(request.side, request.priceTicks, request.lots, BOT);
    this.#private.send(this.#replyUs(nowUs), { kind: 'closed', orderId: request.orderId });
  }

  #rest(nowUs: number, orderId: number, side: Side, priceTicks: number, lots: number): void {
    // What crosses is told so, however far off its limit lies.
    if (!this.#book.wouldCross(side, priceTicks) && !this.#book.canRestAt(priceTicks)) {
      this.#reject(nowUs, orderId, 'price_out_of_range');
      return;
    }
    const handle = this.#book.postOnly(side, priceTicks, lots, BOT);
    if (handle === NO_ORDER) {
      this.#reject(nowUs, orderId, 'would_cross');
      return;
    }
    const order = { orderId, side, handle };
    this.#ordersById.set(orderId, order);
    this.#ordersByHandle.set(handle, order);
    this.#sink.opened(nowUs, orderId, side);
    this.#accept(nowUs, orderId);
  }

  #withdraw(nowUs: number, orderId: number): boolean {
    const order = this.#ordersById.get(orderId);
    if (order === undefined) return false;
    this.#book.cancel(order.handle);
    this.#closed(nowUs, order);
    return true;
  }

  /** An order of the bot left the book other than by a fill. */
  #closed(nowUs: number, order: BotOrder): void {
    this.#forget(order);
    this.#sink.closed(nowUs, order.orderId);
    this.#private.send(this.#replyUs(nowUs), { kind: 'closed', orderId: order.orderId });
  }

  #accept(nowUs: number, orderId: number): void {
    this.#private.send(this.#replyUs(nowUs), { kind: 'accepted', orderId, sentUs: this.#requestSentUs });
  }

  #reject(nowUs: number, orderId: number, reason: RejectReason): void {
    this.#private.send(this.#replyUs(nowUs), { kind: 'rejected', orderId, sentUs: this.#requestSentUs, reason });
  }

  #fill(
    timeUs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    lots: number,
    role: 'maker' | 'taker',
    midBeforeHalfTicks: number,
  ): void {
    const fee = this.#fees.charge(priceTicks * lots * this.#quoteUnit, role);
    this.#sink.fill({ timeUs, orderId, side, priceTicks, lots, role, fee, midBeforeHalfTicks });
    this.#private.send(this.#replyUs(timeUs), { kind: 'filled', orderId, side, priceTicks, lots, role });
  }

  #forget(order: BotOrder): void {
    this.#ordersById.delete(order.orderId);
    this.#ordersByHandle.delete(order.handle);
  }

  #replyUs(nowUs: number): number {
    return this.#response.arrivalUs(nowUs);
  }
}
