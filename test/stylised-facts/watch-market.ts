// Watches one simulated market for some hours and keeps what the stylised facts are computed from: the mid and the spread each
// second, every aggressive order, volumes, the depth of the book, meta-orders. Watching changes nothing in the market.

import type { EventSink, Fill } from '../../src/market/event-sink.ts';
import type { Trader } from '../../src/market/trader.ts';
import type { Side } from '../../src/market/side.ts';
import { Exchange, type FlowObserver } from '../../src/venue/exchange.ts';
import { at } from './statistics.ts';
import type { Scenario } from '../../src/venue/scenario.ts';

const SECOND_US = 1_000_000;
const MARKOUT_US = 5 * SECOND_US;
const META_ORDER_QUIET_US = 4 * SECOND_US;
/** While a side of the book is empty, the touch is looked for no farther from the last mid than this share of it. */
const FARTHEST_TOUCH_SHARE = 0.02;
const DEPTH_EVERY_S = 5;
export const PROFILE_BINS = 16;

export interface MarketRecord {
  readonly seconds: number;
  /** Log mid in bps, at the start of each second. */
  readonly mids: Float64Array;
  readonly spreadsBps: Float64Array;
  /** Aggressive orders that traded: sign and time, in order. */
  readonly signs: Int8Array;
  readonly tradeTimesUs: Float64Array;
  /** Lots traded in each second, by anybody and by informed takers. */
  readonly volumes: Float64Array;
  readonly informedLots: number;
  readonly lots: number;
  readonly bestQueueLots: readonly number[];
  /** Mean displayed lots by whole bps from the mid, both sides. */
  readonly depthProfile: Float64Array;
  /** Finished meta-orders: size in base units, signed move of the mid from their first to their last order, bps. */
  readonly metaOrders: readonly { readonly size: number; readonly moveBps: number }[];
  /** Fills of the connected bot as maker: half spread earned and how far the mid went against it in 5 s, bps. */
  readonly fills: readonly { readonly halfSpreadBps: number; readonly againstBps: number; readonly orderId: number }[];
}

/** Makes the bot to connect; absent, nobody quotes but the market's own participants. */
type BotMaker = (wiring: { readonly exchange: Exchange; readonly sink: EventSink }) => Trader;

export function watchMarket(scenario: Scenario, seed: number, seconds: number, makeBot?: BotMaker): MarketRecord {
  const watch = new Watch(seconds);
  const exchange = new Exchange(scenario, seed, watch, watch);
  const bot = makeBot?.({ exchange, sink: watch });
  exchange.connect(new Forwarder(watch, bot));
  const bpsTicks = (scenario.startPrice / scenario.tickSize) * 1e-4;
  for (let second = 0; second < seconds; second += 1) {
    exchange.run(second * SECOND_US);
    watch.sample(second, exchange, second % DEPTH_EVERY_S === 0 ? bpsTicks : undefined);
  }
  return watch.record();
}

/** Shows the watch the public feed, and hands everything on to the bot, if there is one. */
class Forwarder implements Trader {
  readonly #watch: Watch;
  readonly #bot: Trader | undefined;

  constructor(watch: Watch, bot: Trader | undefined) {
    this.#watch = watch;
    this.#bot = bot;
  }

  onBook(...told: Parameters<Trader['onBook']>): void {
    this.#bot?.onBook(...told);
  }
  onTrade(...told: Parameters<Trader['onTrade']>): void {
    this.#watch.traded(told[1], told[2], told[4]);
    this.#bot?.onTrade(...told);
  }
  onAccepted(...told: Parameters<Trader['onAccepted']>): void {
    this.#bot?.onAccepted(...told);
  }
  onRejected(...told: Parameters<Trader['onRejected']>): void {
    this.#bot?.onRejected(...told);
  }
  onFill(...told: Parameters<Trader['onFill']>): void {
    this.#bot?.onFill(...told);
  }
  onClosed(...told: Parameters<Trader['onClosed']>): void {
    this.#bot?.onClosed(...told);
  }
  onWake(...told: Parameters<Trader['onWake']>): void {
    this.#bot?.onWake(...told);
  }
}

interface OpenMetaOrder {
  readonly side: Side;
  readonly startBps: number;
  size: number;
  lastUs: number;
}

class Watch implements EventSink, FlowObserver {
  readonly #mids: Float64Array;
  readonly #spreads: Float64Array;
  readonly #volumes: Float64Array;
  readonly #signs: number[] = [];
  readonly #tradeTimes: number[] = [];
  readonly #bestQueues: number[] = [];
  readonly #profile = new Float64Array(PROFILE_BINS);
  readonly #informedTimes: number[] = [];
  readonly #metaOrders: { size: number; moveBps: number }[] = [];
  readonly #open = new Map<number, OpenMetaOrder>();
  readonly #fills: { halfSpreadBps: number; againstBps: number; orderId: number }[] = [];
  readonly #pending: { readonly fill: Fill; readonly before: number }[] = [];
  #firstPending = 0;
  #firstInformed = 0;
  #midHalfTicks = 0;
  #midBps = 0;
  #informedLots = 0;
  #lots = 0;
  #profileSamples = 0;

  constructor(seconds: number) {
    this.#mids = new Float64Array(seconds);
    this.#spreads = new Float64Array(seconds);
    this.#volumes = new Float64Array(seconds);
  }

  record(): MarketRecord {
    return {
      seconds: this.#mids.length,
      mids: this.#mids,
      spreadsBps: this.#spreads,
      signs: Int8Array.from(this.#signs),
      tradeTimesUs: Float64Array.from(this.#tradeTimes),
      volumes: this.#volumes,
      informedLots: this.#informedLots,
      lots: this.#lots,
      bestQueueLots: this.#bestQueues,
      depthProfile: this.#profile.map((sum) => sum / this.#profileSamples),
      metaOrders: this.#metaOrders,
      fills: this.#fills,
    };
  }

  /** Looks at the book at the start of a second; at its depth too where `bpsTicks`, the ticks of one bps, is given. */
  sample(second: number, exchange: Exchange, bpsTicks: number | undefined): void {
    let ask = Math.floor(this.#midHalfTicks / 2) + 1;
    this.#mids[second] = this.#midBps;
    const farthest = ask + Math.ceil(ask * FARTHEST_TOUCH_SHARE);
    while (exchange.lotsAt(ask) === 0 && ask < farthest) ask += 1;
    const bid = this.#midHalfTicks - ask;
    this.#spreads[second] = ((ask - bid) / this.#midHalfTicks) * 2e4;
    if (bpsTicks === undefined) return;
    this.#bestQueues.push(exchange.lotsAt(bid), exchange.lotsAt(ask));
    this.#profileSamples += 1;
    for (let offset = 0; offset < PROFILE_BINS * bpsTicks; offset += 1) {
      const bin = Math.floor(offset / bpsTicks);
      const lots = exchange.lotsAt(ask + offset) + exchange.lotsAt(bid - offset);
      this.#profile[bin] = at(this.#profile, bin) + lots;
    }
  }

  traded(timeUs: number, side: Side, lots: number): void {
    if (this.#tradeTimes.at(-1) !== timeUs) {
      this.#tradeTimes.push(timeUs);
      this.#signs.push(side);
    }
    while ((this.#informedTimes[this.#firstInformed] ?? Number.POSITIVE_INFINITY) < timeUs) this.#firstInformed += 1;
    if (this.#informedTimes[this.#firstInformed] === timeUs) this.#informedLots += lots;
    this.#lots += lots;
    const second = Math.floor(timeUs / SECOND_US);
    this.#volumes[second] = (this.#volumes[second] ?? 0) + lots;
  }

  takerArrived(timeUs: number, side: Side, size: number, metaOrder: number): void {
    let open = this.#open.get(metaOrder);
    if (open === undefined) {
      open = { side, startBps: this.#midBps, size: 0, lastUs: timeUs };
      this.#open.set(metaOrder, open);
    }
    open.size += size;
    open.lastUs = timeUs;
  }

  informedTakes(timeUs: number): void {
    this.#informedTimes.push(timeUs);
  }

  mid(timeUs: number, midHalfTicks: number): void {
    this.#settleFills(timeUs);
    this.#settleMetaOrders(timeUs);
    this.#midHalfTicks = midHalfTicks;
    this.#midBps = Math.log(midHalfTicks) * 1e4;
  }

  fill(fill: Fill): void {
    if (fill.role === 'maker') this.#pending.push({ fill, before: Math.log(fill.midBeforeHalfTicks) * 1e4 });
  }

  decision(): void {}
  sent(): void {}
  acknowledged(): void {}
  opened(): void {}
  closed(): void {}
  feed(): void {}

  /** A meta-order's move is read a while after its last known order, when slow quotes have followed. */
  #settleMetaOrders(nowUs: number): void {
    for (const [number, open] of this.#open) {
      if (open.lastUs + META_ORDER_QUIET_US >= nowUs) continue;
      this.#open.delete(number);
      this.#metaOrders.push({ size: open.size, moveBps: open.side * (this.#midBps - open.startBps) });
    }
  }

  #settleFills(nowUs: number): void {
    for (;;) {
      const next = this.#pending[this.#firstPending];
      if (next === undefined || next.fill.timeUs + MARKOUT_US >= nowUs) return;
      this.#firstPending += 1;
      const { fill, before } = next;
      this.#fills.push({
        halfSpreadBps: fill.side * (before - Math.log(fill.priceTicks * 2) * 1e4),
        againstBps: fill.side * (before - this.#midBps),
        orderId: fill.orderId,
      });
    }
  }
}
