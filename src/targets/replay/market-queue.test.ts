import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOOK_AHEAD_US, MarketQueue, type MarketEvent } from './market-queue.ts';
import { diff, ticker, trade } from './recorded-messages.fixture.ts';

/** The exchange's clock - the recorder's. */
const AHEAD_US = 1_270_000;

function queueOf(...messages: readonly Parameters<MarketQueue['push']>[0][]): MarketQueue {
  const queue = new MarketQueue();
  for (const message of messages) queue.push(message, 0);
  return queue;
}

function drain(queue: MarketQueue): readonly MarketEvent[] {
  const events: MarketEvent[] = [];
  for (let event = queue.take(); event !== undefined; event = queue.take()) events.push(event);
  return events;
}

const promptDiff = (receivedUs: number): ReturnType<typeof diff> =>
  diff({ receivedUs, eventUs: receivedUs + AHEAD_US });
const tradeMatched = (matchedUs: number, receivedUs: number): ReturnType<typeof trade> =>
  trade({ receivedUs, eventUs: matchedUs + AHEAD_US });

describe('the order of market events', () => {
  it('puts a trade that arrived late in front of the ticker that already showed its effect', () => {
    const queue = queueOf(promptDiff(1000), ticker({ receivedUs: 5000 }), tradeMatched(4000, 60_000));
    expect(drain(queue).map(({ message, venueUs }) => [message.kind, venueUs])).toStrictEqual([
      ['diff', 1000],
      ['trade', 4000],
      ['ticker', 5000],
    ]);
  });

  it('delivers in the order of arrival, each later by its own delay and none before the one in front', () => {
    const queue = new MarketQueue();
    queue.push(promptDiff(1000), 9000);
    queue.push(ticker({ receivedUs: 5000 }), 0);
    queue.push(tradeMatched(4000, 60_000), 500);
    const delivered = [queue.takeDelivery(), queue.takeDelivery(), queue.takeDelivery()];
    expect(delivered.map((event) => [event?.message.kind, event?.deliverUs])).toStrictEqual([
      ['diff', 10_000],
      ['ticker', 10_000],
      ['trade', 60_500],
    ]);
  });

  it('says of a diff how old its content is', () => {
    const late = diff({ receivedUs: 20_000, eventUs: 13_000 + AHEAD_US });
    expect(drain(queueOf(promptDiff(1000), late)).map(({ venueUs, asOfUs }) => [venueUs, asOfUs])).toStrictEqual([
      [1000, 1000],
      [20_000, 13_000],
    ]);
  });

  it('follows a recorder whose clock drifts or is behind or ahead of the exchange', () => {
    for (const aheadUs of [AHEAD_US, 0, -5_000_000]) {
      const queue = new MarketQueue();
      // 20 ms of drift in 1,000 s: an offset from the start would be 20 ms wrong at the end.
      const driftAt = (us: number): number => aheadUs - us / 50_000;
      for (let us = 0; us < 1_000_000_000; us += 1_000_000)
        queue.push(diff({ receivedUs: us, eventUs: us + driftAt(us) }), 0);
      queue.push(ticker({ receivedUs: 1_000_000_000 }), 0);
      queue.push(trade({ receivedUs: 1_000_050_000, eventUs: 1_000_000_000 - 3000 + driftAt(1e9) }), 0);
      const event = drain(queue).find(({ message }) => message.kind === 'trade');
      expect(Math.abs((event?.venueUs ?? 0) - (1_000_000_000 - 3000))).toBeLessThan(500);
    }
  });

  it('never moves a trade by more than the look-ahead, nor behind its receipt, nor out of the order of trades', () => {
    const step = fc.record({
      waitUs: fc.integer({ min: 0, max: 300_000 }),
      lagUs: fc.integer({ min: 0, max: 2_000_000 }),
      kind: fc.constantFrom('diff', 'ticker', 'trade'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new MarketQueue();
        const events: MarketEvent[] = [];
        let receivedUs = 0;
        for (const { waitUs, lagUs, kind } of steps) {
          receivedUs += waitUs;
          const eventUs = receivedUs - lagUs + AHEAD_US;
          if (kind === 'ticker') queue.push(ticker({ receivedUs }), 0);
          else queue.push(kind === 'diff' ? diff({ receivedUs, eventUs }) : trade({ receivedUs, eventUs }), 0);
          while (queue.nextUs < receivedUs - LOOK_AHEAD_US) {
            const event = queue.take();
            if (event !== undefined) events.push(event);
          }
        }
        events.push(...drain(queue));
        expect(events).toHaveLength(steps.length);
        for (const [index, { message, venueUs }] of events.entries()) {
          expect(venueUs).toBeGreaterThanOrEqual(events[index - 1]?.venueUs ?? 0);
          expect(venueUs).toBeLessThanOrEqual(message.receivedUs);
          expect(venueUs).toBeGreaterThanOrEqual(message.receivedUs - LOOK_AHEAD_US);
          if (message.kind !== 'trade') expect(venueUs).toBe(message.receivedUs);
        }
        const received = events
          .filter(({ message }) => message.kind === 'trade')
          .map(({ message }) => message.receivedUs);
        expect(received).toStrictEqual(received.toSorted((a, b) => a - b));
      }),
    );
  });
});
