// The reference market maker: a ladder of post-only quotes around a fair value that leans against inventory, behind a risk guard and
// a message throttle, with an aggressive unwind beyond its inventory limit. It knows only what the feed and the answers to its own
// requests told it. Leaves out: hedging elsewhere, signals beyond the book, several instruments.

import { assert } from '../std/assert.ts';
import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { EventSink } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import { BUY, opposite, SELL, type Side } from '../market/side.ts';
import type { BookTop, OrderEntry, OrderRequest, RejectReason, Trader } from '../market/trader.ts';
import { type MakerParameters, type MakerSettings, REFERENCE_MAKER } from './maker-settings.ts';
import { MarkoutMonitor } from './markout-monitor.ts';
import { PositionKeeper } from './position-keeper.ts';
import { QuoteSlot } from './quote-slot.ts';
import { RequoteThrottle } from './requote-throttle.ts';
import { RiskGuard, type RiskView } from './risk-guard.ts';
import { VolatilityEstimator } from './volatility-estimator.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface MakerWiring {
  readonly instrument: Instrument;
  readonly entry: OrderEntry;
  readonly sink: EventSink;
  readonly parameters: MakerParameters;
  readonly settings?: MakerSettings;
}

export class ReferenceMaker implements Trader {
  readonly #entry: OrderEntry;
  readonly #sink: EventSink;
  readonly #settings: MakerSettings;
  readonly #lotQuotePerTick: number;
  readonly #volatility = new VolatilityEstimator();
  readonly #markouts = new MarkoutMonitor();
  readonly #position: PositionKeeper;
  readonly #riskGuard: RiskGuard;
  readonly #throttle: RequoteThrottle;
  readonly #bids: readonly QuoteSlot[];
  readonly #asks: readonly QuoteSlot[];
  readonly #slotByOrder = new Map<number, QuoteSlot>();
  #parameters: MakerParameters;
  #lastOrderId = 0;
  #unwindOrderId = 0;
  #lastUnwindUs = Number.NEGATIVE_INFINITY;
  /** What is decided on now. Kept in place, as decisions are many: the view, and what both sides of quotes are laid around. */
  readonly #view: { -readonly [field in keyof RiskView]: number } = {
    nowUs: FRACTION_FIELD,
    sigmaBps: FRACTION_FIELD,
    spreadBps: FRACTION_FIELD,
    positionLots: 0,
    windowChangeLots: 0,
    positionLimitLots: FRACTION_FIELD,
    maxDeltaRatio: FRACTION_FIELD,
  };
  #fair = FRACTION_FIELD;
  #halfTicks = FRACTION_FIELD;
  /** When to decide again without news. */
  #againUs = NEVER;
  #unwinding = false;

  #hasBook = false;
  #bidTicks = 0;
  #askTicks = 0;
  #bidLots = 0;
  #askLots = 0;
  #bidDepthLots = 0;
  #askDepthLots = 0;

  constructor(wiring: MakerWiring) {
    const settings = wiring.settings ?? REFERENCE_MAKER;
    this.#entry = wiring.entry;
    this.#sink = wiring.sink;
    this.#settings = settings;
    this.#parameters = wiring.parameters;
    this.#lotQuotePerTick = wiring.instrument.tickSize * wiring.instrument.lotSize;
    this.#position = new PositionKeeper(settings.risk.deltaWindowMs * 1000);
    this.#riskGuard = new RiskGuard(settings.risk);
    this.#throttle = new RequoteThrottle(settings, wiring.parameters);
    this.#bids = Array.from({ length: settings.levels }, (_, level) => new QuoteSlot(BUY, level));
    this.#asks = Array.from({ length: settings.levels }, (_, level) => new QuoteSlot(SELL, level));
  }

  get parameters(): MakerParameters {
    return this.#parameters;
  }

  /** Takes effect at the next decision. */
  setParameters(parameters: MakerParameters): void {
    this.#parameters = parameters;
    this.#throttle.setParameters(parameters);
  }

  onBook(nowUs: number, _venueUs: number, top: BookTop): void {
    // Without both sides there is no fair value: nothing is quoted until the book is back.
    this.#hasBook = top.bidLots > 0 && top.askLots > 0;
    if (!this.#hasBook) return;
    this.#bidTicks = top.bidTicks;
    this.#askTicks = top.askTicks;
    this.#bidLots = top.bidLots;
    this.#askLots = top.askLots;
    this.#bidDepthLots = top.bidDepthLots;
    this.#askDepthLots = top.askDepthLots;
    this.#volatility.observe(nowUs, this.#mid());
    this.#decide(nowUs);
  }

  /** The tape adds nothing to what the book shows this maker. */
  onTrade(): void {}

  onAccepted(nowUs: number, orderId: number): void {
    this.#throttle.answered();
    const slot = this.#slotByOrder.get(orderId);
    if (slot !== undefined && slot.pendingOrderId === orderId) slot.confirmed(orderId);
    else if (slot !== undefined && slot.orderId === orderId) slot.cancelling = false;
    this.#decide(nowUs);
  }

  onRejected(nowUs: number, orderId: number, reason: RejectReason): void {
    this.#throttle.answered();
    if (reason === 'rate_limit') this.#throttle.rateLimited(nowUs);
    const slot = this.#slotByOrder.get(orderId);
    if (slot !== undefined) {
      if (slot.pendingOrderId === orderId) {
        slot.refused();
        this.#slotByOrder.delete(orderId);
      } else if (slot.orderId === orderId) {
        slot.cancelling = false;
      }
    }
    if (orderId === this.#unwindOrderId) this.#unwindOrderId = 0;
    this.#decide(nowUs);
  }

  onFill(nowUs: number, orderId: number, side: Side, _priceTicks: number, lots: number): void {
    this.#position.filled(nowUs, side, lots);
    if (this.#hasBook) this.#markouts.filled(nowUs, side, this.#mid());
    const slot = this.#slotByOrder.get(orderId);
    if (slot !== undefined && slot.reduce(orderId, lots)) this.#slotByOrder.delete(orderId);
    this.#decide(nowUs);
  }

  onClosed(nowUs: number, orderId: number): void {
    const slot = this.#slotByOrder.get(orderId);
    if (slot !== undefined) {
      slot.gone(orderId);
      this.#slotByOrder.delete(orderId);
    }
    if (orderId === this.#unwindOrderId) this.#unwindOrderId = 0;
    this.#decide(nowUs);
  }

  onWake(nowUs: number): void {
    this.#decide(nowUs);
  }

  #mid(): number {
    return (this.#bidTicks + this.#askTicks) / 2;
  }

  /** Looks at both sides; the side whose quotes are more wrong goes first, because messages are scarce. */
  #decide(nowUs: number): void {
    if (!this.#hasBook) return;
    const mid = this.#mid();
    if (this.#markouts.observe(nowUs, mid) && this.#riskGuard.watchMarkouts(nowUs, this.#markouts.lossBps))
      this.#markouts.reset();
    const sigmaBps = this.#volatility.sigmaBps;
    if (sigmaBps === undefined) return;
    const limitLots = this.#settings.positionLimitQuote / (mid * this.#lotQuotePerTick);
    const view = this.#view;
    view.nowUs = nowUs;
    view.sigmaBps = sigmaBps;
    view.spreadBps = ((this.#askTicks - this.#bidTicks) / mid) * 1e4;
    view.positionLots = this.#position.lots;
    view.windowChangeLots = this.#position.changeWithin(nowUs);
    view.positionLimitLots = limitLots;
    view.maxDeltaRatio = this.#parameters.max_delta_ratio;
    this.#unwind(nowUs, limitLots);
    const fair = this.#fairTicks() * (1 - (this.#settings.skewBps * 1e-4 * this.#position.lots) / limitLots);
    const halfTicks = fair * this.#halfSpreadBps(sigmaBps) * 1e-4;
    this.#fair = fair;
    this.#halfTicks = halfTicks;
    this.#againUs = NEVER;
    const bidStale = this.#frontMispricing(this.#bids[0], fair - halfTicks);
    const askStale = this.#frontMispricing(this.#asks[0], fair + halfTicks);
    const first = askStale > bidStale ? SELL : BUY;
    this.#quoteSide(first);
    this.#quoteSide(opposite(first));
    if (this.#againUs < NEVER) this.#entry.wakeAt(this.#againUs);
  }

  /** The touch weighted by the other side's size: where the next trade pushes. Half of it, half the plain mid. */
  #fairTicks(): number {
    const micro = (this.#bidTicks * this.#askLots + this.#askTicks * this.#bidLots) / (this.#bidLots + this.#askLots);
    return (micro + this.#mid()) / 2;
  }

  #halfSpreadBps(sigmaBps: number): number {
    const { baseHalfSpreadBps, deltaScale, sigmaRefBps, perSigma } = this.#settings;
    return (
      baseHalfSpreadBps +
      (this.#parameters.base_spread_bps_delta * deltaScale * sigmaBps) / sigmaRefBps +
      perSigma * sigmaBps
    );
  }

  /** How far the foremost live quote of a side lies from where it is wanted, in ticks. */
  #frontMispricing(slot: QuoteSlot | undefined, touchTicks: number): number {
    return slot === undefined || slot.orderId === 0 ? 0 : Math.abs(slot.priceTicks - touchTicks);
  }

  /** Decides on every quote of one side. */
  #quoteSide(side: Side): void {
    const slots = side === BUY ? this.#bids : this.#asks;
    const fair = this.#fair;
    const halfTicks = this.#halfTicks;
    const refusal = this.#riskGuard.refuses(side, this.#view);
    for (const slot of slots) {
      const offset = halfTicks + fair * slot.level * this.#settings.levelGapBps * 1e-4;
      const wanted =
        side === BUY
          ? Math.min(Math.floor(fair - offset), this.#askTicks - 1)
          : Math.max(Math.ceil(fair + offset), this.#bidTicks + 1);
      if (refusal === undefined) this.#quote(slot, wanted);
      else this.#refuse(slot);
    }
  }

  #lookAgain(timeUs: number): void {
    if (timeUs < this.#againUs) this.#againUs = timeUs;
  }

  /** The risk guard refuses the side: a live quote is pulled, and the wish for one counts as denied whenever a refresh of it would be due. */
  #refuse(slot: QuoteSlot): void {
    const { nowUs } = this.#view;
    if (slot.orderId !== 0 && !slot.busy && !this.#throttle.backingOff(nowUs)) this.#cancel(slot);
    if (nowUs >= slot.askAgainUs) {
      slot.refusedUntil(nowUs + this.#tailUs(slot));
      this.#sink.decision(nowUs, slot.side, 'risk');
    }
    this.#lookAgain(slot.askAgainUs);
  }

  #quote(slot: QuoteSlot, wantedTicks: number): void {
    if (slot.busy) return;
    const { nowUs } = this.#view;
    const tailUs = this.#tailUs(slot);
    const thresholdTicks = this.#thresholdTicks(slot, wantedTicks);
    const live = slot.orderId !== 0;
    if (live && Math.abs(wantedTicks - slot.priceTicks) < thresholdTicks && nowUs < slot.placedUs + tailUs) {
      slot.satisfied();
      this.#lookAgain(slot.placedUs + tailUs);
      return;
    }
    const block = this.#throttle.blocks(nowUs, slot.side, live);
    if (block !== undefined) {
      const retryUs = this.#throttle.retryUs;
      if (slot.isNewWish(wantedTicks, thresholdTicks)) {
        slot.wished(wantedTicks);
        this.#sink.decision(nowUs, slot.side, block);
      }
      this.#lookAgain(retryUs);
      return;
    }
    const lots = this.#orderLots(slot.side);
    if (lots === 0) return;
    this.#sink.decision(nowUs, slot.side, 'allowed');
    this.#send(slot, nowUs, wantedTicks, lots, live);
  }

  /** The farther behind the touch, the less a stale price costs: messages go to the front first. */
  #thresholdTicks({ level }: QuoteSlot, priceTicks: number): number {
    return priceTicks * this.#settings.requoteThresholdBps * (1 + level) * 1e-4;
  }

  #tailUs({ level }: QuoteSlot): number {
    return this.#parameters.tail_age_ms * (1 + level) * 1000;
  }

  /** The size of one order: a share of what others display near the touch of that side, and nothing else. */
  #orderLots(side: Side): number {
    let ours = 0;
    for (const slot of side === BUY ? this.#bids : this.#asks) ours += slot.lots;
    const displayed = side === BUY ? this.#bidDepthLots : this.#askDepthLots;
    return Math.max(0, Math.round(this.#parameters.impact_cap_ratio * Math.max(0, displayed - ours)));
  }

  #send(slot: QuoteSlot, nowUs: number, priceTicks: number, lots: number, isReplace: boolean): void {
    const orderId = this.#newOrderId();
    const { side } = slot;
    if (isReplace)
      this.#submit({ kind: 'replace', orderId: slot.orderId, newOrderId: orderId, side, priceTicks, lots });
    else this.#submit({ kind: 'place', orderId, side, priceTicks, lots, timeInForce: 'post_only' });
    slot.requested(nowUs, orderId, priceTicks, lots);
    this.#slotByOrder.set(orderId, slot);
    this.#throttle.quoted(nowUs, side, isReplace);
  }

  #cancel(slot: QuoteSlot): void {
    slot.cancelling = true;
    this.#submit({ kind: 'cancel', orderId: slot.orderId });
  }

  #newOrderId(): number {
    this.#lastOrderId += 1;
    return this.#lastOrderId;
  }

  /** Every request counts as on its way until it is answered. */
  #submit(request: OrderRequest): void {
    this.#entry.submit(request);
    this.#throttle.sent();
  }

  /** Beyond the hard limit the excess is sold or bought at once, a slice at a time, until the position is moderate again. */
  #unwind(nowUs: number, limitLots: number): void {
    const maxDelta = this.#parameters.max_delta_ratio;
    const { risk } = this.#settings;
    const position = this.#position.lots;
    const size = Math.abs(position);
    if (size > risk.hardLimitShare * limitLots) this.#unwinding = true;
    else if (size <= (risk.hardLimitShare - risk.unwindSlices * maxDelta) * limitLots) this.#unwinding = false;
    if (!this.#unwinding || this.#unwindOrderId !== 0 || this.#throttle.backingOff(nowUs)) return;
    if (nowUs < this.#lastUnwindUs + risk.unwindEveryMs * 1000) return;
    const side = position > 0 ? SELL : BUY;
    const lots = Math.min(size, Math.round(maxDelta * limitLots));
    assert(lots > 0, 'an unwind has something to unwind');
    const reach = this.#mid() * risk.unwindReachBps * 1e-4;
    const priceTicks = side === BUY ? Math.ceil(this.#askTicks + reach) : Math.floor(this.#bidTicks - reach);
    const orderId = this.#newOrderId();
    this.#unwindOrderId = orderId;
    this.#lastUnwindUs = nowUs;
    this.#submit({ kind: 'place', orderId, side, priceTicks, lots, timeInForce: 'ioc' });
  }
}
