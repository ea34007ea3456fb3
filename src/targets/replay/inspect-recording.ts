// What a whole recording holds, and whether its book rebuilds: counts, gaps, crossed states, and the final best prices against the last
// book ticker. Trades nothing.

import { type Instrument, quoteUnit } from '../../market/instrument.ts';
import { BUY, SELL } from '../../market/side.ts';
import { detectInstrument } from './detect-instrument.ts';
import { RecordedMarket, type Touch } from './recorded-market.ts';
import { Recording } from './recording.ts';
import { REPLAY_MODEL } from './replay-target.ts';

export interface RecordingFacts {
  readonly instrument: Instrument;
  readonly messages: number;
  readonly diffs: number;
  readonly tickers: number;
  readonly trades: number;
  readonly snapshots: number;
  /** Messages of other streams. */
  readonly other: number;
  readonly garbage_lines: number;
  readonly clock_steps: number;
  readonly duration_s: number;
  readonly gaps: number;
  readonly crossed: number;
  /** Whether the book was valid at the end. */
  readonly book_valid: boolean;
  /** How often best prices and sizes were held against the newest book ticker of the book's own update or before, and differed. */
  readonly best_compared: number;
  readonly best_differs: number;
  /** Best prices and sizes of the rebuilt book after its newest diff, and the newest book ticker of that update or before. */
  readonly final_best: Touch;
  readonly final_ticker?: Touch;
  readonly final_best_equals_ticker: boolean;
  /** The newest book ticker of all; it may be up to 100 ms ahead of the newest diff. */
  readonly last_ticker?: Touch;
  readonly book_hash: string;
  /** Displayed quote currency within the depth band of the touch, the mean of both sides and all diffs; 0 without a valid book. */
  readonly mean_depth_quote: number;
  /** Why reading ended before the end of the data; absent where it did not. */
  readonly cut_off?: string;
}

/** Throws `Failure` where the files cannot be read or are no recording. */
export async function inspectRecording(files: readonly string[], instrument?: Instrument): Promise<RecordingFacts> {
  const traded = instrument ?? (await detectInstrument(files));
  const recording = new Recording(files, traded);
  const market = new RecordedMarket(REPLAY_MODEL.depthBandBps);
  const counts = { diff: 0, ticker: 0, trade: 0, snapshot: 0 };
  const depth = { sum: 0, count: 0 };
  while (recording.end === undefined) {
    for (const message of await recording.read()) {
      counts[message.kind] += 1;
      if (message.kind !== 'trade') market.apply(message);
      if (message.kind !== 'diff' || !market.book.valid) continue;
      depth.sum +=
        ((market.depthLots(BUY) + market.depthLots(SELL)) / 2) * (market.midHalfTicks / 2) * quoteUnit(traded);
      depth.count += 1;
    }
  }
  const { book, checks, lastTicker } = market;
  return {
    instrument: traded,
    messages: recording.counts.messages,
    diffs: counts.diff,
    tickers: counts.ticker,
    trades: counts.trade,
    snapshots: counts.snapshot,
    other: recording.counts.other,
    garbage_lines: recording.counts.garbageLines,
    clock_steps: recording.counts.clockSteps,
    duration_s: recording.receivedUs / 1e6,
    gaps: book.counts.gaps,
    crossed: book.counts.crossed,
    book_valid: book.valid,
    best_compared: checks.compared,
    best_differs: checks.different,
    final_best: {
      bidTicks: book.bids.bestTicks,
      bidLots: book.bids.bestLots,
      askTicks: book.asks.bestTicks,
      askLots: book.asks.bestLots,
    },
    ...(checks.ticker === undefined ? {} : { final_ticker: touchOf(checks.ticker) }),
    // A book that was lost says nothing of how the recording ends, and what was compared before the loss does not count.
    final_best_equals_ticker: book.valid && checks.equal,
    ...(lastTicker === undefined ? {} : { last_ticker: touchOf(lastTicker) }),
    book_hash: book.hash(),
    mean_depth_quote: depth.count === 0 ? 0 : depth.sum / depth.count,
    ...(recording.end.kind === 'cut_off' ? { cut_off: recording.end.where } : {}),
  };
}

function touchOf({ bidTicks, bidLots, askTicks, askLots }: Touch): Touch {
  return { bidTicks, bidLots, askTicks, askLots };
}
