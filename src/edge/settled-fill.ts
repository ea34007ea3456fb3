// One fill with everything that its money depends on, as it is written for outsiders: with the position and mids at the window's ends,
// these lines are all that `net_bps` is made of. Prices are ticks, mids half ticks, both integers.

import type { Side } from '../market/side.ts';

/** Adverse selection is what the mid moved against a fill within this time. */
export const MARKOUT_US = 1_000_000;

export interface SettledFill {
  readonly symbol: string;
  readonly time_us: number;
  readonly order_id: number;
  /** +1 we bought, -1 we sold. */
  readonly side: Side;
  readonly price_ticks: number;
  readonly lots: number;
  readonly role: 'maker' | 'taker';
  /** Quote currency paid; a rebate is negative. */
  readonly fee: number;
  readonly mid_before_half_ticks: number;
  /** One second after the fill, or the window's end if that comes first. */
  readonly markout_time_us: number;
  /** The mid in force at that time: after every event up to and at it, but at the window's end before those at it. */
  readonly mid_markout_half_ticks: number;
}
