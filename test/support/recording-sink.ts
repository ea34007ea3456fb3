// An event sink that keeps everything, for tests that look at single events.

import type { DecisionOutcome, EventSink, Fill, OrderMessageKind } from '../../src/market/event-sink.ts';
import type { Side } from '../../src/market/side.ts';

export class RecordingSink implements EventSink {
  readonly mids: { timeUs: number; midHalfTicks: number }[] = [];
  readonly decisions: { timeUs: number; side: Side; outcome: DecisionOutcome }[] = [];
  readonly sentMessages: { timeUs: number; kind: OrderMessageKind }[] = [];
  readonly latenciesUs: number[] = [];
  readonly lives: { orderId: number; openedUs: number; closedUs: number }[] = [];
  readonly fills: Fill[] = [];
  readonly feedLagsUs: number[] = [];
  readonly #open = new Map<number, number>();

  get openOrders(): number {
    return this.#open.size;
  }

  mid(timeUs: number, midHalfTicks: number): void {
    this.mids.push({ timeUs, midHalfTicks });
  }

  decision(timeUs: number, side: Side, outcome: DecisionOutcome): void {
    this.decisions.push({ timeUs, side, outcome });
  }

  sent(timeUs: number, kind: OrderMessageKind): void {
    this.sentMessages.push({ timeUs, kind });
  }

  acknowledged(sentUs: number, receivedUs: number): void {
    this.latenciesUs.push(receivedUs - sentUs);
  }

  opened(timeUs: number, orderId: number): void {
    this.#open.set(orderId, timeUs);
  }

  closed(timeUs: number, orderId: number): void {
    this.lives.push({ orderId, openedUs: this.#open.get(orderId) ?? Number.NaN, closedUs: timeUs });
    this.#open.delete(orderId);
  }

  fill(fill: Fill): void {
    this.fills.push(fill);
  }

  feed(venueUs: number, receivedUs: number): void {
    this.feedLagsUs.push(receivedUs - venueUs);
  }
}
