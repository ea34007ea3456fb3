// May this side be quoted at all? The maker's own risk guard: it refuses both sides in a market that it does not understand (too
// volatile, too wide, picking us off) and the increasing side where inventory is too large or grew too fast.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import type { Side } from '../market/side.ts';
import type { MakerSettings } from './maker-settings.ts';

export type RiskReason = 'volatility' | 'spread' | 'markout' | 'inventory' | 'inventory_change';

export interface RiskView {
  readonly nowUs: number;
  readonly sigmaBps: number;
  readonly spreadBps: number;
  readonly positionLots: number;
  readonly windowChangeLots: number;
  readonly positionLimitLots: number;
  readonly maxDeltaRatio: number;
}

export class RiskGuard {
  readonly #limits: MakerSettings['risk'];
  #holdUntilUs = FRACTION_FIELD;

  constructor(limits: MakerSettings['risk']) {
    this.#limits = limits;
    this.#holdUntilUs = 0;
  }

  /** Starts the hold that follows bad markouts; true when one starts now. */
  watchMarkouts(nowUs: number, lossBps: number): boolean {
    if (nowUs < this.#holdUntilUs || lossBps <= this.#limits.maxMarkoutLossBps) return false;
    this.#holdUntilUs = nowUs + this.#limits.markoutHoldMs * 1000;
    return true;
  }

  /** Why this side must not be quoted now, or undefined. */
  refuses(side: Side, view: RiskView): RiskReason | undefined {
    const limits = this.#limits;
    if (view.sigmaBps > limits.maxSigmaBps) return 'volatility';
    if (view.spreadBps > limits.maxSpreadBps) return 'spread';
    if (view.nowUs < this.#holdUntilUs) return 'markout';
    const { positionLimitLots } = view;
    if (view.positionLots * side >= limits.softLimitShare * positionLimitLots) return 'inventory';
    if (view.windowChangeLots * side >= view.maxDeltaRatio * positionLimitLots) return 'inventory_change';
    return undefined;
  }
}
