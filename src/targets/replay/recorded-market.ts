// The recorded market as of now: the rebuilt book, and above it the best prices by whichever message knows the newer update, because the
// book ticker runs up to 100 ms ahead of the depth diffs. Remembers what our own taking used up. Leaves out our orders: nothing that we do
// moves the recording.

import type { Side } from '../../market/side.ts';
import { BUY } from '../../market/side.ts';
import { isBetter } from './book-side.ts';
import type { BookTicker, DepthDiff, DepthSnapshot, PublicTrade } from './collector-message.ts';
import { RecordedBook, type BookChange } from './recorded-book.ts';

/** Quantities of 0 say that a side is empty. */
export interface Touch {
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

/** The rebuilt book after each diff, held against the newest book ticker of its own update or before. */
export interface TouchChecks {
  compared: number;
  /** How often best prices or sizes differed. A few do where prices run: the exchange leaves some tickers out. */
  different: number;
  /** The ticker of the latest comparison, and whether it was equal. */
  ticker: BookTicker | undefined;
  equal: boolean;
}

const NOTHING: Touch = { bidTicks: 0, bidLots: 0, askTicks: 0, askLots: 0 };

export class RecordedMarket {
  readonly book = new RecordedBook();
  readonly checks: TouchChecks = { compared: 0, different: 0, ticker: undefined, equal: false };
  readonly #bandBps: number;
  #touch: Touch = NOTHING;
  #touchId = 0;
  /** Tickers newer than the book, to be compared with it once it has caught up. */
  #ahead: BookTicker[] = [];
  #lastTicker: BookTicker | undefined;
  #bidDepthLots = 0;
  #askDepthLots = 0;
  readonly #takenBids = new Map<number, number>();
  readonly #takenAsks = new Map<number, number>();
  #tradeUs = Number.NEGATIVE_INFINITY;
  #tradeSide: Side = BUY;
  #tradeMid = 0;

  /** `bandBps`: how far behind the touch displayed depth is summed up. */
  constructor(bandBps: number) {
    this.#bandBps = bandBps;
  }

  get touch(): Touch {
    return this.#touch;
  }

  get lastTicker(): BookTicker | undefined {
    return this.#lastTicker;
  }

  /** Best bid + best ask in ticks; 0 while one of them is unknown. */
  get midHalfTicks(): number {
    const { bidTicks, bidLots, askTicks, askLots } = this.#touch;
    return bidLots > 0 && askLots > 0 ? bidTicks + askTicks : 0;
  }

  /** How far behind the touch the depth sums reach, in ticks. */
  get bandTicks(): number {
    return Math.round((this.midHalfTicks / 2) * this.#bandBps * 1e-4);
  }

  /** Displayed lots within the band, as of the newest diff. */
  depthLots(side: Side): number {
    return side === BUY ? this.#bidDepthLots : this.#askDepthLots;
  }

  apply(message: DepthDiff | DepthSnapshot | BookTicker): BookChange {
    switch (message.kind) {
      case 'ticker':
        return this.#applyTicker(message);
      case 'diff':
        return this.#afterBook(this.book.applyDiff(message), message);
      case 'snapshot':
        return this.#afterBook(this.book.applySnapshot(message), undefined);
      default:
        return message satisfies never;
    }
  }

  /** Displayed lots that a new order at this price would queue behind. */
  lotsAhead(side: Side, priceTicks: number): number {
    const { bidTicks, bidLots, askTicks, askLots } = this.#touch;
    const bestTicks = side === BUY ? bidTicks : askTicks;
    const bestLots = side === BUY ? bidLots : askLots;
    if (bestLots === 0 || isBetter(side, priceTicks, bestTicks)) return 0;
    if (priceTicks === bestTicks) return bestLots;
    return (side === BUY ? this.book.bids : this.book.asks).lotsAt(priceTicks);
  }

  /** Whether an order at this price would trade on arrival. */
  crosses(side: Side, priceTicks: number): boolean {
    const { bidTicks, bidLots, askTicks, askLots } = this.#touch;
    return side === BUY ? askLots > 0 && priceTicks >= askTicks : bidLots > 0 && priceTicks <= bidTicks;
  }

  /**
   * Takes what is displayed on the side opposite to the taker's, level by level from the best one to the limit. What was taken stays gone
   * until a message changes its level.
   */
  take(side: Side, limitTicks: number, lots: number, onLevel: (priceTicks: number, lots: number) => void): void {
    let left = lots;
    const taken = side === BUY ? this.#takenAsks : this.#takenBids;
    const levels = side === BUY ? this.book.asks : this.book.bids;
    const bestTicks = side === BUY ? this.#touch.askTicks : this.#touch.bidTicks;
    const bestLots = side === BUY ? this.#touch.askLots : this.#touch.bidLots;
    const takeLevel = (priceTicks: number, displayed: number): boolean => {
      if (left === 0 || isBetter(side, priceTicks, limitTicks)) return false;
      const before = taken.get(priceTicks) ?? 0;
      const part = Math.min(left, displayed - before);
      if (part <= 0) return true;
      taken.set(priceTicks, before + part);
      left -= part;
      onLevel(priceTicks, part);
      return true;
    };
    if (bestLots === 0 || !takeLevel(bestTicks, bestLots)) return;
    levels.walk((priceTicks, displayed) =>
      // The newer touch replaces whatever older levels the book still shows at it or in front of it.
      isBetter(side, priceTicks, bestTicks) ? takeLevel(priceTicks, displayed) : true,
    );
  }

  /**
   * The mid just before the taker's order of which this trade is a part. Its first price was the best price of the side that it hit, since
   * an order meets the best price first; the other side is the last one known, and at least a tick away. All trades of one side and
   * one matching time share it.
   */
  midBefore(trade: PublicTrade): number {
    if (trade.eventUs === this.#tradeUs && trade.side === this.#tradeSide) return this.#tradeMid;
    const { priceTicks, side } = trade;
    const { bidTicks, bidLots, askTicks, askLots } = this.#touch;
    const nearest = priceTicks - side;
    const known = side === BUY ? bidLots > 0 : askLots > 0;
    const otherTicks = !known ? nearest : side === BUY ? Math.min(bidTicks, nearest) : Math.max(askTicks, nearest);
    this.#tradeUs = trade.eventUs;
    this.#tradeSide = side;
    this.#tradeMid = priceTicks + otherTicks;
    return this.#tradeMid;
  }

  #applyTicker(ticker: BookTicker): BookChange {
    const previous = this.#lastTicker;
    this.#lastTicker = ticker;
    if (this.book.valid) this.#ahead.push(ticker);
    if (ticker.updateId < this.#touchId) return 'none';
    if (previous?.bidTicks !== ticker.bidTicks || previous.bidLots !== ticker.bidLots)
      this.#takenBids.delete(ticker.bidTicks);
    if (previous?.askTicks !== ticker.askTicks || previous.askLots !== ticker.askLots)
      this.#takenAsks.delete(ticker.askTicks);
    this.#touch = ticker;
    this.#touchId = ticker.updateId;
    return this.book.valid ? 'updated' : 'none';
  }

  #afterBook(change: BookChange, diff: DepthDiff | undefined): BookChange {
    const { bids, asks, lastId, valid } = this.book;
    if (!valid) {
      this.#ahead = [];
      this.checks.ticker = undefined;
      return change;
    }
    if (change === 'none') return change;
    if (diff !== undefined) {
      forget(this.#takenBids, diff.bids);
      forget(this.#takenAsks, diff.asks);
    }
    this.#compareWithTicker();
    if (lastId > this.#touchId) {
      this.#touch = {
        bidTicks: bids.bestTicks,
        bidLots: bids.bestLots,
        askTicks: asks.bestTicks,
        askLots: asks.bestLots,
      };
      this.#touchId = lastId;
    }
    this.#bidDepthLots = bids.depth(this.bandTicks);
    this.#askDepthLots = asks.depth(this.bandTicks);
    return change;
  }

  #compareWithTicker(): void {
    const { bids, asks, lastId } = this.book;
    const firstNewer = this.#ahead.findIndex((ticker) => ticker.updateId > lastId);
    const caughtUp = this.#ahead.splice(0, firstNewer < 0 ? this.#ahead.length : firstNewer);
    const ticker = caughtUp.at(-1) ?? this.checks.ticker;
    if (ticker === undefined) return;
    this.checks.ticker = ticker;
    this.checks.compared += 1;
    this.checks.equal =
      ticker.bidTicks === bids.bestTicks &&
      ticker.bidLots === bids.bestLots &&
      ticker.askTicks === asks.bestTicks &&
      ticker.askLots === asks.bestLots;
    if (!this.checks.equal) this.checks.different += 1;
  }
}

function forget(taken: Map<number, number>, levels: readonly number[]): void {
  if (taken.size === 0) return;
  for (let index = 0; index < levels.length; index += 2) taken.delete(levels[index] ?? 0);
}
