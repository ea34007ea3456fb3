// One instrument of a bot: its events, each checked and handed to accounting in integer ticks and lots, its position held against the sum
// of its fills. Whatever a bot says that cannot be is a finding of the bot, never a broken law of ours.

import type { EventSink } from '../../market/event-sink.ts';
import type { Instrument } from '../../market/instrument.ts';
import { BUY, SELL } from '../../market/side.ts';
import type { Side } from '../../market/side.ts';
import { POSITION_GRACE_US } from './bot-limits.ts';
import type { EventOf } from './contract.ts';
import type { MarketEvent, ReceivedEvent } from './event-inbox.ts';
import { finding } from './finding.ts';
import { OrderLedger } from './order-ledger.ts';

/** By the run's clock, all integer microseconds. */
export interface EventTimes {
  /** Of the event, within the window. */
  readonly atUs: number;
  /** From the machine's clock to the run's, wherever that lies. */
  toRun(wallUs: number): number;
}

interface Contradiction {
  readonly place: string;
  readonly told: number;
  readonly untilUs: number;
}

export class InstrumentAccount {
  readonly instrument: Instrument;
  readonly #orders = new OrderLedger();
  #positionLots: number;
  #midHalfTicks: number | undefined;
  #contradiction: Contradiction | undefined;

  constructor(instrument: Instrument, positionLots: number, midHalfTicks?: number) {
    this.instrument = instrument;
    this.#positionLots = positionLots;
    this.#midHalfTicks = midHalfTicks;
  }

  /** By the fills. */
  get positionLots(): number {
    return this.#positionLots;
  }

  take({ event, wallUs, place }: ReceivedEvent, sink: EventSink, times: EventTimes): void {
    this.refuseContradiction(wallUs);
    switch (event.kind) {
      case 'book':
        this.#book(event, wallUs, place, sink, times);
        break;
      case 'decision':
        sink.decision(times.atUs, sideOf(event.side), event.outcome);
        break;
      case 'order_sent':
        this.#sent(event, wallUs, place, sink, times);
        break;
      case 'order_acknowledged':
        this.#acknowledged(event, wallUs, sink, times);
        break;
      case 'order_closed':
        this.#close(this.#orders.closed(event.order).closed, sink, times);
        break;
      case 'fill':
        this.#fill(event, place, sink, times);
        break;
      case 'position':
        this.#position(event, wallUs, place);
        break;
      default:
        event satisfies never;
    }
  }

  /** The orders of a bot that is gone leave the book. */
  forgetOrders(sink: EventSink, atUs: number): void {
    for (const orderId of this.#orders.clear()) sink.closed(atUs, orderId);
  }

  /** Throws a finding where what the bot said of its position was not made good in time. */
  refuseContradiction(nowUs: number): void {
    const contradiction = this.#contradiction;
    if (contradiction === undefined || nowUs <= contradiction.untilUs) return;
    const { place, told } = contradiction;
    throw this.liesAbout(told, place);
  }

  liesAbout(told: number, place: string): Error {
    const { symbol, lotSize } = this.instrument;
    const held = Number((this.#positionLots * lotSize).toPrecision(12));
    return finding(
      'bot_lies_about_position',
      `${place}: the bot holds ${told} ${symbol} by its own word, and ${held} by its fills`,
      'tell every fill, once, before the position that follows from it',
    );
  }

  /** Whole lots, or a finding. */
  lotsOf(quantity: number, place: string): number {
    return this.#whole(
      quantity / this.instrument.lotSize,
      `a quantity of ${quantity}`,
      'lot',
      this.instrument.lotSize,
      place,
    );
  }

  #book(event: EventOf<'book'>, wallUs: number, place: string, sink: EventSink, times: EventTimes): void {
    const mid = this.#halfTicksOf(event, place);
    if (mid !== this.#midHalfTicks) {
      this.#midHalfTicks = mid;
      sink.mid(times.atUs, mid);
    }
    if (event.venue_ms !== undefined) sink.feed(times.toRun(Math.round(event.venue_ms * 1000)), times.toRun(wallUs));
  }

  #halfTicksOf({ bid, ask, mid }: EventOf<'book'>, place: string): number {
    const { tickSize } = this.instrument;
    if (mid !== undefined && bid === undefined && ask === undefined) return this.#midOf(mid, place);
    if (bid === undefined || ask === undefined || mid !== undefined) {
      throw finding('bot_breaks_contract', `${place}: a book has bid and ask, or mid alone`);
    }
    if (bid > ask) throw finding('bot_breaks_contract', `${place}: the bid ${bid} lies above the ask ${ask}`);
    const ticks = (price: number): number =>
      this.#whole(price / tickSize, `a price of ${price}`, 'tick', tickSize, place);
    return ticks(bid) + ticks(ask);
  }

  /** A mid of some average need not lie on half a tick; the nearest counts. */
  #midOf(mid: number, place: string): number {
    const halfTicks = Math.round((2 * mid) / this.instrument.tickSize);
    if (Number.isSafeInteger(halfTicks) && halfTicks > 0) return halfTicks;
    throw finding('bot_breaks_contract', `${place}: a mid of ${mid} is no price`);
  }

  #sent(event: EventOf<'order_sent'>, wallUs: number, place: string, sink: EventSink, times: EventTimes): void {
    const { action, side, qty } = event;
    if (action !== 'cancel' && side === undefined) {
      throw finding('bot_breaks_contract', `${place}: an order that is placed has a side`);
    }
    const lots = qty === undefined ? undefined : this.lotsOf(qty, place);
    this.#orders.sent(event, side === undefined ? undefined : sideOf(side), lots, wallUs);
    sink.sent(times.atUs, action);
  }

  #acknowledged({ order }: EventOf<'order_acknowledged'>, wallUs: number, sink: EventSink, times: EventTimes): void {
    const { sentUs, closed, opened } = this.#orders.acknowledged(order);
    if (sentUs === undefined) return;
    sink.acknowledged(times.toRun(Math.min(sentUs, wallUs)), times.toRun(wallUs));
    this.#close(closed, sink, times);
    if (opened !== undefined) sink.opened(times.atUs, opened.orderId, opened.side);
  }

  #fill(event: EventOf<'fill'>, place: string, sink: EventSink, times: EventTimes): void {
    const { tickSize } = this.instrument;
    const lots = this.lotsOf(event.qty, place);
    const side = sideOf(event.side);
    const midBeforeHalfTicks = event.mid === undefined ? this.#midHalfTicks : this.#midOf(event.mid, place);
    if (midBeforeHalfTicks === undefined) {
      throw finding('bot_breaks_contract', `${place}: a fill comes after a first book, or tells the mid before it`);
    }
    const { orderId, closed } = this.#orders.filled(event.order, lots);
    this.#positionLots += side * lots;
    this.#midHalfTicks ??= midBeforeHalfTicks;
    sink.fill({
      timeUs: times.atUs,
      orderId,
      side,
      priceTicks: this.#whole(event.price / tickSize, `a price of ${event.price}`, 'tick', tickSize, place),
      lots,
      role: event.role,
      fee: event.fee,
      midBeforeHalfTicks,
    });
    this.#close(closed, sink, times);
    const contradiction = this.#contradiction;
    if (contradiction !== undefined && this.#agrees(contradiction.told)) this.#contradiction = undefined;
  }

  #position({ position }: EventOf<'position'>, wallUs: number, place: string): void {
    if (this.#agrees(position)) this.#contradiction = undefined;
    else this.#contradiction ??= { place, told: position, untilUs: wallUs + POSITION_GRACE_US };
  }

  /** Within half a lot. */
  #agrees(position: number): boolean {
    return Math.abs(position / this.instrument.lotSize - this.#positionLots) < 0.5;
  }

  #close(orderId: number | undefined, sink: EventSink, times: EventTimes): void {
    if (orderId !== undefined) sink.closed(times.atUs, orderId);
  }

  #whole(count: number, what: string, unit: 'tick' | 'lot', size: number, place: string): number {
    const whole = Math.round(count);
    const isWhole = Math.abs(count - whole) <= Math.max(1e-6, Math.abs(count) * 1e-9);
    if (isWhole && Number.isSafeInteger(whole) && whole > 0) return whole;
    throw finding(
      'bot_breaks_contract',
      `${place}: ${what} is no whole number of ${unit}s of ${size}`,
      `the event ready says the ${unit} size of each instrument`,
    );
  }
}

function sideOf(side: 'buy' | 'sell'): Side {
  return side === 'buy' ? BUY : SELL;
}

/** The instrument that an event names; a bot that trades one need not name it. */
export function symbolOf(event: MarketEvent, symbols: readonly string[], place: string): string {
  const [only, ...others] = symbols;
  const named = event.symbol ?? (others.length === 0 ? only : undefined);
  if (named !== undefined && symbols.includes(named)) return named;
  const problem = event.symbol === undefined ? 'it names no symbol' : `${event.symbol} is no instrument of this bot`;
  throw finding('bot_breaks_contract', `${place}: ${problem}`, `the bot said that it trades ${symbols.join(', ')}`);
}
