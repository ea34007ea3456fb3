// Informed takers: they know the fundamental a little late, look at the book at random moments, and take whatever is mispriced by
// more than they ask for, if the profit in what is displayed pays for the trade (Glosten and Milgrom 1985; the race is that of
// Budish, Cramton and Shim 2015). They are the cause of adverse selection, and larger displayed size draws more of them.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { EXPONENTIAL } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { Variates } from '../std/variates.ts';
import type { Scenario } from './scenario.ts';

export interface InformedLook {
  /** How old the fundamental is that it sees. */
  lagUs: number;
  /** The least edge per unit worth taking. */
  edgeBps: number;
  /** The least profit worth a trade, bps x base units. */
  profit: number;
}

export class InformedFlow {
  readonly #spec: Scenario['informed'];
  readonly #arrivals: Variates;
  readonly #looks: Variates;
  readonly #look: InformedLook = { lagUs: 0.5, edgeBps: 0.5, profit: 0.5 };
  #nextUs = FRACTION_FIELD;

  constructor(spec: Scenario['informed'], streams: { stream(name: string): RandomStream }) {
    this.#spec = spec;
    this.#arrivals = new Variates(EXPONENTIAL, streams.stream('informed/arrivals'));
    this.#looks = new Variates(EXPONENTIAL, streams.stream('informed/looks'));
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given streams that began anew. */
  reset(): void {
    this.#arrivals.reset();
    this.#looks.reset();
    this.schedule(0);
  }

  get nextUs(): number {
    return this.#nextUs;
  }

  schedule(nowUs: number): void {
    this.#nextUs = nowUs + Math.max(1, Math.round((this.#arrivals.next() / this.#spec.checksPerS) * 1e6));
  }

  /** What this look asks for. The object is reused by the next call. */
  draw(): InformedLook {
    const spec = this.#spec;
    const look = this.#look;
    const looks = this.#looks;
    look.lagUs = (spec.lagBaseMs + spec.lagMeanMs * looks.next()) * 1000;
    look.edgeBps = spec.edgeBaseBps + spec.edgeMeanBps * looks.next();
    look.profit = spec.profitMean * looks.next();
    return look;
  }
}
