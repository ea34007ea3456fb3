// The side of an order or fill, as the sign that all accounting uses: +1 when we buy, -1 when we sell.

export type Side = 1 | -1;

export const BUY: Side = 1;
export const SELL: Side = -1;

export function opposite(side: Side): Side {
  return side === BUY ? SELL : BUY;
}
