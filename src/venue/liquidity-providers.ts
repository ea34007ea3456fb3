// Background liquidity: a handful of providers who see the fundamental with their own lag and noise, quote a ladder around what they
// believe, wider and thinner when volatility is high, and refresh it at random moments. They do not react to who else quotes.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { EXPONENTIAL, lognormalTable, NORMAL } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { Variates } from '../std/variates.ts';
import { BUY, SELL } from '../market/side.ts';
import { GRID_US, type Fundamental } from './fundamental.ts';
import { interpolate } from './interpolate.ts';
import { ANONYMOUS, type OrderBook } from './order-book.ts';
import { NO_ORDER, type OrderHandle } from './order-store.ts';
import type { Scenario } from './scenario.ts';

/** How much of a belief's error outlives one refresh. */
const VIEW_PERSISTENCE = 0.8;
const VIEW_NEWS = Math.sqrt(1 - VIEW_PERSISTENCE * VIEW_PERSISTENCE);
/** A size beyond this would be no 32-bit integer. No level holds two such quotes. */
const MOST_LOTS = 1 << 30;
const DEPTH_VOLATILITY_ELASTICITY = -0.35;

export class LiquidityProviders {
  readonly #fundamental: Fundamental;
  readonly #refreshes: Variates;
  readonly #choices: RandomStream;
  readonly #views: Variates;
  readonly #sizes: Variates;
  readonly #count: number;
  readonly #levels: number;
  readonly #spec: Scenario['providers'];
  readonly #startTicks: number;
  readonly #lotsPerUnit: number;
  readonly #meanGapUs: number;
  /** How much farther out each level lies than the first, as a ratio of prices. */
  readonly #levelFactor: Float64Array;
  readonly #view: Float64Array;
  readonly #lagUs: Float64Array;
  readonly #halfSpread: Float64Array;
  readonly #orders: Int32Array;
  /** The volatility that the next three follow from. It changes once a second, quotes far more often. */
  #volatility = FRACTION_FIELD;
  #errorBps = FRACTION_FIELD;
  #spreadFactor = FRACTION_FIELD;
  #typicalLots = FRACTION_FIELD;
  #nextUs = FRACTION_FIELD;

  constructor(scenario: Scenario, fundamental: Fundamental, streams: { stream(name: string): RandomStream }) {
    const spec = scenario.providers;
    this.#spec = spec;
    this.#fundamental = fundamental;
    this.#refreshes = new Variates(EXPONENTIAL, streams.stream('providers/refreshes'));
    this.#choices = streams.stream('providers/choices');
    this.#views = new Variates(NORMAL, streams.stream('providers/views'));
    this.#sizes = new Variates(lognormalTable(spec.sizeLogSd), streams.stream('providers/sizes'));
    this.#count = spec.count;
    this.#levels = spec.levels;
    this.#startTicks = scenario.startPrice / scenario.tickSize;
    this.#lotsPerUnit = 1 / scenario.lotSize;
    this.#meanGapUs = 1e6 / (spec.refreshesPerS * spec.count);
    this.#levelFactor = Float64Array.from({ length: spec.levels }, (_, level) =>
      Math.exp(level * spec.levelGapBps * 1e-4),
    );
    this.#view = new Float64Array(spec.count);
    this.#lagUs = new Float64Array(spec.count);
    this.#halfSpread = new Float64Array(spec.count);
    this.#orders = new Int32Array(spec.count * spec.levels * 2);
    for (let provider = 0; provider < spec.count; provider += 1) {
      const share = spec.count === 1 ? 0 : provider / (spec.count - 1);
      this.#halfSpread[provider] = interpolate(spec.halfSpreadBps, share);
      // The tight quoters are the fast ones; the slow ones lose the races.
      this.#lagUs[provider] = Math.max(GRID_US, interpolate(spec.lagMs, share) * 1000);
    }
    this.reset();
  }

  /** Begins anew: what follows is as in new ones, given streams, a fundamental and a book that began anew. */
  reset(): void {
    this.#refreshes.reset();
    this.#views.reset();
    this.#sizes.reset();
    this.#orders.fill(NO_ORDER);
    for (let provider = 0; provider < this.#count; provider += 1) this.#view[provider] = this.#views.next();
    this.#followVolatility(this.#fundamental.relativeVolatility);
    this.schedule(0);
  }

  get nextUs(): number {
    return this.#nextUs;
  }

  /** How much wider than at reference volatility they quote now. */
  get spreadFactor(): number {
    const volatility = this.#fundamental.relativeVolatility;
    if (volatility !== this.#volatility) this.#followVolatility(volatility);
    return this.#spreadFactor;
  }

  schedule(nowUs: number): void {
    this.#nextUs = nowUs + Math.max(1, Math.round(this.#refreshes.next() * this.#meanGapUs));
  }

  /** Puts up every provider's ladder: the opening of the market. */
  open(book: OrderBook): void {
    for (let provider = 0; provider < this.#count; provider += 1) this.#requote(book, provider);
  }

  /** One provider, drawn at random, pulls its ladder and quotes anew. */
  refresh(book: OrderBook): void {
    this.#requote(book, this.#choices.below(this.#count));
  }

  #requote(book: OrderBook, provider: number): void {
    const orders = this.#orders;
    const first = provider * this.#levels * 2;
    const last = first + this.#levels * 2;
    for (let index = first; index < last; index += 1) {
      const handle = orders[index] as OrderHandle;
      if (handle !== NO_ORDER) book.cancel(handle);
    }
    const volatility = this.#fundamental.relativeVolatility;
    if (volatility !== this.#volatility) this.#followVolatility(volatility);
    const view = VIEW_PERSISTENCE * (this.#view[provider] as number) + VIEW_NEWS * this.#views.next();
    this.#view[provider] = view;
    const believed = this.#fundamental.laggedBps(this.#lagUs[provider] as number) + this.#errorBps * view;
    const fairTicks = this.#startTicks * Math.exp(believed * 1e-4);
    const touchFactor = Math.exp((this.#halfSpread[provider] as number) * this.#spreadFactor * 1e-4);
    for (let level = 0, index = first; index < last; level += 1, index += 2) {
      const factor = touchFactor * (this.#levelFactor[level] as number);
      // Truncated, which is what a positive price below 2^31 wants and the fastest way to an integer.
      orders[index] = this.#bid(book, (fairTicks / factor) | 0);
      orders[index + 1] = this.#ask(book, ((fairTicks * factor) | 0) + 1);
    }
  }

  #followVolatility(volatility: number): void {
    const spec = this.#spec;
    const log = Math.log(volatility);
    this.#volatility = volatility;
    this.#errorBps = spec.viewNoiseBps * Math.exp(spec.volatilityElasticity * Math.max(-1, log));
    this.#spreadFactor = Math.exp(spec.volatilityElasticity * Math.max(-0.5, log));
    this.#typicalLots = spec.medianSize * this.#lotsPerUnit * Math.exp(DEPTH_VOLATILITY_ELASTICITY * log);
  }

  /** A quote that would cross is placed just behind the touch that it meets. */
  #bid(book: OrderBook, ticks: number): OrderHandle {
    const touch = book.bestAsk;
    return book.postOnly(BUY, touch >= 0 && ticks >= touch ? touch - 1 : ticks, this.#drawLots(), ANONYMOUS);
  }

  #ask(book: OrderBook, ticks: number): OrderHandle {
    const touch = book.bestBid;
    return book.postOnly(SELL, ticks <= touch ? touch + 1 : ticks, this.#drawLots(), ANONYMOUS);
  }

  #drawLots(): number {
    const lots = Math.min(MOST_LOTS, this.#typicalLots * this.#sizes.next() + 0.5) | 0;
    return lots > 0 ? lots : 1;
  }
}
