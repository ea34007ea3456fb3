// The order gateway of the exchange as one connection meets it: a constant network delay, a rate limiter that rejects, and one server
// that handles requests in order, each taking a lognormal time, so that load makes latency (M/G/1). Leaves out disconnects.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { lognormalTable } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { Variates } from '../std/variates.ts';
import type { OrderRequest } from '../market/trader.ts';
import type { Scenario } from './scenario.ts';

export interface GatewayRequest {
  readonly request: OrderRequest;
  /** When it left the bot, µs. */
  readonly sentUs: number;
  /** When the matching engine sees it, µs. */
  readonly atUs: number;
}

export class Gateway {
  readonly #networkUs: number;
  readonly #medianUs: number;
  readonly #serviceTimes: Variates;
  readonly #perUs: number;
  readonly #burst: number;
  readonly #queue: GatewayRequest[] = [];
  #head = 0;
  #freeUs = FRACTION_FIELD;
  #tokens = FRACTION_FIELD;
  #tokensAtUs = FRACTION_FIELD;

  constructor(scenario: Scenario, streams: { stream(name: string): RandomStream }) {
    this.#networkUs = scenario.latency.networkMs * 1000;
    this.#medianUs = scenario.latency.serviceMedianMs * 1000;
    this.#perUs = scenario.rateLimit.perS / 1e6;
    this.#burst = scenario.rateLimit.burst;
    this.#serviceTimes = new Variates(lognormalTable(scenario.latency.serviceLogSd), streams.stream('gateway/service'));
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given a stream that began anew. */
  reset(): void {
    this.#serviceTimes.reset();
    this.#queue.length = 0;
    this.#head = 0;
    this.#freeUs = 0;
    this.#tokens = this.#burst;
    this.#tokensAtUs = 0;
  }

  /** Network delay, one way. */
  get networkUs(): number {
    return this.#networkUs;
  }

  /** When the next request reaches the matching engine; infinite when none is on its way. */
  get nextUs(): number {
    const next = this.#queue[this.#head];
    return next === undefined ? Number.POSITIVE_INFINITY : next.atUs;
  }

  /** Takes a request that leaves the bot now. False: the limiter refuses it on arrival, and it goes no further. */
  accept(nowUs: number, request: OrderRequest): boolean {
    const arrivalUs = nowUs + this.#networkUs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (arrivalUs - this.#tokensAtUs) * this.#perUs);
    this.#tokensAtUs = arrivalUs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    this.#freeUs = Math.max(arrivalUs, this.#freeUs) + Math.round(this.#medianUs * this.#serviceTimes.next());
    this.#queue.push({ request, sentUs: nowUs, atUs: this.#freeUs });
    return true;
  }

  /** The request that is due. Call it only when `nextUs` is finite. */
  take(): GatewayRequest {
    const due = this.#queue[this.#head] as GatewayRequest;
    this.#head += 1;
    if (this.#head > 64) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    return due;
  }
}
