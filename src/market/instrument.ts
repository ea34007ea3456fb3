// What is traded, and what one tick and one lot are worth. Inside, prices are integer ticks and quantities integer lots; a mid is in
// integer half ticks (best bid + best ask), so that it is exact.

export interface Instrument {
  readonly symbol: string;
  /** Quote currency per tick. */
  readonly tickSize: number;
  /** Base currency per lot. */
  readonly lotSize: number;
}

/** Quote currency per tick and lot: `ticks x lots x quoteUnit` is money. */
export function quoteUnit(instrument: Instrument): number {
  return instrument.tickSize * instrument.lotSize;
}
