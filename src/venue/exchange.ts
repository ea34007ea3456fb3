// The simulated exchange in virtual time: one instrument, its order book, the background market that trades on it, and one connected
// bot behind feed, entry and response latency. Everything happens in order of integer microseconds; ties resolve in a fixed order.
// Leaves out: several bots, auctions, halts, disconnects.

import { assert } from '../std/assert.ts';
import type { EventSink } from '../market/event-sink.ts';
import { quoteUnit, type Instrument } from '../market/instrument.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { BookTop, OrderEntry, OrderRequest, RejectReason, Trader } from '../market/trader.ts';
import { FeeSchedule } from './fee-schedule.ts';
import { FeedChannel } from './feed-channel.ts';
import { Fundamental, GRID_US } from './fundamental.ts';
import { Gateway } from './gateway.ts';
import { InformedFlow } from './informed-flow.ts';
import { LiquidityProviders } from './liquidity-providers.ts';
import { ANONYMOUS, type BookListener, OrderBook } from './order-book.ts';
import { NO_ORDER, type OrderHandle } from './order-store.ts';
import { PrivateChannel } from './private-channel.ts';
import { RandomStreams } from './random-streams.ts';
import type { Scenario } from './scenario.ts';
import { TakerFlow } from './taker-flow.ts';

const BOT = 1;
/** Displayed depth that the feed sums up behind the touch. */
const FEED_BAND_BPS = 3;

/** Told about flow that no public feed tells apart, for measurements of the market itself. */
export interface FlowObserver {
  /** A background taker arrives, whether or not it finds somebody to trade with; `metaOrder` numbers the order that it works. */
  takerArrived(timeUs: number, side: Side, size: number, metaOrder: number): void;
  /** An informed taker takes; the trades follow. */
  informedTakes(timeUs: number): void;
}

interface BotOrder {
  readonly orderId: number;
  readonly side: Side;
  readonly handle: OrderHandle;
}

export class Exchange implements OrderEntry, BookListener {
  readonly instrument: Instrument;
  readonly #scenario: Scenario;
  readonly #fees: FeeSchedule;
  readonly #sink: EventSink;
  readonly #observer: FlowObserver | undefined;
  readonly #book: OrderBook;
  readonly #fundamental: Fundamental;
  readonly #providers: LiquidityProviders;
  readonly #takers: TakerFlow;
  readonly #informed: InformedFlow;
  readonly #gateway: Gateway;
  readonly #feed: FeedChannel;
  readonly #private: PrivateChannel;
  readonly #ordersById = new Map<number, BotOrder>();
  readonly #ordersByHandle = new Map<OrderHandle, BotOrder>();
  readonly #quoteUnit: number;
  readonly #startTicks: number;
  readonly #bandTicks: number;
  readonly #top = { bidTicks: 0, askTicks: 0, bidLots: 0, askLots: 0, bidDepthLots: 0, askDepthLots: 0 };
  #trader: Trader | undefined;
  #nowUs = 0;
  #gridUs = GRID_US;
  #wakeUs = Number.POSITIVE_INFINITY;
  #midHalfTicks = 0;
  #bookChanged = true;
  /** The order id under which the bot is taking right now. */
  #takingOrderId = 0;
  /** When the request being handled left the bot. */
  #requestSentUs = 0;
  #nextUs = 0;
  #trades = 0;

  constructor(scenario: Scenario, seed: number, sink: EventSink, observer?: FlowObserver) {
    const streams = new RandomStreams(seed);
    this.#scenario = scenario;
    this.#fees = new FeeSchedule(scenario.fees);
    this.#sink = sink;
    this.#observer = observer;
    this.instrument = { symbol: scenario.symbol, tickSize: scenario.tickSize, lotSize: scenario.lotSize };
    this.#quoteUnit = quoteUnit(this.instrument);
    this.#startTicks = scenario.startPrice / scenario.tickSize;
    this.#bandTicks = Math.round(this.#startTicks * FEED_BAND_BPS * 1e-4);
    this.#book = new OrderBook(this);
    this.#fundamental = new Fundamental(scenario.fundamental, streams);
    this.#providers = new LiquidityProviders(scenario, this.#fundamental, streams);
    this.#takers = new TakerFlow(scenario.takers, streams);
    this.#informed = new InformedFlow(scenario.informed, streams);
    this.#gateway = new Gateway(scenario, streams);
    this.#feed = new FeedChannel(scenario.latency, streams);
    this.#private = new PrivateChannel();
  }

  /** Connects the bot and opens the market. Once. */
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
    this.#sink.sent(this.#nowUs, request.kind);
    if (this.#gateway.accept(this.#nowUs, request)) return;
    const orderId = request.kind === 'replace' ? request.newOrderId : request.orderId;
    this.#private.send(this.#nowUs + 2 * this.#gateway.networkUs, {
      kind: 'rejected',
      orderId,
      sentUs: this.#nowUs,
      reason: 'rate_limit',
    });
  }

  wakeAt(timeUs: number): void {
    if (timeUs < this.#wakeUs) this.#wakeUs = Math.max(timeUs, this.#nowUs + 1);
  }

  /** Lets time pass up to, not including, `untilUs`. */
  run(untilUs: number): void {
    for (;;) {
      const source = this.#nextSource();
      if (this.#nextUs >= untilUs) return;
      this.#nowUs = this.#nextUs;
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
    this.#feed.publishTrade(this.#nowUs, takerSide, priceTicks, lots);
    if (makerOwner === BOT) {
      const order = this.#ordersByHandle.get(makerHandle);
      assert(order !== undefined, 'a fill names an order of the bot');
      this.#fill(order.orderId, order.side, priceTicks, lots, 'maker');
      if (makerLotsLeft === 0) {
        this.#forget(order);
        this.#sink.closed(this.#nowUs, order.orderId);
      }
    }
    if (takerOwner === BOT) this.#fill(this.#takingOrderId, takerSide, priceTicks, lots, 'taker');
  }

  selfTradePrevented(_owner: number, handle: OrderHandle): void {
    const order = this.#ordersByHandle.get(handle);
    assert(order !== undefined, 'only orders of the bot are kept from meeting their own');
    this.#closed(order);
  }

  /** Finds the earliest of all event sources; sets `#nextUs`. Earlier in this list wins a tie. */
  #nextSource(): number {
    let source = 0;
    let next = this.#gridUs;
    const gateway = this.#gateway.nextUs;
    if (gateway < next) {
      next = gateway;
      source = 1;
    }
    const informed = this.#informed.nextUs;
    if (informed < next) {
      next = informed;
      source = 2;
    }
    const takers = this.#takers.nextUs;
    if (takers < next) {
      next = takers;
      source = 3;
    }
    const providers = this.#providers.nextUs;
    if (providers < next) {
      next = providers;
      source = 4;
    }
    const feed = this.#feed.nextUs;
    if (feed < next) {
      next = feed;
      source = 5;
    }
    const told = this.#private.nextUs;
    if (told < next) {
      next = told;
      source = 6;
    }
    if (this.#wakeUs < next) {
      next = this.#wakeUs;
      source = 7;
    }
    this.#nextUs = next;
    return source;
  }

  #happen(source: number): void {
    switch (source) {
      case 0:
        this.#fundamental.advance();
        this.#gridUs += GRID_US;
        this.#publishBook();
        return;
      case 1:
        this.#handleRequest();
        break;
      case 2:
        this.#informedLook();
        break;
      case 3:
        this.#takerArrives();
        break;
      case 4:
        this.#providers.refresh(this.#book);
        this.#providers.schedule(this.#nowUs);
        break;
      case 5:
        this.#sink.feed(this.#feed.deliver(this.#bot()), this.#nowUs);
        return;
      case 6:
        this.#tellBot();
        return;
      default:
        this.#wakeUs = Number.POSITIVE_INFINITY;
        this.#bot().onWake(this.#nowUs);
        return;
    }
    this.#afterBookEvent();
  }

  #bot(): Trader {
    assert(this.#trader !== undefined, 'connect a bot before running');
    return this.#trader;
  }

  #informedLook(): void {
    const look = this.#informed.draw();
    this.#informed.schedule(this.#nowUs);
    const valueBps = this.#fundamental.laggedBps(look.lagUs);
    const fairTicks = this.#startTicks * Math.exp(valueBps * 1e-4);
    const marginTicks = fairTicks * look.edgeBps * 1e-4;
    const book = this.#book;
    const maxLots = Math.round(this.#scenario.informed.maxSize / this.instrument.lotSize);
    const side =
      book.bestAsk >= 0 && book.bestAsk < fairTicks - marginTicks
        ? BUY
        : book.bestBid > fairTicks + marginTicks
          ? SELL
          : undefined;
    if (side === undefined) return;
    const limit = side === BUY ? Math.floor(fairTicks - marginTicks) : Math.ceil(fairTicks + marginTicks);
    const gainBpsUnits = (book.gainTo(side, limit, fairTicks, maxLots) * this.instrument.lotSize * 1e4) / fairTicks;
    if (gainBpsUnits < look.profit) return;
    this.#observer?.informedTakes(this.#nowUs);
    book.take(side, limit, maxLots, ANONYMOUS);
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

  #tellBot(): void {
    const message = this.#private.deliver(this.#nowUs, this.#bot());
    if (message.kind === 'accepted' || message.kind === 'rejected')
      this.#sink.acknowledged(message.sentUs, this.#nowUs);
  }

  #handleRequest(): void {
    const { request, sentUs } = this.#gateway.take();
    this.#requestSentUs = sentUs;
    switch (request.kind) {
      case 'place':
        if (request.timeInForce === 'ioc') this.#takeForBot(request);
        else this.#rest(request.orderId, request.side, request.priceTicks, request.lots);
        return;
      case 'replace': {
        if (!this.#withdraw(request.orderId)) this.#reject(request.newOrderId, 'unknown_order');
        else this.#rest(request.newOrderId, request.side, request.priceTicks, request.lots);
        return;
      }
      case 'cancel':
        if (this.#withdraw(request.orderId)) this.#accept(request.orderId);
        else this.#reject(request.orderId, 'unknown_order');
        return;
      default:
        request satisfies never;
    }
  }

  #takeForBot(request: OrderRequest & { kind: 'place' }): void {
    this.#accept(request.orderId);
    this.#takingOrderId = request.orderId;
    this.#book.take(request.side, request.priceTicks, request.lots, BOT);
    this.#private.send(this.#replyUs(), { kind: 'closed', orderId: request.orderId });
  }

  #rest(orderId: number, side: Side, priceTicks: number, lots: number): void {
    // What crosses is told so, however far off its limit lies.
    if (!this.#book.wouldCross(side, priceTicks) && !this.#book.canRestAt(priceTicks)) {
      this.#reject(orderId, 'price_out_of_range');
      return;
    }
    const handle = this.#book.postOnly(side, priceTicks, lots, BOT);
    if (handle === NO_ORDER) {
      this.#reject(orderId, 'would_cross');
      return;
    }
    const order = { orderId, side, handle };
    this.#ordersById.set(orderId, order);
    this.#ordersByHandle.set(order.handle, order);
    this.#sink.opened(this.#nowUs, orderId, side);
    this.#accept(orderId);
  }

  #withdraw(orderId: number): boolean {
    const order = this.#ordersById.get(orderId);
    if (order === undefined) return false;
    this.#book.cancel(order.handle);
    this.#closed(order);
    return true;
  }

  /** An order of the bot left the book other than by a fill. */
  #closed(order: BotOrder): void {
    this.#forget(order);
    this.#sink.closed(this.#nowUs, order.orderId);
    this.#private.send(this.#replyUs(), { kind: 'closed', orderId: order.orderId });
  }

  #accept(orderId: number): void {
    this.#private.send(this.#replyUs(), { kind: 'accepted', orderId, sentUs: this.#requestSentUs });
  }

  #reject(orderId: number, reason: RejectReason): void {
    this.#private.send(this.#replyUs(), { kind: 'rejected', orderId, sentUs: this.#requestSentUs, reason });
  }

  #fill(orderId: number, side: Side, priceTicks: number, lots: number, role: 'maker' | 'taker'): void {
    const fee = this.#fees.charge(priceTicks * lots * this.#quoteUnit, role);
    this.#sink.fill({
      timeUs: this.#nowUs,
      orderId,
      side,
      priceTicks,
      lots,
      role,
      fee,
      midBeforeHalfTicks: this.#midHalfTicks,
    });
    this.#private.send(this.#replyUs(), { kind: 'filled', orderId, side, priceTicks, lots, role });
  }

  #forget(order: BotOrder): void {
    this.#ordersById.delete(order.orderId);
    this.#ordersByHandle.delete(order.handle);
  }

  #replyUs(): number {
    return this.#nowUs + this.#gateway.networkUs;
  }

  #afterBookEvent(): void {
    this.#bookChanged = true;
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
  }
}
