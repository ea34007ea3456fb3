// What the bot did in the running window, all instruments together: decisions, order messages, acknowledgements and feed messages. The
// clocks here are the bot's; what they place before or after the window counts at its first or last moment.

import type { DecisionOutcome, OrderMessageKind } from '../market/event-sink.ts';
import { assert } from '../std/assert.ts';
import { SampleBuffer } from '../std/sample-buffer.ts';
import type { EdgeReport } from './edge-report.ts';
import { GRAIN_US } from './money-ledger.ts';

/** No window is as long as this: a time beyond it is on another clock, such as microseconds since 1970. */
const LONGEST_WINDOW_SECONDS = 366 * 24 * 3600;

export class BotActivity {
  readonly #outcomes = { allowed: 0, risk: 0, min_interval: 0, concurrency: 0, throttle: 0 };
  readonly #messages = { place: 0, replace: 0, cancel: 0 };
  #startUs = 0;
  /** Tallies per second of the window. */
  readonly decisionsBySecond = new SampleBuffer();
  readonly riskDeniedBySecond = new SampleBuffer();
  /** Microseconds, in order of receipt; index by index. */
  readonly latenciesUs = new SampleBuffer();
  readonly acknowledgedUs = new SampleBuffer();
  readonly lagsUs = new SampleBuffer();

  open(startUs: number): void {
    this.#startUs = startUs;
    Object.assign(this.#outcomes, { allowed: 0, risk: 0, min_interval: 0, concurrency: 0, throttle: 0 });
    Object.assign(this.#messages, { place: 0, replace: 0, cancel: 0 });
    this.decisionsBySecond.clear();
    this.riskDeniedBySecond.clear();
    this.latenciesUs.clear();
    this.acknowledgedUs.clear();
    this.lagsUs.clear();
  }

  decision(timeUs: number, outcome: DecisionOutcome): void {
    this.#outcomes[outcome] += 1;
    const second = Math.max(0, Math.floor((timeUs - this.#startUs) / GRAIN_US));
    assert(second < LONGEST_WINDOW_SECONDS, 'a decision carries the run time in microseconds');
    this.decisionsBySecond.add(second, 1);
    if (outcome === 'risk') this.riskDeniedBySecond.add(second, 1);
  }

  sent(kind: OrderMessageKind): void {
    this.#messages[kind] += 1;
  }

  acknowledged(sentUs: number, receivedUs: number): void {
    assert(receivedUs >= sentUs, 'an acknowledgement is received after its message was sent, by one clock');
    this.latenciesUs.push(receivedUs - sentUs);
    this.acknowledgedUs.push(receivedUs);
  }

  /** Negative where the receiver's clock runs behind the venue's. Called about forty times a second: allocates nothing. */
  feed(venueUs: number, receivedUs: number): void {
    const lagUs = receivedUs - venueUs;
    assert(Number.isFinite(lagUs), 'a feed message has a venue time and a time of receipt');
    this.lagsUs.push(lagUs);
  }

  decisions(): EdgeReport['decisions'] {
    const { allowed, risk, min_interval, concurrency, throttle } = this.#outcomes;
    const total = allowed + risk + min_interval + concurrency + throttle;
    return { allowed, total, risk, min_interval, concurrency, throttle };
  }

  messages(): EdgeReport['messages'] {
    return { ...this.#messages };
  }
}
