// Random runs of a few short windows with two instruments: times on a coarse grid, so that fills, mids, markouts and window ends fall on
// one another, and prices free of any logic, because accounting must not need one.

import fc from 'fast-check';
import type { DecisionOutcome, Fill, OrderMessageKind } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Side } from '../market/side.ts';
import type { EdgeAccount, SettledWindow, SettleOptions } from './edge-account.ts';

export const INSTRUMENTS: readonly Instrument[] = [
  { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.00001 },
  { symbol: 'DOGEUSDT', tickSize: 0.00001, lotSize: 1 },
];

export type StreamEvent = { readonly symbol: string; readonly timeUs: number } & (
  | { readonly kind: 'mid'; readonly midHalfTicks: number }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'opened'; readonly orderId: number; readonly side: Side }
  | { readonly kind: 'closed'; readonly orderId: number }
  | { readonly kind: 'decision'; readonly outcome: DecisionOutcome }
  | { readonly kind: 'sent'; readonly message: OrderMessageKind }
  | { readonly kind: 'acknowledged'; readonly delayUs: number }
  | { readonly kind: 'feed'; readonly lagUs: number }
);

export interface StreamWindow {
  readonly startUs: number;
  readonly endUs: number;
  readonly events: readonly StreamEvent[];
}

const GRID_US = 250_000;

const side = fc.constantFrom<Side>(1, -1);
const halfTicks = fc.integer({ min: 1_980, max: 2_020 });

const rawEvent = fc.record({
  symbol: fc.constantFrom(...INSTRUMENTS.map((instrument) => instrument.symbol)),
  /** Share of the window's grid at which it happens. */
  place: fc.double({ min: 0, max: 0.999, noNaN: true }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('mid' as const), midHalfTicks: halfTicks }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('fill' as const),
        side,
        priceTicks: fc.integer({ min: 980, max: 1_020 }),
        lots: fc.integer({ min: 1, max: 1_000 }),
        role: fc.constantFrom('maker' as const, 'taker' as const),
        fee: fc.double({ min: -0.01, max: 0.02, noNaN: true }),
        midBeforeHalfTicks: halfTicks,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('opened' as const), side }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('closed' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('decision' as const),
        outcome: fc.constantFrom<DecisionOutcome>('allowed', 'risk', 'min_interval', 'concurrency', 'throttle'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('sent' as const),
        message: fc.constantFrom<OrderMessageKind>('place', 'replace', 'cancel'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('acknowledged' as const),
        delayUs: fc.integer({ min: 0, max: 900_000 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('feed' as const), lagUs: fc.integer({ min: -5_000, max: 80_000 }) }),
    },
  ),
});

const rawWindow = fc.record({
  /** Rarely a whole number of seconds, so that the last block is short. */
  lengthGrids: fc.integer({ min: 2, max: 30 }),
  events: fc.array(rawEvent, { maxLength: 40 }),
});

/** One to four windows, one after the other. */
export const eventStream: fc.Arbitrary<readonly StreamWindow[]> = fc
  .array(rawWindow, { minLength: 1, maxLength: 4 })
  .map((windows) => {
    const resting: { readonly symbol: string; readonly orderId: number }[] = [];
    let nextOrderId = 1;
    let startUs = 0;
    return windows.map(({ lengthGrids, events }) => {
      const window = { startUs, endUs: startUs + lengthGrids * GRID_US };
      startUs = window.endUs;
      const placed = events
        .map((event) => ({ ...event, timeUs: window.startUs + Math.floor(event.place * lengthGrids) * GRID_US }))
        .toSorted((left, right) => left.timeUs - right.timeUs);
      const sound = placed.flatMap(({ symbol, timeUs, what }): StreamEvent[] => {
        const when = { symbol, timeUs };
        if (what.kind === 'fill') {
          const { kind, ...fill } = what;
          return [{ ...when, kind, fill: { ...fill, timeUs, orderId: nextOrderId } }];
        }
        if (what.kind === 'opened') {
          nextOrderId += 1;
          resting.push({ symbol, orderId: nextOrderId });
          return [{ ...when, ...what, orderId: nextOrderId }];
        }
        if (what.kind === 'closed') {
          const oldest = resting.shift();
          return oldest === undefined ? [] : [{ timeUs, kind: 'closed', ...oldest }];
        }
        return [{ ...when, ...what }];
      });
      return { ...window, events: sound };
    });
  });

/** Plays one window into the account and settles it. */
export function playWindow(account: EdgeAccount, window: StreamWindow, options: SettleOptions): SettledWindow {
  account.openWindow(window.startUs);
  for (const event of window.events) {
    const sink = account.sinkFor(event.symbol);
    switch (event.kind) {
      case 'mid':
        sink.mid(event.timeUs, event.midHalfTicks);
        break;
      case 'fill':
        sink.fill(event.fill);
        break;
      case 'opened':
        sink.opened(event.timeUs, event.orderId, event.side);
        break;
      case 'closed':
        sink.closed(event.timeUs, event.orderId);
        break;
      case 'decision':
        sink.decision(event.timeUs, 1, event.outcome);
        break;
      case 'sent':
        sink.sent(event.timeUs, event.message);
        break;
      case 'acknowledged':
        sink.acknowledged(event.timeUs - event.delayUs, event.timeUs);
        break;
      case 'feed':
        sink.feed(event.timeUs, event.timeUs + event.lagUs);
        break;
      default:
        event satisfies never;
    }
  }
  return account.settle(window.endUs, options);
}
