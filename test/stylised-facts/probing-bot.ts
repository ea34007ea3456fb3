// A bot that asks the market how likely a resting order is to trade: one lot at a time, at fixed distances behind the touch of each
// side, each for a few seconds. Its orders at distance 0 are naive touch quoting.

import { BUY, SELL, type Side } from '../../src/market/side.ts';
import type { BookTop, OrderEntry, Trader } from '../../src/market/trader.ts';

const PROBED_BPS = [0, 1, 2, 4];
const EVERY_US = 500_000;

interface Probe {
  readonly side: Side;
  readonly behindBps: number;
  orderId: number;
  live: boolean;
}

export class ProbingBot implements Trader {
  /** For each order that came to rest, how far behind the touch it was placed. */
  readonly placed = new Map<number, number>();
  readonly #entry: OrderEntry;
  readonly #probes: readonly Probe[] = PROBED_BPS.flatMap((behindBps) =>
    [BUY, SELL].map((side) => ({ side, behindBps, orderId: 0, live: false })),
  );
  #top: BookTop | undefined;
  #turn = 0;
  #nextId = 1;

  constructor(entry: OrderEntry) {
    this.#entry = entry;
    entry.wakeAt(EVERY_US);
  }

  onBook(_nowUs: number, _venueUs: number, top: BookTop): void {
    this.#top = { ...top };
  }

  /** The next probe is moved to its distance from the touch of now. */
  onWake(nowUs: number): void {
    this.#entry.wakeAt(nowUs + EVERY_US);
    const top = this.#top;
    const probe = this.#probes[this.#turn % this.#probes.length];
    if (probe === undefined || top === undefined || top.bidLots === 0 || top.askLots === 0) return;
    this.#turn += 1;
    const { side, behindBps } = probe;
    const away = Math.round(top.bidTicks * behindBps * 1e-4);
    const priceTicks = side === BUY ? top.bidTicks - away : top.askTicks + away;
    const newOrderId = this.#nextId;
    this.#nextId += 1;
    if (probe.live)
      this.#entry.submit({ kind: 'replace', orderId: probe.orderId, newOrderId, side, priceTicks, lots: 1 });
    else
      this.#entry.submit({ kind: 'place', orderId: newOrderId, side, priceTicks, lots: 1, timeInForce: 'post_only' });
    probe.orderId = newOrderId;
    probe.live = false;
  }

  onAccepted(_nowUs: number, orderId: number): void {
    const probe = this.#probes.find((candidate) => candidate.orderId === orderId);
    if (probe === undefined) return;
    probe.live = true;
    this.placed.set(orderId, probe.behindBps);
  }

  onFill(_nowUs: number, orderId: number): void {
    const probe = this.#probes.find((candidate) => candidate.orderId === orderId);
    if (probe !== undefined) probe.live = false;
  }

  onTrade(): void {}
  onRejected(): void {}
  onClosed(): void {}
}
