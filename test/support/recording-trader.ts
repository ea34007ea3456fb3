// A bot that does nothing by itself and keeps what it is told, for tests of venues.

import type { Side } from '../../src/market/side.ts';
import type { BookTop, RejectReason, Trader } from '../../src/market/trader.ts';

export type Heard =
  | { readonly kind: 'accepted'; readonly atUs: number; readonly orderId: number }
  | { readonly kind: 'rejected'; readonly atUs: number; readonly orderId: number; readonly reason: RejectReason }
  | { readonly kind: 'closed'; readonly atUs: number; readonly orderId: number }
  | {
      readonly kind: 'filled';
      readonly atUs: number;
      readonly orderId: number;
      readonly side: Side;
      readonly priceTicks: number;
      readonly lots: number;
      readonly role: 'maker' | 'taker';
    };

export class RecordingTrader implements Trader {
  readonly heard: Heard[] = [];
  readonly tops: { atUs: number; venueUs: number; top: BookTop }[] = [];
  readonly trades: { atUs: number; venueUs: number; side: Side; priceTicks: number; lots: number }[] = [];
  readonly wakes: number[] = [];

  onBook(atUs: number, venueUs: number, top: BookTop): void {
    this.tops.push({ atUs, venueUs, top: { ...top } });
  }

  onTrade(atUs: number, venueUs: number, side: Side, priceTicks: number, lots: number): void {
    this.trades.push({ atUs, venueUs, side, priceTicks, lots });
  }

  onAccepted(atUs: number, orderId: number): void {
    this.heard.push({ kind: 'accepted', atUs, orderId });
  }

  onRejected(atUs: number, orderId: number, reason: RejectReason): void {
    this.heard.push({ kind: 'rejected', atUs, orderId, reason });
  }

  onFill(atUs: number, orderId: number, side: Side, priceTicks: number, lots: number, role: 'maker' | 'taker'): void {
    this.heard.push({ kind: 'filled', atUs, orderId, side, priceTicks, lots, role });
  }

  onClosed(atUs: number, orderId: number): void {
    this.heard.push({ kind: 'closed', atUs, orderId });
  }

  onWake(atUs: number): void {
    this.wakes.push(atUs);
  }
}
