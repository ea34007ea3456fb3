// What the exchange tells one bot about its own orders, on the way to it: answers to its requests, fills, orders gone. In order: no
// message overtakes the one before.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { Side } from '../market/side.ts';
import type { RejectReason, Trader } from '../market/trader.ts';

export type PrivateMessage =
  /** The answer to a request that left the bot at `sentUs`. */
  | { readonly kind: 'accepted'; readonly orderId: number; readonly sentUs: number }
  | { readonly kind: 'rejected'; readonly orderId: number; readonly sentUs: number; readonly reason: RejectReason }
  | { readonly kind: 'closed'; readonly orderId: number }
  | {
      readonly kind: 'filled';
      readonly orderId: number;
      readonly side: Side;
      readonly priceTicks: number;
      readonly lots: number;
      readonly role: 'maker' | 'taker';
    };

const COMPACT_AFTER = 64;

export class PrivateChannel {
  readonly #messages: PrivateMessage[] = [];
  readonly #arrivals: number[] = [];
  #head = 0;
  #lastUs = FRACTION_FIELD;

  constructor() {
    this.#lastUs = 0;
  }

  /** Forgets what is on its way. */
  reset(): void {
    this.#messages.length = 0;
    this.#arrivals.length = 0;
    this.#head = 0;
    this.#lastUs = 0;
  }

  /** When the next message reaches the bot; infinite when none is on its way. */
  get nextUs(): number {
    return this.#arrivals[this.#head] ?? Number.POSITIVE_INFINITY;
  }

  /** Sends a message that reaches the bot at `arrivalUs`, or right behind the one before. */
  send(arrivalUs: number, message: PrivateMessage): void {
    this.#lastUs = Math.max(this.#lastUs, arrivalUs);
    this.#messages.push(message);
    this.#arrivals.push(this.#lastUs);
  }

  /** Tells the bot the message that is due, and returns it. */
  deliver(nowUs: number, trader: Trader): PrivateMessage {
    const message = this.#messages[this.#head] as PrivateMessage;
    this.#head += 1;
    if (this.#head > COMPACT_AFTER) {
      this.#messages.splice(0, this.#head);
      this.#arrivals.splice(0, this.#head);
      this.#head = 0;
    }
    switch (message.kind) {
      case 'accepted':
        trader.onAccepted(nowUs, message.orderId);
        break;
      case 'rejected':
        trader.onRejected(nowUs, message.orderId, message.reason);
        break;
      case 'closed':
        trader.onClosed(nowUs, message.orderId);
        break;
      case 'filled':
        trader.onFill(nowUs, message.orderId, message.side, message.priceTicks, message.lots, message.role);
        break;
      default:
        message satisfies never;
    }
    return message;
  }
}
