// The events of one instrument, each handed to the account it belongs to. Here the order of time is asserted: what the venue tells comes
// in non-decreasing time and within an open window.

import type { DecisionOutcome, EventSink, Fill, OrderMessageKind } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Side } from '../market/side.ts';
import { assert } from '../std/assert.ts';
import type { BotActivity } from './bot-activity.ts';
import { MoneyLedger } from './money-ledger.ts';
import type { AgeIntervals } from './quote-presence.ts';
import { QuotePresence } from './quote-presence.ts';

export class SymbolSink implements EventSink {
  readonly money: MoneyLedger;
  readonly presence: QuotePresence;
  readonly #activity: BotActivity;
  #latestUs = Number.POSITIVE_INFINITY;

  constructor(instrument: Instrument, activity: BotActivity, ages: AgeIntervals) {
    this.money = new MoneyLedger(instrument);
    this.presence = new QuotePresence(ages);
    this.#activity = activity;
  }

  open(startUs: number): void {
    this.#latestUs = startUs;
    this.money.open(startUs);
    this.presence.open(startUs);
  }

  /** Nothing is taken from the venue after this until the next window opens. */
  close(endUs: number): void {
    assert(
      this.#latestUs < endUs,
      () => `the event at ${this.#latestUs} us lies beyond the window's end at ${endUs} us`,
    );
    this.#latestUs = Number.POSITIVE_INFINITY;
  }

  mid(timeUs: number, midHalfTicks: number): void {
    this.#advance(timeUs);
    this.money.mid(timeUs, midHalfTicks);
  }

  fill(fill: Fill): void {
    this.#advance(fill.timeUs);
    this.money.fill(fill);
  }

  opened(timeUs: number, orderId: number, side: Side): void {
    this.#advance(timeUs);
    this.presence.opened(timeUs, orderId, side);
  }

  closed(timeUs: number, orderId: number): void {
    this.#advance(timeUs);
    this.presence.closed(timeUs, orderId);
  }

  decision(timeUs: number, _side: Side, outcome: DecisionOutcome): void {
    this.#activity.decision(timeUs, outcome);
  }

  sent(_timeUs: number, kind: OrderMessageKind): void {
    this.#activity.sent(kind);
  }

  acknowledged(sentUs: number, receivedUs: number): void {
    this.#activity.acknowledged(sentUs, receivedUs);
  }

  feed(venueUs: number, receivedUs: number): void {
    this.#activity.feed(venueUs, receivedUs);
  }

  #advance(timeUs: number): void {
    if (!(timeUs >= this.#latestUs)) refuseTime(timeUs, this.#latestUs);
    this.#latestUs = timeUs;
  }
}

function refuseTime(timeUs: number, latestUs: number): never {
  assert(false, `an event at ${timeUs} us came after one at ${latestUs} us, or outside of any window`);
}
