import { describe, expect, it } from 'vitest';
import { RecordingSink } from '../../test/support/recording-sink.ts';
import { BUY, SELL, type Side } from '../market/side.ts';
import type { OrderEntry, OrderRequest } from '../market/trader.ts';
import { type MakerParameters, type MakerSettings, REFERENCE_MAKER } from './maker-settings.ts';
import { ReferenceMaker } from './reference-maker.ts';

const SECOND_US = 1_000_000;
const INSTRUMENT = { symbol: 'TEST', tickSize: 0.01, lotSize: 0.01 };
const PARAMETERS: MakerParameters = {
  min_interval_ms: 50,
  replace_rate_per_min: 240,
  base_spread_bps_delta: 0.15,
  tail_age_ms: 600,
  impact_cap_ratio: 0.1,
  max_delta_ratio: 0.12,
};
const ONE_LEVEL: MakerSettings = { ...REFERENCE_MAKER, levels: 1 };
const TWO_LEVELS: MakerSettings = { ...REFERENCE_MAKER, levels: 2 };
const MID_TICKS = 25_000;
/** Another value of every parameter. */
const CHANGED: MakerParameters = {
  min_interval_ms: 150,
  replace_rate_per_min: 60,
  base_spread_bps_delta: 0.25,
  tail_age_ms: 900,
  impact_cap_ratio: 0.05,
  max_delta_ratio: 0.3,
};
const LIMIT_LOTS = REFERENCE_MAKER.positionLimitQuote / (MID_TICKS * INSTRUMENT.tickSize * INSTRUMENT.lotSize);

/** A desk around one maker: a book that the test sets, and an exchange that answers when the test says so. */
class Desk implements OrderEntry {
  readonly sink = new RecordingSink();
  readonly requests: (OrderRequest & { readonly atUs: number })[] = [];
  readonly maker: ReferenceMaker;
  nowUs = 0;
  wakeUs = Number.POSITIVE_INFINITY;

  constructor(parameters: Partial<MakerParameters> = {}, settings: MakerSettings = ONE_LEVEL) {
    this.maker = new ReferenceMaker({
      instrument: INSTRUMENT,
      entry: this,
      sink: this.sink,
      parameters: { ...PARAMETERS, ...parameters },
      settings,
    });
  }

  submit(request: OrderRequest): void {
    this.requests.push({ ...request, atUs: this.nowUs });
  }

  wakeAt(timeUs: number): void {
    this.wakeUs = Math.min(this.wakeUs, timeUs);
  }

  /** Shows a book with this mid and 1 tick to each side. */
  book(midTicks = MID_TICKS, depthLots = 10_000, halfSpreadTicks = 8): void {
    const top = {
      bidTicks: midTicks - halfSpreadTicks,
      askTicks: midTicks + halfSpreadTicks,
      bidLots: 500,
      askLots: 500,
    };
    this.maker.onBook(this.nowUs, this.nowUs, { ...top, bidDepthLots: depthLots, askDepthLots: depthLots });
  }

  /** Lets time pass in steps of 10 ms with the same book, waking the maker when it asked for it; answers at once if told to. */
  pass(ms: number, options: { answer?: boolean; midTicks?: number } = {}): void {
    const endUs = this.nowUs + ms * 1000;
    while (this.nowUs < endUs) {
      this.nowUs += 10_000;
      if (this.wakeUs <= this.nowUs) {
        this.wakeUs = Number.POSITIVE_INFINITY;
        this.maker.onWake(this.nowUs);
      }
      this.book(options.midTicks ?? MID_TICKS);
      if (options.answer === true) this.answerAll();
    }
  }

  #answered = 0;

  answerAll(): void {
    while (this.#answered < this.requests.length) {
      const request = this.requests[this.#answered];
      this.#answered += 1;
      if (request === undefined) return;
      if (request.kind === 'replace') {
        this.maker.onClosed(this.nowUs, request.orderId);
        this.maker.onAccepted(this.nowUs, request.newOrderId);
      } else if (request.kind === 'cancel') {
        this.maker.onClosed(this.nowUs, request.orderId);
        this.maker.onAccepted(this.nowUs, request.orderId);
      } else {
        this.maker.onAccepted(this.nowUs, request.orderId);
        if (request.timeInForce === 'ioc') this.maker.onClosed(this.nowUs, request.orderId);
      }
    }
  }

  /** Enough quiet seconds for the volatility estimate, answering everything. */
  warmUp(): this {
    this.pass(12_000, { answer: true });
    return this;
  }

  fill(side: Side, lots: number, orderId = 999_999): void {
    this.maker.onFill(this.nowUs, orderId, side, MID_TICKS, lots);
  }

  outcomes(fromUs: number): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const decision of this.sink.decisions) {
      if (decision.timeUs >= fromUs) counts[decision.outcome] = (counts[decision.outcome] ?? 0) + 1;
    }
    return counts;
  }

  quotes(side: Side): (OrderRequest & { atUs: number })[] {
    return this.requests.filter((request) => request.kind !== 'cancel' && request.side === side);
  }
}

function priceOf(request: OrderRequest | undefined): number {
  if (request === undefined || request.kind === 'cancel') throw new Error('no quote');
  return request.priceTicks;
}

/** What a maker does in a market that shakes, buys it a tenth and more of its limit, and comes to rest. */
function courseOf(desk: Desk): readonly unknown[] {
  const [requests, decisions] = [desk.requests.length, desk.sink.decisions.length];
  for (let step = 0; step < 60; step += 1) desk.pass(100, { answer: true, midTicks: MID_TICKS + (step % 3) * 4 });
  desk.fill(BUY, Math.round(LIMIT_LOTS * 0.15));
  desk.pass(3000, { answer: true });
  return [desk.requests.slice(requests), desk.sink.decisions.slice(decisions)];
}

describe('ReferenceMaker', () => {
  it('quotes nothing before it knows the volatility', () => {
    const desk = new Desk();
    desk.pass(5000, { answer: true });
    expect(desk.requests).toEqual([]);
  });

  it('quotes both sides around the mid, at the base half spread when nothing moves', () => {
    const desk = new Desk().warmUp();
    const bid = priceOf(desk.quotes(BUY)[0]);
    const ask = priceOf(desk.quotes(SELL)[0]);
    expect(bid + ask).toBe(2 * MID_TICKS);
    expect(((ask - bid) / 2 / MID_TICKS) * 1e4).toBeCloseTo(REFERENCE_MAKER.baseHalfSpreadBps, 0);
  });

  it('widens with base_spread_bps_delta times volatility', () => {
    const halfSpreadBps = (delta: number): number => {
      const desk = new Desk(
        { base_spread_bps_delta: delta },
        { ...ONE_LEVEL, perSigma: 0, risk: { ...ONE_LEVEL.risk, maxSigmaBps: 99 } },
      );
      // Alternating by 5 ticks every second: 2 bps per square root second.
      for (let second = 0; second < 40; second += 1)
        desk.pass(1000, { answer: true, midTicks: MID_TICKS + (second % 2) * 5 });
      const bid = priceOf(desk.quotes(BUY).at(-1));
      const ask = priceOf(desk.quotes(SELL).at(-1));
      return ((ask - bid) / 2 / MID_TICKS) * 1e4;
    };
    const widening = halfSpreadBps(0.25) - halfSpreadBps(0.05);
    expect(widening).toBeGreaterThan(0.2 * REFERENCE_MAKER.deltaScale * 2 * 0.8);
    expect(widening).toBeLessThan(0.2 * REFERENCE_MAKER.deltaScale * 2 * 1.3);
  });

  it('sizes an order as impact_cap_ratio of the depth that others display', () => {
    const desk = new Desk({ impact_cap_ratio: 0.08 }).warmUp();
    const first = desk.quotes(BUY)[0];
    expect(first?.kind === 'cancel' ? 0 : first?.lots).toBe(800);
    const later = desk.quotes(BUY)[1];
    expect(later?.kind === 'cancel' ? 0 : later?.lots).toBe(Math.round(0.08 * (10_000 - 800)));
  });

  it('refreshes an order at tail_age_ms and not before', () => {
    const desk = new Desk({ tail_age_ms: 600 }).warmUp();
    const times = desk.quotes(BUY).map((request) => request.atUs);
    for (let index = 1; index < times.length; index += 1) {
      const gapMs = ((times[index] ?? 0) - (times[index - 1] ?? 0)) / 1000;
      expect(gapMs).toBeGreaterThanOrEqual(600);
      expect(gapMs).toBeLessThan(640);
    }
    expect(times.length).toBeGreaterThan(2);
  });

  it('blocks a second requote of a side within min_interval_ms, and counts the wish once', () => {
    const desk = new Desk({ min_interval_ms: 70, replace_rate_per_min: 6000 }, { ...ONE_LEVEL, levels: 2 }).warmUp();
    const fromUs = desk.nowUs;
    desk.pass(200, { answer: true, midTicks: MID_TICKS + 14 });
    const requotes = desk.quotes(BUY).filter((request) => request.atUs > fromUs);
    expect(requotes.length).toBeGreaterThanOrEqual(2);
    for (let index = 1; index < requotes.length; index += 1) {
      expect((requotes[index]?.atUs ?? 0) - (requotes[index - 1]?.atUs ?? 0)).toBeGreaterThanOrEqual(70_000);
    }
    const blocked = desk.sink.decisions.filter(
      (decision) => decision.timeUs > fromUs && decision.outcome === 'min_interval',
    );
    expect(blocked.length).toBeGreaterThanOrEqual(1);
    expect(blocked.length).toBeLessThanOrEqual(4);
  });

  it('blocks replaces beyond replace_rate_per_min, reason throttle', () => {
    const desk = new Desk({ replace_rate_per_min: 120 }, { ...ONE_LEVEL, maxInFlight: 99 }).warmUp();
    const fromUs = desk.nowUs;
    for (let step = 0; step < 200; step += 1) desk.pass(100, { answer: true, midTicks: MID_TICKS + (step % 2) * 20 });
    const replaces = desk.requests.filter((request) => request.kind === 'replace' && request.atUs > fromUs).length;
    const seconds = (desk.nowUs - fromUs) / SECOND_US;
    expect(replaces).toBeLessThanOrEqual((120 / 60) * seconds + REFERENCE_MAKER.replaceBurst);
    expect(replaces).toBeGreaterThan((120 / 60) * seconds - REFERENCE_MAKER.replaceBurst);
    expect(desk.outcomes(fromUs)['throttle']).toBeGreaterThan(10);
  });

  it('has no more requests on the way than it may, reason concurrency', () => {
    const desk = new Desk({}, { ...ONE_LEVEL, maxInFlight: 1 });
    desk.pass(12_000);
    expect(desk.requests).toHaveLength(1);
    expect(desk.outcomes(0)['concurrency']).toBeGreaterThan(0);
  });

  it('leans against inventory', () => {
    const desk = new Desk({ max_delta_ratio: 0.9 }).warmUp();
    desk.fill(BUY, Math.round(LIMIT_LOTS * 0.3));
    desk.pass(10_000, { answer: true });
    const bid = priceOf(desk.quotes(BUY).at(-1));
    const ask = priceOf(desk.quotes(SELL).at(-1));
    expect((bid + ask) / 2).toBeLessThan(MID_TICKS - 1);
  });

  it('refuses to grow inventory by more than max_delta_ratio of the limit within the window, then relents', () => {
    const desk = new Desk({ max_delta_ratio: 0.1 }).warmUp();
    desk.fill(BUY, Math.ceil(LIMIT_LOTS * 0.1));
    const fromUs = desk.nowUs;
    desk.pass(7000, { answer: true });
    expect(desk.outcomes(fromUs)['risk']).toBeGreaterThan(0);
    expect(desk.quotes(BUY).filter((request) => request.atUs > fromUs)).toEqual([]);
    expect(desk.requests.some((request) => request.kind === 'cancel' && request.atUs >= fromUs)).toBe(true);
    expect(desk.quotes(SELL).some((request) => request.atUs > fromUs)).toBe(true);
    desk.pass(2000, { answer: true });
    expect(desk.quotes(BUY).some((request) => request.atUs > fromUs)).toBe(true);
  });

  it('unwinds in slices of max_delta_ratio of the limit, as a taker, until it is two of them below the hard limit', () => {
    const desk = new Desk({ max_delta_ratio: 0.1 }).warmUp();
    const slices = (): readonly OrderRequest[] =>
      desk.requests.filter((request) => request.kind === 'place' && request.timeInForce === 'ioc');
    const slice = Math.round(0.1 * LIMIT_LOTS);
    desk.fill(BUY, Math.ceil(LIMIT_LOTS * REFERENCE_MAKER.risk.hardLimitShare) + 1);
    for (const expected of [1, 2, 3]) {
      desk.pass(expected === 1 ? 100 : 1000, { answer: true });
      expect(slices()).toHaveLength(expected);
      expect(slices().at(-1)).toMatchObject({ side: SELL, lots: slice });
      desk.fill(SELL, slice);
    }
    desk.pass(3000, { answer: true });
    expect(slices()).toHaveLength(3);
  });

  it('pulls both sides in a market that is too wide, and counts each wish once per tail age', () => {
    const desk = new Desk().warmUp();
    const fromUs = desk.nowUs;
    for (let step = 0; step < 300; step += 1) {
      desk.nowUs += 10_000;
      desk.book(MID_TICKS, 10_000, 100);
      desk.answerAll();
    }
    const denied = desk.outcomes(fromUs)['risk'] ?? 0;
    expect(desk.quotes(BUY).filter((request) => request.atUs > fromUs)).toEqual([]);
    // Two sides over 3 s at a tail age of 0.6 s: about five wishes each.
    expect(denied).toBeGreaterThanOrEqual(8);
    expect(denied).toBeLessThanOrEqual(12);
  });

  it('stays silent for the back-off after a rate-limit rejection, cancels included', () => {
    const desk = new Desk().warmUp();
    desk.pass(610);
    const last = desk.requests.at(-1);
    if (last === undefined || last.kind !== 'replace') throw new Error('a refresh was due');
    desk.maker.onRejected(desk.nowUs, last.newOrderId, 'rate_limit');
    const fromUs = desk.nowUs;
    const sentBefore = desk.requests.length;
    while (desk.nowUs < fromUs + 480_000) {
      desk.nowUs += 10_000;
      desk.book(MID_TICKS, 10_000, 100);
    }
    expect(desk.requests.length).toBe(sentBefore);
    desk.nowUs += 50_000;
    desk.book(MID_TICKS, 10_000, 100);
    expect(desk.requests.length).toBeGreaterThan(sentBefore);
  });

  it('runs with what it was told last', () => {
    const desk = new Desk().warmUp();
    const changed = { ...PARAMETERS, tail_age_ms: 1000 };
    desk.maker.setParameters(changed);
    expect(desk.maker.parameters).toEqual(changed);
    const fromUs = desk.nowUs + SECOND_US;
    desk.pass(6000, { answer: true });
    const times = desk
      .quotes(BUY)
      .filter((request) => request.atUs > fromUs)
      .map((request) => request.atUs);
    for (let index = 1; index < times.length; index += 1) {
      expect((times[index] ?? 0) - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000_000);
    }
  });

  describe.each(Object.entries(CHANGED))('told a new %s while it runs', (name, changed) => {
    const setTo = { ...PARAMETERS, [name]: changed };

    it('acts otherwise than before', () => {
      const [before, after] = [new Desk({}, TWO_LEVELS).warmUp(), new Desk({}, TWO_LEVELS).warmUp()];
      after.maker.setParameters(setTo);
      expect(courseOf(after)).not.toEqual(courseOf(before));
    });

    it('acts as one that never ran with anything else', () => {
      const [born, told] = [new Desk(setTo, TWO_LEVELS), new Desk({}, TWO_LEVELS)];
      told.maker.setParameters(setTo);
      expect(courseOf(told.warmUp())).toEqual(courseOf(born.warmUp()));
    });
  });

  it.each([
    [50, 200],
    [200, 50],
  ])('told a min_interval_ms of %i and then %i, leaves the second between requotes of a side', (first, second) => {
    const desk = new Desk({ min_interval_ms: first, replace_rate_per_min: 6000 }, TWO_LEVELS).warmUp();
    desk.maker.setParameters({ ...PARAMETERS, min_interval_ms: second, replace_rate_per_min: 6000 });
    const fromUs = desk.nowUs;
    desk.pass(400, { answer: true, midTicks: MID_TICKS + 14 });
    const times = desk.quotes(BUY).flatMap(({ atUs }) => (atUs > fromUs ? [atUs] : []));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBe(second * 1000);
  });

  it.each([
    [240, 60],
    [60, 240],
  ])('told a replace_rate_per_min of %i and then %i, replaces at the second rate', (first, second) => {
    const settings = { ...ONE_LEVEL, maxInFlight: 99 };
    const desk = new Desk({ replace_rate_per_min: first }, settings).warmUp();
    desk.maker.setParameters({ ...PARAMETERS, replace_rate_per_min: second });
    const fromUs = desk.nowUs;
    for (let step = 0; step < 200; step += 1) desk.pass(100, { answer: true, midTicks: MID_TICKS + (step % 2) * 20 });
    const replaces = desk.requests.filter((request) => request.kind === 'replace' && request.atUs > fromUs).length;
    const minutes = (desk.nowUs - fromUs) / SECOND_US / 60;
    expect(Math.abs(replaces - second * minutes)).toBeLessThanOrEqual(REFERENCE_MAKER.replaceBurst);
  });
});
