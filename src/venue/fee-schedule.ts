// What trading costs one bot: fees in basis points of notional by role, and how they change with what it has traded since the run's start. A
// rebate is a negative fee. A fill is charged whole by the tier in force before it. Leaves out other currencies and trailing windows, which
// mean little in a run of hours or days.

import { assert } from '../std/assert.ts';
import { FRACTION_FIELD } from '../std/fraction-field.ts';

export interface FeeRates {
  readonly makerBps: number;
  readonly takerBps: number;
}

interface FeeTier extends FeeRates {
  /** In force once this much was traded, quote currency. */
  readonly fromNotional: number;
}

/** The rates of the start, and the tiers that follow them, if any, by ascending notional. */
export interface FeeTerms extends FeeRates {
  readonly tiers?: readonly FeeTier[];
}

/** The rates for the next fill of a bot that traded this much. */
export function ratesAfter(terms: FeeTerms, tradedNotional: number): FeeRates {
  return terms.tiers?.findLast(({ fromNotional }) => fromNotional <= tradedNotional) ?? terms;
}

export class FeeSchedule {
  readonly #terms: FeeTerms;
  #traded = FRACTION_FIELD;

  constructor(terms: FeeTerms) {
    this.#terms = terms;
    this.reset();
  }

  /** Begins anew, nothing traded. */
  reset(): void {
    this.#traded = 0;
  }

  /** What a fill costs, quote currency; negative is received. Counts the fill. */
  charge(notional: number, role: 'maker' | 'taker'): number {
    assert(notional > 0, 'a fill has a notional');
    const { makerBps, takerBps } = ratesAfter(this.#terms, this.#traded);
    this.#traded += notional;
    return notional * (role === 'maker' ? makerBps : takerBps) * 1e-4;
  }
}

/** `-0.2 bps for makers and 3 bps for takers, and once 1000000 was traded -0.5 and 2.5 bps` */
export function describeFees(terms: FeeTerms): string {
  const start = `${terms.makerBps} bps for makers and ${terms.takerBps} bps for takers`;
  const later = (terms.tiers ?? []).map(
    ({ fromNotional, makerBps, takerBps }) => `, and once ${fromNotional} was traded ${makerBps} and ${takerBps} bps`,
  );
  return start + later.join('');
}
