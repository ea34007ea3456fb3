// The events that accounting needs, whoever produces them: the simulated venue and maker, a replay, a real bot. Times are integer
// microseconds of the run; `time` is the venue's clock unless it says otherwise. Calls come in non-decreasing time for `mid`,
// `fill`, `opened` and `closed`; the others may lag them. One sink serves one instrument.

import type { Side } from './side.ts';

const BLOCK_REASONS = ['risk', 'min_interval', 'concurrency', 'throttle'] as const;
export type BlockReason = (typeof BLOCK_REASONS)[number];
export type DecisionOutcome = 'allowed' | BlockReason;
export type OrderMessageKind = 'place' | 'replace' | 'cancel';

export interface Fill {
  readonly timeUs: number;
  readonly orderId: number;
  readonly side: Side;
  readonly priceTicks: number;
  readonly lots: number;
  readonly role: 'maker' | 'taker';
  /** Quote currency paid; a rebate is negative. */
  readonly fee: number;
  /** The mid just before the event that filled us, by the venue's clock, in half ticks. */
  readonly midBeforeHalfTicks: number;
}

export interface EventSink {
  /** The venue's mid changed to this value, in half ticks (best bid + best ask, in ticks). */
  mid(timeUs: number, midHalfTicks: number): void;
  /** The bot wished to place or change a quote, and did, or was blocked for a reason. */
  decision(timeUs: number, side: Side, outcome: DecisionOutcome): void;
  /** The bot sent an order message, by the bot's clock. */
  sent(timeUs: number, kind: OrderMessageKind): void;
  /** The bot received the acknowledgement of a message, both by the bot's clock. */
  acknowledged(sentUs: number, receivedUs: number): void;
  /** An order of ours came to rest in the book. */
  opened(timeUs: number, orderId: number, side: Side): void;
  /** It left the book: filled, cancelled or replaced. */
  closed(timeUs: number, orderId: number): void;
  fill(fill: Fill): void;
  /** A feed message left the venue and reached the bot. A recorder's clock may run behind the venue's. */
  feed(venueUs: number, receivedUs: number): void;
}
