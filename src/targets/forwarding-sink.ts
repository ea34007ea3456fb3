// An event sink whose destination may change between windows: venue and maker keep the one they were built with.

import type { DecisionOutcome, EventSink, Fill, OrderMessageKind } from '../market/event-sink.ts';
import type { Side } from '../market/side.ts';

export class ForwardingSink implements EventSink {
  #to: EventSink;

  constructor(to: EventSink) {
    this.#to = to;
  }

  forwardTo(to: EventSink): void {
    this.#to = to;
  }

  mid(timeUs: number, midHalfTicks: number): void {
    this.#to.mid(timeUs, midHalfTicks);
  }

  decision(timeUs: number, side: Side, outcome: DecisionOutcome): void {
    this.#to.decision(timeUs, side, outcome);
  }

  sent(timeUs: number, kind: OrderMessageKind): void {
    this.#to.sent(timeUs, kind);
  }

  acknowledged(sentUs: number, receivedUs: number): void {
    this.#to.acknowledged(sentUs, receivedUs);
  }

  opened(timeUs: number, orderId: number, side: Side): void {
    this.#to.opened(timeUs, orderId, side);
  }

  closed(timeUs: number, orderId: number): void {
    this.#to.closed(timeUs, orderId);
  }

  fill(fill: Fill): void {
    this.#to.fill(fill);
  }

  feed(venueUs: number, receivedUs: number): void {
    this.#to.feed(venueUs, receivedUs);
  }
}
