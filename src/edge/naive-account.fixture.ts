// The definitions of the KPIs, computed the slow and obvious way: every event of the run is kept, and every question walks through all of
// them. It shares no code with the accounting that it checks.

import { INSTRUMENTS } from './event-stream.fixture.ts';
import type { StreamEvent, StreamWindow } from './event-stream.fixture.ts';

export interface NaiveMoney {
  readonly notional: number;
  readonly makerNotional: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly adverse: number;
  readonly inventory: number;
  readonly pnl: number;
  readonly slippages: readonly number[];
  readonly adverses: readonly number[];
}

/** The money of `windows[index]`, all instruments together, in quote currency. */
export function naiveMoney(windows: readonly StreamWindow[], index: number): NaiveMoney {
  const window = windows[index] ?? { startUs: 0, endUs: 0, events: [] };
  const money = { notional: 0, makerNotional: 0, gross: 0, fees: 0, slippage: 0, adverse: 0, inventory: 0 };
  const slippages: number[] = [];
  const adverses: number[] = [];
  for (const { symbol, tickSize, lotSize } of INSTRUMENTS) {
    const events = eventsOf(windows, symbol);
    const end = midBefore(events, window.endUs);
    for (const event of events) {
      if (event.kind !== 'fill' || event.timeUs < window.startUs || event.timeUs >= window.endUs) continue;
      const { side, role, fee } = event.fill;
      const price = event.fill.priceTicks * tickSize;
      const quantity = event.fill.lots * lotSize;
      const before = (event.fill.midBeforeHalfTicks / 2) * tickSize;
      const markoutUs = event.timeUs + 1_000_000;
      const marked = (markoutUs >= window.endUs ? end : midUpTo(events, markoutUs)) * tickSize;
      const adverse = -side * (marked - before);
      money.notional += price * quantity;
      money.fees += fee;
      if (role === 'maker') {
        money.makerNotional += price * quantity;
        money.gross += side * (before - price) * quantity;
      } else {
        money.slippage += -side * (before - price) * quantity;
        slippages.push((-side * (before - price) * 10_000) / price);
      }
      money.adverse += adverse * quantity;
      adverses.push((adverse * 10_000) / price);
      money.inventory += -side * quantity * (end * tickSize - marked);
    }
    const carried = naivePosition(windows, symbol, window.startUs);
    money.inventory += -carried * (end - midBefore(events, window.startUs)) * tickSize;
  }
  const pnl = naiveValue(windows, window.endUs) - naiveValue(windows, window.startUs);
  return { ...money, pnl, slippages, adverses };
}

export interface NaiveMarkout {
  readonly fills: number;
  readonly leftOut: number;
  readonly notional: number;
  readonly cost: number;
}

/** The fills of `windows[index]` against the mid `horizonUs` after each. */
export function naiveMarkout(windows: readonly StreamWindow[], index: number, horizonUs: number): NaiveMarkout {
  const window = windows[index] ?? { startUs: 0, endUs: 0, events: [] };
  const markout = { fills: 0, leftOut: 0, notional: 0, cost: 0 };
  for (const { symbol, tickSize, lotSize } of INSTRUMENTS) {
    const events = eventsOf(windows, symbol);
    for (const event of events) {
      if (event.kind !== 'fill' || event.timeUs < window.startUs || event.timeUs >= window.endUs) continue;
      if (event.timeUs + horizonUs >= window.endUs) {
        markout.leftOut += 1;
        continue;
      }
      const moved = midUpTo(events, event.timeUs + horizonUs) - event.fill.midBeforeHalfTicks / 2;
      const quantity = event.fill.lots * lotSize;
      markout.fills += 1;
      markout.notional += event.fill.priceTicks * tickSize * quantity;
      markout.cost += -event.fill.side * moved * tickSize * quantity;
    }
  }
  return markout;
}

/** What is held just before `endUs`, and the most and the least since `startUs`, summed over the instruments at the mid before `endUs`. */
export function naiveHeld(
  windows: readonly StreamWindow[],
  startUs: number,
  endUs: number,
): { readonly end: number; readonly max: number; readonly min: number } {
  const held = { end: 0, max: 0, min: 0 };
  for (const { symbol, tickSize, lotSize } of INSTRUMENTS) {
    const events = eventsOf(windows, symbol);
    const mid = midBefore(events, endUs) * tickSize;
    const positions = [naivePosition(windows, symbol, startUs)];
    for (const event of events) {
      if (event.kind !== 'fill' || event.timeUs < startUs || event.timeUs >= endUs) continue;
      positions.push((positions.at(-1) ?? 0) + event.fill.side * event.fill.lots * lotSize);
    }
    held.end += (positions.at(-1) ?? 0) * mid;
    held.max += Math.max(...positions) * mid;
    held.min += Math.min(...positions) * mid;
  }
  return held;
}

/** cash + position x mid of all instruments, from everything that happened before that time. */
export function naiveValue(windows: readonly StreamWindow[], timeUs: number): number {
  let value = 0;
  for (const { symbol, tickSize, lotSize } of INSTRUMENTS) {
    const events = eventsOf(windows, symbol);
    for (const event of events) {
      if (event.kind !== 'fill' || event.timeUs >= timeUs) continue;
      value -= event.fill.side * event.fill.priceTicks * tickSize * event.fill.lots * lotSize + event.fill.fee;
    }
    value += naivePosition(windows, symbol, timeUs) * midBefore(events, timeUs) * tickSize;
  }
  return value;
}

/** Base currency held just before that time. */
export function naivePosition(windows: readonly StreamWindow[], symbol: string, timeUs: number): number {
  const { lotSize = 0 } = INSTRUMENTS.find((instrument) => instrument.symbol === symbol) ?? {};
  let lots = 0;
  for (const event of eventsOf(windows, symbol)) {
    if (event.kind === 'fill' && event.timeUs < timeUs) lots += event.fill.side * event.fill.lots;
  }
  return lots * lotSize;
}

export interface NaiveOrder {
  readonly symbol: string;
  readonly side: number;
  readonly openedUs: number;
  readonly closedUs: number;
}

export function naiveOrders(windows: readonly StreamWindow[]): readonly NaiveOrder[] {
  const events = windows.flatMap((window) => window.events);
  return events.flatMap((event) => {
    if (event.kind !== 'opened') return [];
    const close = events.find((other) => other.kind === 'closed' && other.orderId === event.orderId);
    return [
      {
        symbol: event.symbol,
        side: event.side,
        openedUs: event.timeUs,
        closedUs: close?.timeUs ?? Number.MAX_SAFE_INTEGER,
      },
    ];
  });
}

/** Nearest rank, from the sorted list. */
export function naiveP95(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted.find((value) => sorted.filter((other) => other <= value).length * 100 >= 95 * sorted.length);
}

function eventsOf(windows: readonly StreamWindow[], symbol: string): readonly StreamEvent[] {
  return windows.flatMap((window) => window.events).filter((event) => event.symbol === symbol);
}

/** In ticks. A fill before any mid was seen tells the mid by the one that it carries. */
function midsOf(events: readonly StreamEvent[]): readonly { readonly timeUs: number; readonly ticks: number }[] {
  const mids: { readonly timeUs: number; readonly ticks: number }[] = [];
  for (const event of events) {
    if (event.kind === 'mid') mids.push({ timeUs: event.timeUs, ticks: event.midHalfTicks / 2 });
    if (event.kind === 'fill' && mids.length === 0) {
      mids.push({ timeUs: event.timeUs, ticks: event.fill.midBeforeHalfTicks / 2 });
    }
  }
  return mids;
}

function midBefore(events: readonly StreamEvent[], timeUs: number): number {
  const mids = midsOf(events);
  return (mids.findLast((mid) => mid.timeUs < timeUs) ?? mids[0])?.ticks ?? 0;
}

function midUpTo(events: readonly StreamEvent[], timeUs: number): number {
  const mids = midsOf(events);
  return (mids.findLast((mid) => mid.timeUs <= timeUs) ?? mids[0])?.ticks ?? 0;
}
