// The simulated exchange in virtual time: one instrument, its order book, the background market that trades on it, and one connected
// bot behind feed, entry and response latency. Everything happens in order of integer microseconds; ties resolve in a fixed order.
// Leaves out: several bots, auctions, halts, disconnects.

import { assert } from '../std/assert.ts';
import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { EventSink } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { BookTop, OrderEntry, OrderRequest, Trader } from '../market/trader.ts';
import { BOT, BotSession } from './bot-session.ts';
import { FeedChannel } from './feed-channel.ts';
import { Fundamental, GRID_US } from './fundamental.ts';
import { InformedFlow } from './informed-flow.ts';
import { LiquidityProviders } from './liquidity-providers.ts';
import { ANONYMOUS, type BookListener, OrderBook } from './order-book.ts';
import type { OrderHandle } from './order-store.ts';
import { RandomStreams } from './random-streams.ts';
import type { Scenario } from './scenario.ts';
import { TakerFlow } from './taker-flow.ts';

/** Displayed depth that the feed sums up behind the touch. */
const FEED_BAND_BPS = 3;

/** The sources of events. Of two that are due at once, the one that stands earlier here comes first. */
const GRID = 0;
const REQUEST = 1;
const INFORMED = 2;
const TAKERS = 3;
const PROVIDERS = 4;
const FEED = 5;
const TOLD = 6;
const WAKE = 7;
const SOURCES = 8;

/** Told about flow that no public feed tells apart, for measurements of the market itself. */
export interface FlowObserver {
  /** A background taker arrives, whether or not it finds somebody to trade with; `metaOrder` numbers the order that it works. */
  takerArrived(timeUs: number, side: Side, size: number, metaOrder: number): void;
  /** An informed taker takes; the trades follow. */
  informedTakes(timeUs: number): void;
}

export class Exchange implements OrderEntry, BookListener {
  readonly instrument: Instrument;
  readonly #sink: EventSink;
  readonly #observer: FlowObserver | undefined;
  readonly #streams: RandomStreams;
  readonly #book: OrderBook;
  readonly #fundamental: Fundamental;
  readonly #providers: LiquidityProviders;
  readonly #takers: TakerFlow;
  readonly #informed: InformedFlow;
  readonly #session: BotSession;
  readonly #feed: FeedChannel;
  readonly #startTicks: number;
  readonly #bandTicks: number;
  readonly #informedLots: number;
  readonly #top = { bidTicks: 0, askTicks: 0, bidLots: 0, askLots: 0, bidDepthLots: 0, askDepthLots: 0 };
  /** When each source of events acts next, in microseconds. */
  readonly #dueUs = new Float64Array(SOURCES);
  #trader: Trader | undefined;
  #nowUs = FRACTION_FIELD;
  #midHalfTicks = 0;
  #bookChanged = true;
  #trades = 0;

  constructor(scenario: Scenario, seed: number, sink: EventSink, observer?: FlowObserver) {
    const streams = new RandomStreams(seed);
    this.#sink = sink;
    this.#observer = observer;
    this.#streams = streams;
    this.instrument = { symbol: scenario.symbol, tickSize: scenario.tickSize, lotSize: scenario.lotSize };
    this.#startTicks = scenario.startPrice / scenario.tickSize;
    this.#bandTicks = Math.round(this.#startTicks * FEED_BAND_BPS * 1e-4);
    this.#informedLots = Math.round(scenario.informed.maxSize / scenario.lotSize);
    this.#book = new OrderBook(this);
    this.#fundamental = new Fundamental(scenario.fundamental, streams);
    this.#providers = new LiquidityProviders(scenario, this.#fundamental, streams);
    this.#takers = new TakerFlow(scenario.takers, streams);
    this.#informed = new InformedFlow(scenario.informed, streams);
    this.#session = new BotSession(scenario, this.instrument, this.#book, sink, streams);
    this.#feed = new FeedChannel(scenario.latency.feed, streams);
    this.reset(seed);
  }

  /**
   * Ends this market and puts another in its place, the same to the byte as a new exchange of that seed would be, without the cost of
   * one. Scenario, sink and observer stay; the bot is disconnected, and what it was still to be told is lost.
   */
  reset(seed: number): void {
    this.#streams.reset(seed);
    this.#book.reset();
    this.#fundamental.reset();
    this.#providers.reset();
    this.#takers.reset();
    this.#informed.reset();
    this.#session.reset();
    this.#feed.reset();
    this.#trader = undefined;
    this.#nowUs = 0;
    this.#midHalfTicks = 0;
    this.#bookChanged = true;
    this.#trades = 0;
    const due = this.#dueUs.fill(Number.POSITIVE_INFINITY);
    due[GRID] = GRID_US;
    due[INFORMED] = this.#informed.nextUs;
    due[TAKERS] = this.#takers.nextUs;
    due[PROVIDERS] = this.#providers.nextUs;
  }

  /** Connects the bot and opens the market. Once, until a reset. */
  connect(trader: Trader): void {
    assert(this.#trader === undefined, 'one bot is connected already');
    this.#trader = trader;
    this.#providers.open(this.#book);
    this.#afterBookEvent();
  }

  /** Trades in the whole market so far, and their order-sensitive hash. */
  get tradeCount(): number {
    return this.#trades;
  }

  get tradeHash(): number {
    return this.#book.tradeHash;
  }

  /** What the asset is worth now, in bps of log price since the start: nobody in the market sees it at once. */
  get valueBps(): number {
    return this.#fundamental.valueBps;
  }

  /** Lots displayed at one price. */
  lotsAt(priceTicks: number): number {
    return this.#book.lotsAt(priceTicks);
  }

  submit(request: OrderRequest): void {
    this.#session.submit(this.#nowUs, request);
    this.#dueUs[REQUEST] = this.#session.requestUs;
    this.#dueUs[TOLD] = this.#session.toldUs;
  }

  wakeAt(timeUs: number): void {
    if (timeUs < (this.#dueUs[WAKE] as number)) this.#dueUs[WAKE] = Math.max(timeUs, this.#nowUs + 1);
  }

  /** Lets time pass up to, not including, `untilUs`. */
  run(untilUs: number): void {
    const due = this.#dueUs;
    for (;;) {
      let source = GRID;
      let nextUs = due[GRID] as number;
      for (let other = 1; other < SOURCES; other += 1) {
        const otherUs = due[other] as number;
        if (otherUs < nextUs) {
          nextUs = otherUs;
          source = other;
        }
      }
      if (nextUs >= untilUs) return;
      this.#nowUs = nextUs;
      this.#happen(source);
    }
  }

  traded(
    makerOwner: number,
    makerHandle: OrderHandle,
    makerLotsLeft: number,
    priceTicks: number,
    lots: number,
    takerOwner: number,
    takerSide: Side,
  ): void {
    this.#trades += 1;
    const nowUs = this.#nowUs;
    this.#feed.publishTrade(nowUs, takerSide, priceTicks, lots);
    this.#dueUs[FEED] = this.#feed.nextUs;
    const mid = this.#midHalfTicks;
    if (makerOwner === BOT) this.#session.made(nowUs, makerHandle, makerLotsLeft, priceTicks, lots, mid);
    if (takerOwner === BOT) this.#session.took(nowUs, takerSide, priceTicks, lots, mid);
  }

  selfTradePrevented(_owner: number, handle: OrderHandle): void {
    this.#session.selfTradePrevented(this.#nowUs, handle);
  }

  #happen(source: number): void {
    const due = this.#dueUs;
    const nowUs = this.#nowUs;
    switch (source) {
      case GRID:
        this.#fundamental.advance();
        due[GRID] = nowUs + GRID_US;
        this.#publishBook();
        return;
      case REQUEST:
        this.#session.handleRequest(nowUs);
        due[REQUEST] = this.#session.requestUs;
        break;
      case INFORMED:
        if (this.#informedTakes()) this.#afterBookEvent();
        due[INFORMED] = this.#informed.nextUs;
        return;
      case TAKERS:
        this.#takerArrives();
        due[TAKERS] = this.#takers.nextUs;
        break;
      case PROVIDERS:
        this.#providers.refresh(this.#book);
        this.#providers.schedule(nowUs);
        due[PROVIDERS] = this.#providers.nextUs;
        break;
      case FEED:
        this.#sink.feed(this.#feed.deliver(this.#bot()), nowUs);
        due[FEED] = this.#feed.nextUs;
        return;
      case TOLD:
        this.#session.tell(nowUs, this.#bot());
        due[TOLD] = this.#session.toldUs;
        return;
      default:
        due[WAKE] = Number.POSITIVE_INFINITY;
        this.#bot().onWake(nowUs);
        return;
    }
    this.#afterBookEvent();
  }

  #bot(): Trader {
    assert(this.#trader !== undefined, 'connect a bot before running');
    return this.#trader;
  }

  /** An informed taker looks at the book; whether it took anything. */
  #informedTakes(): boolean {
    const look = this.#informed.draw();
    this.#informed.schedule(this.#nowUs);
    const valueBps = this.#fundamental.laggedBps(look.lagUs);
    const fairTicks = this.#startTicks * Math.exp(valueBps * 1e-4);
    const marginTicks = fairTicks * look.edgeBps * 1e-4;
    const book = this.#book;
    const side =
      book.bestAsk >= 0 && book.bestAsk < fairTicks - marginTicks
        ? BUY
        : book.bestBid > fairTicks + marginTicks
          ? SELL
          : undefined;
    if (side === undefined) return false;
    const limit = side === BUY ? Math.floor(fairTicks - marginTicks) : Math.ceil(fairTicks + marginTicks);
    const maxLots = this.#informedLots;
    const gainBpsUnits = (book.gainTo(side, limit, fairTicks, maxLots) * this.instrument.lotSize * 1e4) / fairTicks;
    if (gainBpsUnits < look.profit) return false;
    this.#observer?.informedTakes(this.#nowUs);
    book.take(side, limit, maxLots, ANONYMOUS);
    return true;
  }

  #takerArrives(): void {
    const order = this.#takers.draw();
    this.#observer?.takerArrived(this.#nowUs, order.side, order.size, order.metaOrder);
    this.#takers.schedule(this.#nowUs, this.#fundamental.relativeVolatility);
    const lots = Math.max(1, Math.round(order.size / this.instrument.lotSize));
    const mid = this.#midHalfTicks / 2;
    // Where everybody quotes wider, takers expect to pay more.
    const reach = mid * order.willingnessBps * this.#providers.spreadFactor * 1e-4;
    this.#book.take(order.side, order.side === BUY ? Math.floor(mid + reach) : Math.ceil(mid - reach), lots, ANONYMOUS);
    this.#fundamental.impact(order.side * order.impactBps);
  }

  #afterBookEvent(): void {
    this.#bookChanged = true;
    // Whatever met the book may have something to say to the bot.
    this.#dueUs[TOLD] = this.#session.toldUs;
    const { bestBid, bestAsk } = this.#book;
    if (bestBid < 0 || bestAsk < 0) return;
    const mid = bestBid + bestAsk;
    if (mid === this.#midHalfTicks) return;
    this.#midHalfTicks = mid;
    this.#sink.mid(this.#nowUs, mid);
  }

  /** The feed is conflated to the grid: what changed since the last step goes out as one update. */
  #publishBook(): void {
    if (!this.#bookChanged) return;
    this.#bookChanged = false;
    const book = this.#book;
    const top = this.#top;
    const { bestBid, bestAsk } = book;
    const bidLots = bestBid < 0 ? 0 : book.lotsAt(bestBid);
    const askLots = bestAsk < 0 ? 0 : book.lotsAt(bestAsk);
    const bidDepthLots = book.depth(BUY, this.#bandTicks);
    const askDepthLots = book.depth(SELL, this.#bandTicks);
    top.bidTicks = bestBid;
    top.askTicks = bestAsk;
    top.bidLots = bidLots;
    top.askLots = askLots;
    top.bidDepthLots = bidDepthLots;
    top.askDepthLots = askDepthLots;
    this.#feed.publishBook(this.#nowUs, top satisfies BookTop);
    this.#dueUs[FEED] = this.#feed.nextUs;
  }
}
