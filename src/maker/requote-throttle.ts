// When may a quote be sent? The three blocks on message flow: `min_interval` between requotes of one side, `concurrency` of requests
// without an answer, `throttle` by the replace bucket and after a rate-limit rejection. Each block knows when it is worth trying again.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { BlockReason } from '../market/event-sink.ts';
import { BUY, type Side } from '../market/side.ts';
import type { MakerParameters, MakerSettings } from './maker-settings.ts';

const NEVER = Number.POSITIVE_INFINITY;

export class RequoteThrottle {
  readonly #settings: MakerSettings;
  #minIntervalUs = FRACTION_FIELD;
  #tokensPerUs = FRACTION_FIELD;
  #tokens = FRACTION_FIELD;
  #tokensAtUs = FRACTION_FIELD;
  #lastBuyUs = Number.NEGATIVE_INFINITY;
  #lastSellUs = Number.NEGATIVE_INFINITY;
  #inFlight = 0;
  #backOffUntilUs = FRACTION_FIELD;
  #retryUs = FRACTION_FIELD;

  constructor(settings: MakerSettings, parameters: MakerParameters) {
    this.#settings = settings;
    this.#tokens = settings.replaceBurst;
    this.#tokensAtUs = 0;
    this.#backOffUntilUs = 0;
    this.setParameters(parameters);
  }

  setParameters(parameters: MakerParameters): void {
    this.#minIntervalUs = parameters.min_interval_ms * 1000;
    this.#tokensPerUs = parameters.replace_rate_per_min / 60e6;
  }

  /** After `blocks` answered a reason: the earliest time at which the answer may differ; infinite until something else happens. */
  get retryUs(): number {
    return this.#retryUs;
  }

  /** Why a quote on this side must wait, or undefined. */
  blocks(nowUs: number, side: Side, isReplace: boolean): BlockReason | undefined {
    if (this.backingOff(nowUs)) {
      this.#retryUs = this.#backOffUntilUs;
      return 'throttle';
    }
    const readyUs = (side === BUY ? this.#lastBuyUs : this.#lastSellUs) + this.#minIntervalUs;
    if (nowUs < readyUs) {
      this.#retryUs = readyUs;
      return 'min_interval';
    }
    if (this.#inFlight >= this.#settings.maxInFlight) {
      this.#retryUs = NEVER;
      return 'concurrency';
    }
    if (isReplace) {
      this.#refill(nowUs);
      if (this.#tokens < 1) {
        this.#retryUs = nowUs + Math.ceil((1 - this.#tokens) / this.#tokensPerUs);
        return 'throttle';
      }
    }
    return undefined;
  }

  /** A quote left: its interval starts, and a replace takes a token. */
  quoted(nowUs: number, side: Side, isReplace: boolean): void {
    if (side === BUY) this.#lastBuyUs = nowUs;
    else this.#lastSellUs = nowUs;
    if (isReplace) this.#tokens -= 1;
  }

  /** A request of any kind left. */
  sent(): void {
    this.#inFlight += 1;
  }

  answered(): void {
    this.#inFlight -= 1;
  }

  /** The exchange refused us for sending too much: nothing goes out, not even a cancel. */
  backingOff(nowUs: number): boolean {
    return nowUs < this.#backOffUntilUs;
  }

  rateLimited(nowUs: number): void {
    this.#backOffUntilUs = nowUs + this.#settings.backOffMs * 1000;
  }

  #refill(nowUs: number): void {
    this.#tokens = Math.min(this.#settings.replaceBurst, this.#tokens + (nowUs - this.#tokensAtUs) * this.#tokensPerUs);
    this.#tokensAtUs = nowUs;
  }
}
