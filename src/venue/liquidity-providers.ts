// Background liquidity: a handful of providers who see the fundamental with their own lag and noise, quote a ladder around what they
// believe, wider and thinner when volatility is high, and refresh it at random moments. They do not react to who else quotes.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { RandomStream } from '../std/random.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import { GRID_US, type Fundamental } from './fundamental.ts';
import { ANONYMOUS, type OrderBook } from './order-book.ts';
import { NO_ORDER, type OrderHandle } from './order-store.ts';
import type { Scenario } from './scenario.ts';

/** How much of a belief's error outlives one refresh. */
const VIEW_PERSISTENCE = 0.8;
const DEPTH_VOLATILITY_ELASTICITY = -0.35;

export class LiquidityProviders {
  readonly #spec: Scenario['providers'];
  readonly #fundamental: Fundamental;
  readonly #refreshes: RandomStream;
  readonly #views: RandomStream;
  readonly #view: Float64Array;
  readonly #lagUs: Float64Array;
  readonly #halfSpread: Float64Array;
  readonly #orders: Float64Array;
  readonly #startTicks: number;
  readonly #lotsPerUnit: number;
  #nextUs = FRACTION_FIELD;

  constructor(scenario: Scenario, fundamental: Fundamental, streams: { stream(name: string): RandomStream }) {
    const spec = scenario.providers;
    this.#spec = spec;
    this.#fundamental = fundamental;
    this.#refreshes = streams.stream('providers/refreshes');
    this.#views = streams.stream('providers/views');
    this.#view = new Float64Array(spec.count);
    this.#lagUs = new Float64Array(spec.count);
    this.#halfSpread = new Float64Array(spec.count);
    this.#orders = new Float64Array(spec.count * spec.levels * 2).fill(NO_ORDER);
    this.#startTicks = scenario.startPrice / scenario.tickSize;
    this.#lotsPerUnit = 1 / scenario.lotSize;
    for (let provider = 0; provider < spec.count; provider += 1) {
      const share = spec.count === 1 ? 0 : provider / (spec.count - 1);
      this.#halfSpread[provider] = spec.halfSpreadBps[0] + (spec.halfSpreadBps[1] - spec.halfSpreadBps[0]) * share;
      // The tight quoters are the fast ones; the slow ones lose the races.
      this.#lagUs[provider] = Math.max(GRID_US, (spec.lagMs[0] + (spec.lagMs[1] - spec.lagMs[0]) * share) * 1000);
      this.#view[provider] = this.#views.normal();
    }
    this.schedule(0);
  }

  get nextUs(): number {
    return this.#nextUs;
  }

  schedule(nowUs: number): void {
    const rate = this.#spec.refreshesPerS * this.#spec.count;
    this.#nextUs = nowUs + Math.max(1, Math.round((this.#refreshes.exponential() / rate) * 1e6));
  }

  /** Puts up every provider's ladder: the opening of the market. */
  open(book: OrderBook): void {
    for (let provider = 0; provider < this.#spec.count; provider += 1) this.#requote(book, provider);
  }

  /** One provider, drawn at random, pulls its ladder and quotes anew. */
  refresh(book: OrderBook): void {
    this.#requote(book, this.#refreshes.below(this.#spec.count));
  }

  #requote(book: OrderBook, provider: number): void {
    const spec = this.#spec;
    const first = provider * spec.levels * 2;
    for (let index = first; index < first + spec.levels * 2; index += 1) {
      const handle = this.#orders[index] as OrderHandle;
      if (handle !== NO_ORDER) book.cancel(handle);
    }
    const view =
      VIEW_PERSISTENCE * (this.#view[provider] as number) +
      Math.sqrt(1 - VIEW_PERSISTENCE * VIEW_PERSISTENCE) * this.#views.normal();
    this.#view[provider] = view;
    const logVolatility = Math.log(this.#fundamental.relativeVolatility);
    const error = spec.viewNoiseBps * Math.exp(Math.max(-1, logVolatility)) * view;
    const believed = this.#fundamental.laggedBps(this.#lagUs[provider] as number) + error;
    const half =
      (this.#halfSpread[provider] as number) * Math.exp(spec.volatilityElasticity * Math.max(-0.5, logVolatility));
    const typical = spec.medianSize * Math.exp(DEPTH_VOLATILITY_ELASTICITY * logVolatility);
    for (let level = 0; level < spec.levels; level += 1) {
      const offset = half + level * spec.levelGapBps;
      const bidSize = typical * this.#views.lognormal(spec.sizeLogSd);
      const askSize = typical * this.#views.lognormal(spec.sizeLogSd);
      this.#orders[first + level * 2] = this.#place(book, BUY, Math.floor(this.#ticksAt(believed - offset)), bidSize);
      this.#orders[first + level * 2 + 1] = this.#place(
        book,
        SELL,
        Math.ceil(this.#ticksAt(believed + offset)),
        askSize,
      );
    }
  }

  /** A quote that would cross is placed just behind the touch that it meets. */
  #place(book: OrderBook, side: Side, ticks: number, size: number): OrderHandle {
    const lots = Math.max(1, Math.round(size * this.#lotsPerUnit));
    let price = ticks;
    if (book.wouldCross(side, price)) price = side === BUY ? book.bestAsk - 1 : book.bestBid + 1;
    return book.postOnly(side, price, lots, ANONYMOUS);
  }

  #ticksAt(valueBps: number): number {
    return this.#startTicks * Math.exp(valueBps * 1e-4);
  }
}
