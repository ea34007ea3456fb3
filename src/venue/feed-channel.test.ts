import { expect, it } from 'vitest';
import { RecordingTrader } from '../../test/support/recording-trader.ts';
import { BUY } from '../market/side.ts';
import { FeedChannel } from './feed-channel.ts';
import { RandomStreams } from './random-streams.ts';
import { CALM } from './scenario.ts';

function open(): { feed: FeedChannel; trader: RecordingTrader } {
  return { feed: new FeedChannel(CALM.latency.feed, new RandomStreams(1)), trader: new RecordingTrader() };
}

it('carries any number of messages at once, in the order in which they were sent', () => {
  const { feed, trader } = open();
  let sent = 0;
  const burst = (count: number): void => {
    for (let message = 0; message < count; message += 1) {
      sent += 1;
      feed.publishTrade(sent, BUY, 25_000 + sent, sent);
    }
  };
  for (const count of [100, 60, 90, 700, 3, 5000]) {
    burst(count);
    for (let message = 0; message < count - 2; message += 1) feed.deliver(trader);
  }
  while (feed.nextUs < Number.POSITIVE_INFINITY) feed.deliver(trader);
  expect(trader.trades.map((trade) => trade.venueUs)).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
  const arrivals = trader.trades.map((trade) => trade.atUs);
  expect(arrivals).toEqual(arrivals.toSorted((one, other) => one - other));
});

it('says when the next message is due, and nothing when none is on its way', () => {
  const { feed, trader } = open();
  expect(feed.nextUs).toBe(Number.POSITIVE_INFINITY);
  feed.publishTrade(1000, BUY, 25_000, 1);
  const dueUs = feed.nextUs;
  expect(dueUs).toBeGreaterThan(1000);
  feed.publishTrade(2000, BUY, 25_000, 1);
  expect(feed.nextUs).toBe(dueUs);
  feed.deliver(trader);
  expect(trader.trades[0]?.atUs).toBe(dueUs);
  expect(feed.nextUs).toBeGreaterThanOrEqual(dueUs);
  feed.reset();
  expect(feed.nextUs).toBe(Number.POSITIVE_INFINITY);
});
