// Messages as the reader makes them, for tests that need no file: every field has a plain value unless the test says otherwise.

import { BUY } from '../../market/side.ts';
import type { BookTicker, DepthDiff, DepthSnapshot, PublicTrade } from './collector-message.ts';

const STAMP = { file: 'made.gz', line: 1, receivedUs: 0 };

export function diff(given: Partial<DepthDiff>): DepthDiff {
  const lastId = given.lastId ?? given.firstId ?? 1;
  return {
    ...STAMP,
    kind: 'diff',
    eventUs: given.receivedUs ?? 0,
    firstId: lastId,
    lastId,
    bids: [],
    asks: [],
    ...given,
  };
}

export function snapshot(given: Partial<DepthSnapshot>): DepthSnapshot {
  return { ...STAMP, kind: 'snapshot', lastId: 1, bids: [], asks: [], ...given };
}

export function ticker(given: Partial<BookTicker>): BookTicker {
  return { ...STAMP, kind: 'ticker', updateId: 1, bidTicks: 100, bidLots: 10, askTicks: 101, askLots: 10, ...given };
}

export function trade(given: Partial<PublicTrade>): PublicTrade {
  return {
    ...STAMP,
    kind: 'trade',
    eventUs: given.receivedUs ?? 0,
    tradeId: 1,
    side: BUY,
    priceTicks: 101,
    lots: 1,
    ...given,
  };
}
