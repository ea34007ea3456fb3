// Background takers: clustered arrivals (Hawkes with one exponential kernel, by Ogata's thinning), signs with long memory because a
// few meta-orders of Pareto length are worked at once (Lillo, Mike and Farmer 2005), heavy-tailed sizes, limited willingness to pay,
// and impact that grows with the square root of what a meta-order has worked so far (Donier and Bonart 2015).
// Exogenous: arrivals, signs and sizes never look at the book; only whether they trade does.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { EXPONENTIAL, lognormalTable, type QuantileTable } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { Scenario } from './scenario.ts';

const LARGEST_TO_MEDIAN = 60;

export interface TakerOrder {
  side: Side;
  size: number;
  /** How far beyond the mid it will pay. */
  willingnessBps: number;
  /** Permanent impact of the information or pressure behind it. */
  impactBps: number;
  /** Which meta-order it is part of, counted from 1. */
  metaOrder: number;
}

export class TakerFlow {
  readonly #spec: Scenario['takers'];
  readonly #arrivals: RandomStream;
  readonly #orders: RandomStream;
  readonly #sizes: QuantileTable;
  readonly #remaining: Float64Array;
  readonly #signs: Int8Array;
  /** Which meta-order each slot works, and how much of it came before, in median sizes. */
  readonly #numbers: Float64Array;
  readonly #worked: Float64Array;
  readonly #order: TakerOrder = { side: BUY, size: 0.5, willingnessBps: 0.5, impactBps: 0.5, metaOrder: 0 };
  #metaOrdersBegun = 0;
  #excitation = FRACTION_FIELD;
  #nextUs = FRACTION_FIELD;
  #lastUs = FRACTION_FIELD;

  constructor(spec: Scenario['takers'], streams: { stream(name: string): RandomStream }) {
    this.#spec = spec;
    this.#arrivals = streams.stream('takers/arrivals');
    this.#orders = streams.stream('takers/orders');
    this.#sizes = lognormalTable(spec.sizeLogSd);
    this.#remaining = new Float64Array(spec.metaOrders);
    this.#signs = new Int8Array(spec.metaOrders);
    this.#numbers = new Float64Array(spec.metaOrders);
    this.#worked = new Float64Array(spec.metaOrders);
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given streams that began anew. */
  reset(): void {
    this.#remaining.fill(0);
    this.#signs.fill(0);
    this.#numbers.fill(0);
    this.#worked.fill(0);
    this.#metaOrdersBegun = 0;
    this.#excitation = 0;
    this.#lastUs = 0;
    this.schedule(0, 1);
  }

  /** When the next arrival is due, in microseconds. */
  get nextUs(): number {
    return this.#nextUs;
  }

  /** Draws the time of the next arrival after `nowUs`, volatility being `relativeVolatility` until then. */
  schedule(nowUs: number, relativeVolatility: number): void {
    const spec = this.#spec;
    const base = spec.perS * (1 - spec.branching) * Math.exp(spec.volatilityElasticity * Math.log(relativeVolatility));
    this.#decayTo(nowUs);
    let time = nowUs;
    for (;;) {
      const bound = base + this.#excitation;
      time += Math.max(1, Math.round((EXPONENTIAL.draw(this.#arrivals) / bound) * 1e6));
      this.#decayTo(time);
      if (this.#arrivals.uniform() * bound <= base + this.#excitation) break;
    }
    this.#excitation += spec.branching / spec.memoryS;
    this.#nextUs = time;
  }

  /** The order that arrives now. The object is reused by the next call. */
  draw(): TakerOrder {
    const spec = this.#spec;
    const stream = this.#orders;
    const meta = stream.below(spec.metaOrders);
    const length = stream.pareto(spec.metaOrderTailIndex);
    const newSign = stream.uniform() < 0.5 ? -1 : 1;
    if ((this.#remaining[meta] as number) < 1) {
      this.#remaining[meta] = Math.min(1000, Math.round(length));
      this.#signs[meta] = newSign;
      this.#worked[meta] = 0;
      this.#metaOrdersBegun += 1;
      this.#numbers[meta] = this.#metaOrdersBegun;
    }
    this.#remaining[meta] = (this.#remaining[meta] as number) - 1;
    const ratio = Math.min(LARGEST_TO_MEDIAN, this.#sizes.draw(stream));
    const order = this.#order;
    order.side = this.#signs[meta] === 1 ? BUY : SELL;
    order.size = spec.medianSize * ratio;
    order.willingnessBps = spec.willingnessBaseBps + spec.willingnessMeanBps * EXPONENTIAL.draw(stream);
    const before = this.#worked[meta] as number;
    this.#worked[meta] = before + ratio;
    order.impactBps = spec.permanentImpactBps * (Math.sqrt(before + ratio) - Math.sqrt(before));
    order.metaOrder = this.#numbers[meta] as number;
    return order;
  }

  #decayTo(timeUs: number): void {
    this.#excitation *= Math.exp(-(timeUs - this.#lastUs) / 1e6 / this.#spec.memoryS);
    this.#lastUs = timeUs;
  }
}
