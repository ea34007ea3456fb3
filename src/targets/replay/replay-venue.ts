// The venue's side of a replay: feeds a bot from a recording and answers its orders, in order of integer microseconds. Market events happen
// in the exchange's order; orders, answers and news travel with their own latencies and never overtake one another. Ties: the market
// first, then requests, answers, news, wakes.

import { assert } from '../../std/assert.ts';
import { RandomStream } from '../../std/random.ts';
import type { EventSink, Fill } from '../../market/event-sink.ts';
import { quoteUnit, type Instrument } from '../../market/instrument.ts';
import { BUY, SELL, opposite, type Side } from '../../market/side.ts';
import type { BookTop, OrderEntry, OrderRequest, RejectReason, Trader } from '../../market/trader.ts';
import { Latency, type LatencyModel } from '../../venue/latency-model.ts';
import { PrivateChannel } from '../../venue/private-channel.ts';
import { isBetter } from './book-side.ts';
import type { MarketMessage } from './collector-message.ts';
import { Fifo } from './fifo.ts';
import { LOOK_AHEAD_US, MarketQueue, type MarketEvent } from './market-queue.ts';
import { RecordedMarket } from './recorded-market.ts';
import { RestingOrders, type RestingOrder } from './resting-orders.ts';

export interface ReplayModel {
  /** Basis points of the notional; a rebate is negative. */
  readonly fees: { readonly makerBps: number; readonly takerBps: number };
  readonly latency: {
    /** From the recorder's receipt to the bot; the recording holds the way from the exchange to the recorder already. */
    readonly feed: LatencyModel;
    /** From the bot to the venue. */
    readonly entry: LatencyModel;
    /** From the venue to the bot. */
    readonly response: LatencyModel;
  };
  /** New orders (placed or replacing) within any such span; one more is rejected. */
  readonly orderLimit: { readonly orders: number; readonly perMs: number };
  /** How far behind the touch the feed sums up displayed depth. */
  readonly depthBandBps: number;
}

export interface MarketCounts {
  diffs: number;
  tickers: number;
  trades: number;
  snapshots: number;
  /** Trades whose ids the recording skips. */
  missingTrades: number;
  /** Microseconds without a valid book: before the first snapshot, and after a gap. */
  lostUs: number;
}

interface Request {
  readonly request: OrderRequest;
  readonly sentUs: number;
  readonly atUs: number;
}

/** What the bot is shown while the book is not known. */
const NO_BOOK: BookTop = { bidTicks: 0, askTicks: 0, bidLots: 0, askLots: 0, bidDepthLots: 0, askDepthLots: 0 };

export class ReplayVenue implements OrderEntry {
  readonly counts: MarketCounts = { diffs: 0, tickers: 0, trades: 0, snapshots: 0, missingTrades: 0, lostUs: 0 };
  readonly market: RecordedMarket;
  readonly #model: ReplayModel;
  readonly #sink: EventSink;
  readonly #quoteUnit: number;
  readonly #queue = new MarketQueue();
  readonly #requests = new Fifo<Request>();
  readonly #answers = new PrivateChannel();
  readonly #orders = new RestingOrders();
  readonly #feed: Latency;
  readonly #entry: Latency;
  readonly #response: Latency;
  readonly #recentOrders = new Fifo<number>();
  #trader: Trader | undefined;
  #nowUs = 0;
  #wakeUs = Number.POSITIVE_INFINITY;
  #lastRequestUs = 0;
  #readUs = 0;
  #midHalfTicks = 0;
  /** Since when there is no valid book; undefined while there is one. */
  #lostSinceUs: number | undefined = 0;
  #lastTradeId: number | undefined;

  constructor(instrument: Instrument, model: ReplayModel, seed: number, sink: EventSink) {
    this.market = new RecordedMarket(model.depthBandBps);
    this.#model = model;
    this.#sink = sink;
    this.#quoteUnit = quoteUnit(instrument);
    this.#feed = new Latency(model.latency.feed, new RandomStream(seed, 'replay/feed'));
    this.#entry = new Latency(model.latency.entry, new RandomStream(seed, 'replay/entry'));
    this.#response = new Latency(model.latency.response, new RandomStream(seed, 'replay/response'));
  }

  connect(trader: Trader): void {
    assert(this.#trader === undefined, 'one bot is connected already');
    this.#trader = trader;
  }

  /** Up to here everything is known: no message still to be read happens before. */
  get knownUntilUs(): number {
    return Math.max(0, this.#readUs - LOOK_AHEAD_US);
  }

  /** Exchange clock - recorder's clock; minus infinity while unknown. */
  get clockOffsetUs(): number {
    return this.#queue.offsetUs;
  }

  /** Takes the next message of the recording. */
  read(message: MarketMessage): void {
    this.#readUs = message.receivedUs;
    this.#queue.push(message, this.#feed.nextUs());
  }

  submit(request: OrderRequest): void {
    this.#sink.sent(this.#nowUs, request.kind);
    this.#lastRequestUs = Math.max(this.#lastRequestUs, this.#nowUs + this.#entry.nextUs());
    this.#requests.push({ request, sentUs: this.#nowUs, atUs: this.#lastRequestUs });
  }

  wakeAt(timeUs: number): void {
    if (timeUs < this.#wakeUs) this.#wakeUs = Math.max(timeUs, this.#nowUs + 1);
  }

  /** Lets time pass up to, not including, `untilUs`. */
  run(untilUs: number): void {
    for (;;) {
      const marketUs = this.#queue.nextUs;
      const requestUs = this.#requests.first?.atUs ?? Number.POSITIVE_INFINITY;
      const answerUs = this.#answers.nextUs;
      const newsUs = this.#queue.nextDeliveryUs;
      const nextUs = Math.min(marketUs, requestUs, answerUs, newsUs, this.#wakeUs);
      if (nextUs >= untilUs) return;
      this.#nowUs = nextUs;
      if (marketUs === nextUs) this.#happen();
      else if (requestUs === nextUs) this.#handleRequest();
      else if (answerUs === nextUs) this.#answer();
      else if (newsUs === nextUs) this.#tellNews();
      else {
        this.#wakeUs = Number.POSITIVE_INFINITY;
        this.#bot().onWake(nextUs);
      }
    }
  }

  /** Counts the time without a book up to now, so that a window's count is complete. */
  settleLostTime(untilUs: number): void {
    if (this.#lostSinceUs === undefined) return;
    this.counts.lostUs += untilUs - this.#lostSinceUs;
    this.#lostSinceUs = untilUs;
  }

  #bookKnown(): boolean {
    return this.market.book.valid && this.market.midHalfTicks > 0;
  }

  #bot(): Trader {
    assert(this.#trader !== undefined, 'connect a bot before running');
    return this.#trader;
  }

  #happen(): void {
    const event = this.#queue.take();
    assert(event !== undefined, 'a market event is due');
    const { message } = event;
    switch (message.kind) {
      case 'trade':
        this.#trade(event);
        return;
      case 'diff':
        this.counts.diffs += 1;
        break;
      case 'ticker':
        this.counts.tickers += 1;
        break;
      case 'snapshot':
        this.counts.snapshots += 1;
        break;
      default:
        message satisfies never;
        return;
    }
    const change = this.market.apply(message);
    if (change === 'lost') {
      this.#loseBook();
      event.top = NO_BOOK;
      return;
    }
    if (change === 'synced' && this.#lostSinceUs !== undefined) {
      this.settleLostTime(this.#nowUs);
      this.#lostSinceUs = undefined;
    }
    this.#afterTouch();
    if (change === 'none') return;
    if (message.kind === 'diff') this.#orders.capQueues(this.market, event.asOfUs);
    event.top = this.#topWithOurs();
  }

  #trade(event: MarketEvent): void {
    const { message } = event;
    assert(message.kind === 'trade', 'a trade');
    this.counts.trades += 1;
    if (this.#lastTradeId !== undefined && message.tradeId > this.#lastTradeId + 1)
      this.counts.missingTrades += message.tradeId - this.#lastTradeId - 1;
    this.#lastTradeId = message.tradeId;
    const midBefore = this.market.midBefore(message);
    this.#orders.trade(message.side, message.priceTicks, message.lots, (order, lots) =>
      this.#fillResting(order, lots, midBefore),
    );
  }

  /** Fills what the new touch runs over, at the mid before it, and tells the mid. */
  #afterTouch(): void {
    this.#orders.touch(this.market.touch, (order, lots) => this.#fillResting(order, lots, this.#midHalfTicks));
    const mid = this.market.midHalfTicks;
    if (mid === 0 || mid === this.#midHalfTicks) return;
    this.#midHalfTicks = mid;
    this.#sink.mid(this.#nowUs, mid);
  }

  #loseBook(): void {
    this.#lostSinceUs = this.#nowUs;
    for (const order of this.#orders.all()) this.#withdraw(order);
  }

  #handleRequest(): void {
    const due = this.#requests.take();
    assert(due !== undefined, 'a request is due');
    const { request, sentUs } = due;
    switch (request.kind) {
      case 'place':
        if (!this.#withinLimit()) this.#reject(request.orderId, sentUs, 'rate_limit');
        else if (request.timeInForce === 'ioc') this.#takeNow(request, sentUs);
        else this.#rest(request.orderId, request, sentUs);
        return;
      case 'replace': {
        const order = this.#orders.get(request.orderId);
        if (order === undefined) this.#reject(request.newOrderId, sentUs, 'unknown_order');
        else if (!this.#withinLimit()) this.#reject(request.newOrderId, sentUs, 'rate_limit');
        else {
          this.#withdraw(order);
          this.#rest(request.newOrderId, request, sentUs);
        }
        return;
      }
      case 'cancel': {
        const order = this.#orders.get(request.orderId);
        if (order === undefined) {
          this.#reject(request.orderId, sentUs, 'unknown_order');
          return;
        }
        this.#withdraw(order);
        this.#accept(request.orderId, sentUs);
        return;
      }
      default:
        request satisfies never;
    }
  }

  /** A post-only order, also where the book is not known: nobody can say then that it would not cross, so it is refused. */
  #rest(orderId: number, wish: { side: Side; priceTicks: number; lots: number }, sentUs: number): void {
    const { side, priceTicks, lots } = wish;
    const ours = this.#orders.bestTicks(opposite(side));
    const crossesOurs = ours !== undefined && !isBetter(side, ours, priceTicks);
    if (!this.#bookKnown() || this.market.crosses(side, priceTicks) || crossesOurs) {
      this.#reject(orderId, sentUs, 'would_cross');
      return;
    }
    const aheadLots = this.market.lotsAhead(side, priceTicks);
    this.#orders.add({ orderId, side, priceTicks, lots, aheadLots, sinceUs: this.#nowUs });
    this.#sink.opened(this.#nowUs, orderId, side);
    this.#accept(orderId, sentUs);
  }

  #takeNow(request: OrderRequest & { kind: 'place' }, sentUs: number): void {
    const { orderId, side, priceTicks, lots } = request;
    // Self-trade prevention: our own quotes in the way are cancelled first.
    for (const order of this.#orders.all()) {
      if (order.side !== side && !isBetter(side, order.priceTicks, priceTicks)) this.#withdraw(order);
    }
    this.#accept(orderId, sentUs);
    if (this.#bookKnown()) {
      const mid = this.#midHalfTicks;
      this.market.take(side, priceTicks, lots, (levelTicks, levelLots) =>
        this.#fill(orderId, side, levelTicks, levelLots, 'taker', mid),
      );
    }
    this.#answers.send(this.#answerUs(), { kind: 'closed', orderId });
  }

  #withdraw(order: RestingOrder): void {
    this.#orders.remove(order.orderId);
    this.#sink.closed(this.#nowUs, order.orderId);
    this.#answers.send(this.#answerUs(), { kind: 'closed', orderId: order.orderId });
  }

  #fillResting(order: RestingOrder, lots: number, midBefore: number): void {
    this.#fill(order.orderId, order.side, order.priceTicks, lots, 'maker', midBefore);
    if (order.lots === 0) this.#sink.closed(this.#nowUs, order.orderId);
  }

  #fill(
    orderId: number,
    side: Side,
    priceTicks: number,
    lots: number,
    role: Fill['role'],
    midBeforeHalfTicks: number,
  ): void {
    assert(midBeforeHalfTicks > 0, 'an order fills only where the mid is known');
    const bps = role === 'maker' ? this.#model.fees.makerBps : this.#model.fees.takerBps;
    const fee = priceTicks * lots * this.#quoteUnit * bps * 1e-4;
    this.#sink.fill({ timeUs: this.#nowUs, orderId, side, priceTicks, lots, role, fee, midBeforeHalfTicks });
    this.#answers.send(this.#answerUs(), { kind: 'filled', orderId, side, priceTicks, lots, role });
  }

  #accept(orderId: number, sentUs: number): void {
    this.#answers.send(this.#answerUs(), { kind: 'accepted', orderId, sentUs });
  }

  #reject(orderId: number, sentUs: number, reason: RejectReason): void {
    this.#answers.send(this.#answerUs(), { kind: 'rejected', orderId, sentUs, reason });
  }

  #answerUs(): number {
    return this.#nowUs + this.#response.nextUs();
  }

  #withinLimit(): boolean {
    const { orders, perMs } = this.#model.orderLimit;
    while ((this.#recentOrders.first ?? this.#nowUs) <= this.#nowUs - perMs * 1000) this.#recentOrders.take();
    if (this.#recentOrders.size >= orders) return false;
    this.#recentOrders.push(this.#nowUs);
    return true;
  }

  #answer(): void {
    const message = this.#answers.deliver(this.#nowUs, this.#bot());
    if (message.kind === 'accepted' || message.kind === 'rejected')
      this.#sink.acknowledged(message.sentUs, this.#nowUs);
  }

  #tellNews(): void {
    const event = this.#queue.takeDelivery();
    assert(event !== undefined, 'news are due');
    const { message, venueUs, top } = event;
    // The KPI compares the exchange's own time with the recorder's: both clocks as they are.
    if (message.kind === 'diff' || message.kind === 'trade') this.#sink.feed(message.eventUs, this.#nowUs);
    if (message.kind === 'trade')
      this.#bot().onTrade(this.#nowUs, venueUs, message.side, message.priceTicks, message.lots);
    else if (top !== undefined) this.#bot().onBook(this.#nowUs, venueUs, top);
  }

  /** The public feed as it would have been with our orders in the book. */
  #topWithOurs(): BookTop {
    const bid = this.#sideWithOurs(BUY);
    const ask = this.#sideWithOurs(SELL);
    return {
      bidTicks: bid.ticks,
      askTicks: ask.ticks,
      bidLots: bid.lots,
      askLots: ask.lots,
      bidDepthLots: bid.depthLots,
      askDepthLots: ask.depthLots,
    };
  }

  #sideWithOurs(side: Side): { ticks: number; lots: number; depthLots: number } {
    const { bidTicks, bidLots, askTicks, askLots } = this.market.touch;
    const ticks = side === BUY ? bidTicks : askTicks;
    const lots = side === BUY ? bidLots : askLots;
    // A book older than the touch may show less within the band than the touch itself.
    const depthLots = Math.max(this.market.depthLots(side), lots);
    const ours = this.#orders.size === 0 ? undefined : this.#orders.bestTicks(side);
    if (ours === undefined) return { ticks, lots, depthLots };
    const depthWithOurs = depthLots + this.#orders.lotsUpTo(side, ticks - side * this.market.bandTicks);
    if (lots === 0 || isBetter(side, ours, ticks))
      return { ticks: ours, lots: this.#orders.lotsUpTo(side, ours), depthLots: depthWithOurs };
    const oursAtBest = ours === ticks ? this.#orders.lotsUpTo(side, ticks) : 0;
    return { ticks, lots: lots + oursAtBest, depthLots: depthWithOurs };
  }
}
