// What each fill cost, in basis points of its own price: the samples behind the percentiles over fills.

import type { SettledFill } from './settled-fill.ts';

/** Taker fills alone: how far beyond the mid they were made. */
export function slippagesBps(fills: readonly SettledFill[]): Float64Array {
  const takers = fills.filter((fill) => fill.role === 'taker');
  return bpsOf(takers, (fill) => fill.side * (2 * fill.price_ticks - fill.mid_before_half_ticks));
}

/** All fills, makers and takers: how far the mid went against us until the markout, be that one second or the window's end. */
export function adversesBps(fills: readonly SettledFill[]): Float64Array {
  return bpsOf(fills, (fill) => fill.side * (fill.mid_before_half_ticks - fill.mid_markout_half_ticks));
}

function bpsOf(fills: readonly SettledFill[], halfTicksOf: (fill: SettledFill) => number): Float64Array {
  return Float64Array.from(fills, (fill) => (halfTicksOf(fill) / (2 * fill.price_ticks)) * 10_000);
}
