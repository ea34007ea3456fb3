// The order gateway of the exchange as one connection meets it: the way in, a rate limiter that refuses on arrival, and one server that
// handles requests in order, each taking its time, so that load makes latency (M/G/1). Leaves out disconnects.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { RandomStream } from '../std/random.ts';
import type { OrderRequest } from '../market/trader.ts';
import { Latency, OneWay } from './latency-model.ts';
import type { Scenario } from './scenario.ts';

export interface GatewayRequest {
  readonly request: OrderRequest;
  /** When it left the bot, µs. */
  readonly sentUs: number;
  /** When the matching engine sees it, or the limiter refuses it, µs. */
  readonly atUs: number;
  /** It exceeds the rate limit, and goes no further. */
  readonly refused: boolean;
}

export class Gateway {
  readonly #way: OneWay;
  readonly #service: Latency;
  readonly #perUs: number;
  readonly #burst: number;
  readonly #queue: GatewayRequest[] = [];
  #head = 0;
  #freeUs = FRACTION_FIELD;
  #tokens = FRACTION_FIELD;
  #tokensAtUs = FRACTION_FIELD;

  constructor(scenario: Scenario, streams: { stream(name: string): RandomStream }) {
    this.#way = new OneWay(scenario.latency.entry, streams.stream('gateway/entry'));
    this.#service = new Latency(scenario.latency.service, streams.stream('gateway/service'));
    this.#perUs = scenario.rateLimit.perS / 1e6;
    this.#burst = scenario.rateLimit.burst;
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given a stream that began anew. */
  reset(): void {
    this.#way.reset();
    this.#service.reset();
    this.#queue.length = 0;
    this.#head = 0;
    this.#freeUs = 0;
    this.#tokens = this.#burst;
    this.#tokensAtUs = 0;
  }

  /** When the next request reaches the matching engine or is refused; infinite when none is on its way. */
  get nextUs(): number {
    const next = this.#queue[this.#head];
    return next === undefined ? Number.POSITIVE_INFINITY : next.atUs;
  }

  /** Takes a request that leaves the bot now. */
  accept(nowUs: number, request: OrderRequest): void {
    const arrivalUs = this.#way.arrivalUs(nowUs);
    this.#tokens = Math.min(this.#burst, this.#tokens + (arrivalUs - this.#tokensAtUs) * this.#perUs);
    this.#tokensAtUs = arrivalUs;
    if (this.#tokens < 1) {
      this.#enqueue({ request, sentUs: nowUs, atUs: arrivalUs, refused: true });
      return;
    }
    this.#tokens -= 1;
    this.#freeUs = Math.max(arrivalUs, this.#freeUs) + this.#service.nextUs();
    this.#enqueue({ request, sentUs: nowUs, atUs: this.#freeUs, refused: false });
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

  /** A refusal does not wait for what is being served. */
  #enqueue(request: GatewayRequest): void {
    const queue = this.#queue;
    let index = queue.length;
    while (index > this.#head && (queue[index - 1] as GatewayRequest).atUs > request.atUs) index -= 1;
    queue.splice(index, 0, request);
  }
}
