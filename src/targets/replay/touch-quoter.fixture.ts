// A small bot for tests: one post-only quote on each side at the touch that it is shown, moved when the touch moves, at most one request
// in flight per side.

import type { Parameters } from '../../config/parameters.ts';
import { BUY, SELL, type Side } from '../../market/side.ts';
import type { BookTop } from '../../market/trader.ts';
import type { TraderWiring, TunableTrader } from './replay-target.ts';

interface Quote {
  readonly side: Side;
  orderId: number;
  priceTicks: number;
  busy: boolean;
}

export class TouchQuoter implements TunableTrader {
  parameters: Parameters;
  readonly #wiring: TraderWiring;
  readonly #lots: number;
  readonly #quotes: readonly Quote[] = [BUY, SELL].map((side) => ({ side, orderId: 0, priceTicks: 0, busy: false }));
  #nextId = 1;

  constructor(wiring: TraderWiring, lots = 1) {
    this.#wiring = wiring;
    this.parameters = wiring.parameters;
    this.#lots = lots;
  }

  setParameters(parameters: Parameters): void {
    this.parameters = parameters;
  }

  onBook(nowUs: number, _venueUs: number, top: BookTop): void {
    if (top.bidLots === 0 || top.askLots === 0) return;
    for (const quote of this.#quotes) this.#place(nowUs, quote, quote.side === BUY ? top.bidTicks : top.askTicks);
  }

  onTrade(): void {}

  onAccepted(_nowUs: number, orderId: number): void {
    for (const quote of this.#quotes) if (quote.orderId === orderId) quote.busy = false;
  }

  onRejected(_nowUs: number, orderId: number): void {
    this.#forget(orderId);
  }

  onFill(_nowUs: number, orderId: number): void {
    this.#forget(orderId);
  }

  onClosed(_nowUs: number, orderId: number): void {
    this.#forget(orderId);
  }

  onWake(): void {}

  #place(nowUs: number, quote: Quote, priceTicks: number): void {
    if (quote.busy || (quote.orderId !== 0 && quote.priceTicks === priceTicks)) return;
    const { side, orderId } = quote;
    const newOrderId = this.#nextId;
    const lots = this.#lots;
    this.#nextId += 1;
    Object.assign(quote, { orderId: newOrderId, priceTicks, busy: true });
    this.#wiring.sink.decision(nowUs, side, 'allowed');
    if (orderId === 0)
      this.#wiring.entry.submit({
        kind: 'place',
        orderId: newOrderId,
        side,
        priceTicks,
        lots,
        timeInForce: 'post_only',
      });
    else this.#wiring.entry.submit({ kind: 'replace', orderId, newOrderId, side, priceTicks, lots });
  }

  #forget(orderId: number): void {
    for (const quote of this.#quotes) if (quote.orderId === orderId) Object.assign(quote, { orderId: 0, busy: false });
  }
}
