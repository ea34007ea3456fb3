// The money of one instrument for a whole run: position, cash, fees, the fills of the running window with the mids that they are marked
// against, and the mid at the end of every second. Everything but fees is an integer: cash and net asset value count half ticks x lots.

import type { Fill } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import { quoteUnit } from '../market/instrument.ts';
import { assert } from '../std/assert.ts';
import { CompensatedSum } from '../std/compensated-sum.ts';
import { SampleBuffer } from '../std/sample-buffer.ts';
import { MarkoutCurve } from './markout-curve.ts';
import type { MarkoutSums } from './markout-curve.ts';
import type { SettledFill } from './settled-fill.ts';
import { MARKOUT_US } from './settled-fill.ts';

/** Sub-windows are made of whole seconds. */
export const GRAIN_US = 1_000_000;

/** One instrument's window, closed. */
export interface MoneyWindow {
  readonly instrument: Instrument;
  readonly startUs: number;
  readonly endUs: number;
  /** Quote currency per half tick and lot. */
  readonly unit: number;
  readonly positionStartLots: number;
  readonly positionEndLots: number;
  /** Bought less sold since the run's start, counted apart from the position. */
  readonly netBoughtLots: number;
  readonly maxAbsPositionLots: number;
  /** In half ticks x lots, since the run's start and before fees. */
  readonly cashStartUnits: number;
  readonly cashEndUnits: number;
  /** Quote currency: paid in this window, and since the run's start. */
  readonly fees: number;
  readonly feesSinceStart: number;
  readonly midStartHalfTicks: number;
  readonly midEndHalfTicks: number;
  readonly fills: readonly SettledFill[];
  readonly markouts: readonly MarkoutSums[];
  /** The mid in force at the end of each whole second of the window; the last holds to the window's end. */
  readonly midsBySecond: readonly number[];
}

/** What an account holds between two windows. */
export interface CarriedMoney {
  /** Signed. */
  readonly positionLots: number;
  /** In half ticks x lots, before fees. */
  readonly cashUnits: number;
  /** Quote currency paid so far. */
  readonly fees: number;
  /** Undefined where no mid was seen yet. */
  readonly midHalfTicks: number | undefined;
}

type MutableFill = { -readonly [field in keyof SettledFill]: SettledFill[field] };

export class MoneyLedger {
  readonly #instrument: Instrument;
  #positionLots = 0;
  #boughtLots = 0;
  #soldLots = 0;
  readonly #cashUnits = new CompensatedSum();
  readonly #feesSinceStart = new CompensatedSum();
  /** Undefined until the venue showed one. */
  #midHalfTicks: number | undefined;

  #startUs = 0;
  #positionStartLots = 0;
  #cashStartUnits = 0;
  #maxAbsPositionLots = 0;
  #midStartHalfTicks: number | undefined;
  #fees = new CompensatedSum();
  #fills: MutableFill[] = [];
  /** Fills before this index know their markout. */
  #marked = 0;
  readonly #markouts = new MarkoutCurve();
  readonly #midsBySecond = new SampleBuffer();

  constructor(instrument: Instrument) {
    this.#instrument = instrument;
  }

  get lotSize(): number {
    return this.#instrument.lotSize;
  }

  /** Takes over what an account of the same instrument ended with. To be called before the first window opens. */
  carry({ positionLots, cashUnits, fees, midHalfTicks }: CarriedMoney): void {
    assert(Number.isSafeInteger(positionLots) && Number.isSafeInteger(cashUnits), 'what is carried over is whole');
    this.#positionLots = positionLots;
    this.#boughtLots = Math.max(0, positionLots);
    this.#soldLots = Math.max(0, -positionLots);
    this.#cashUnits.add(cashUnits);
    this.#feesSinceStart.add(fees);
    this.#midHalfTicks = midHalfTicks;
  }

  open(startUs: number): void {
    this.#startUs = startUs;
    this.#positionStartLots = this.#positionLots;
    this.#cashStartUnits = this.#cashUnits.value();
    this.#maxAbsPositionLots = Math.abs(this.#positionLots);
    this.#midStartHalfTicks = this.#midHalfTicks;
    this.#fees = new CompensatedSum();
    this.#fills = [];
    this.#marked = 0;
    this.#markouts.open();
    this.#midsBySecond.clear();
  }

  /** Called about ten times a second of simulated time: allocates nothing. */
  mid(timeUs: number, midHalfTicks: number): void {
    if (!(Number.isSafeInteger(midHalfTicks) && midHalfTicks > 0)) refuseMid(midHalfTicks);
    const before = this.#midHalfTicks;
    if (before === undefined) this.#midStartHalfTicks = midHalfTicks;
    else {
      if (this.#marked < this.#fills.length) this.#markFillsDueBefore(timeUs, before);
      this.#markouts.advance(timeUs, before, this.#fills);
      this.#fillSecondsBefore(timeUs, before);
    }
    this.#midHalfTicks = midHalfTicks;
  }

  fill(fill: Fill): void {
    assertFillIsSound(fill);
    if (this.#midHalfTicks === undefined) this.mid(fill.timeUs, fill.midBeforeHalfTicks);
    this.#fills.push({
      symbol: this.#instrument.symbol,
      time_us: fill.timeUs,
      order_id: fill.orderId,
      side: fill.side,
      price_ticks: fill.priceTicks,
      lots: fill.lots,
      role: fill.role,
      fee: fill.fee + 0,
      mid_before_half_ticks: fill.midBeforeHalfTicks,
      markout_time_us: fill.timeUs + MARKOUT_US,
      mid_markout_half_ticks: Number.NaN,
    });
    this.#markouts.filled(fill.timeUs);
    this.#positionLots += fill.side * fill.lots;
    if (fill.side === 1) this.#boughtLots += fill.lots;
    else this.#soldLots += fill.lots;
    this.#cashUnits.add(-fill.side * 2 * fill.priceTicks * fill.lots);
    this.#fees.add(fill.fee);
    this.#feesSinceStart.add(fill.fee);
    this.#maxAbsPositionLots = Math.max(this.#maxAbsPositionLots, Math.abs(this.#positionLots));
  }

  /** Undefined for an instrument whose mid was never seen: there was no market, hence no fill and nothing to account for. */
  settle(endUs: number): MoneyWindow | undefined {
    const midEnd = this.#midHalfTicks;
    const midStart = this.#midStartHalfTicks;
    if (midEnd === undefined || midStart === undefined) return undefined;
    this.#markFillsDueBefore(endUs, midEnd);
    this.#markouts.advance(endUs, midEnd, this.#fills);
    for (let index = this.#marked; index < this.#fills.length; index += 1) mark(this.#fills[index], endUs, midEnd);
    this.#fillSecondsBefore(endUs, midEnd);
    return {
      instrument: this.#instrument,
      startUs: this.#startUs,
      endUs,
      unit: quoteUnit(this.#instrument) / 2,
      positionStartLots: this.#positionStartLots,
      positionEndLots: this.#positionLots,
      netBoughtLots: this.#boughtLots - this.#soldLots,
      maxAbsPositionLots: this.#maxAbsPositionLots,
      cashStartUnits: this.#cashStartUnits,
      cashEndUnits: this.#cashUnits.value(),
      fees: this.#fees.value(),
      feesSinceStart: this.#feesSinceStart.value(),
      midStartHalfTicks: midStart,
      midEndHalfTicks: midEnd,
      fills: this.#fills,
      markouts: this.#markouts.settle(this.#fills.length),
      midsBySecond: Array.from(this.#midsBySecond.view()),
    };
  }

  /** The mid in force at t is the one after every event at t, so a fill is marked only once an event later than its markout comes. */
  #markFillsDueBefore(timeUs: number, midHalfTicks: number): void {
    while (this.#marked < this.#fills.length) {
      const fill = this.#fills[this.#marked];
      if (fill === undefined || fill.markout_time_us >= timeUs) return;
      fill.mid_markout_half_ticks = midHalfTicks;
      this.#marked += 1;
    }
  }

  /** Whole seconds that ended at or before `timeUs` ended with this mid. */
  #fillSecondsBefore(timeUs: number, midHalfTicks: number): void {
    const ended = Math.floor((timeUs - this.#startUs) / GRAIN_US);
    while (this.#midsBySecond.length < ended) this.#midsBySecond.push(midHalfTicks);
  }
}

function mark(fill: MutableFill | undefined, timeUs: number, midHalfTicks: number): void {
  if (fill === undefined) return;
  fill.markout_time_us = timeUs;
  fill.mid_markout_half_ticks = midHalfTicks;
}

function refuseMid(midHalfTicks: number): never {
  assert(false, `a mid is a positive whole number of half ticks, not ${midHalfTicks}`);
}

function assertFillIsSound(fill: Fill): void {
  assert(fill.side === 1 || fill.side === -1, 'a fill buys (+1) or sells (-1)');
  assert(Number.isSafeInteger(fill.priceTicks) && fill.priceTicks > 0, 'a fill has a positive price in whole ticks');
  assert(Number.isSafeInteger(fill.lots) && fill.lots > 0, 'a fill has a positive quantity in whole lots');
  assert(Number.isFinite(fill.fee), 'the fee of a fill is a finite number');
  assert(
    Number.isSafeInteger(fill.midBeforeHalfTicks) && fill.midBeforeHalfTicks > 0,
    'the mid before a fill is a positive whole number of half ticks',
  );
}
