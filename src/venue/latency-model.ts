// How long messages take: named models that a scenario chooses from, and the one way of a connection, on which no message overtakes the one
// before it. Times are whole microseconds. Leaves out loss and congestion.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { lognormalTable } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { Variates } from '../std/variates.ts';

export type LatencyModel =
  | { readonly kind: 'constant'; readonly ms: number }
  /** `logSd` is the standard deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly logSd: number };

/** Independent draws from a model. A constant draws nothing from its stream, which serves nobody else. */
export class Latency {
  readonly #medianUs: number;
  readonly #factors: Variates | undefined;

  constructor(model: LatencyModel, stream: RandomStream) {
    const constant = model.kind === 'constant';
    this.#medianUs = constant ? Math.round(model.ms * 1000) : model.medianMs * 1000;
    this.#factors = constant ? undefined : new Variates(lognormalTable(model.logSd), stream);
  }

  /** Begins anew, given a stream that began anew. */
  reset(): void {
    this.#factors?.reset();
  }

  nextUs(): number {
    const factors = this.#factors;
    return factors === undefined ? this.#medianUs : Math.round(this.#medianUs * factors.next());
  }
}

/** Messages in one direction, in the order in which they leave. */
export class OneWay {
  readonly #latency: Latency;
  #lastArrivalUs = FRACTION_FIELD;

  constructor(model: LatencyModel, stream: RandomStream) {
    this.#latency = new Latency(model, stream);
    this.reset();
  }

  /** Begins anew: nothing is on its way. */
  reset(): void {
    this.#latency.reset();
    this.#lastArrivalUs = 0;
  }

  /** When the message that leaves now arrives. */
  arrivalUs(nowUs: number): number {
    this.#lastArrivalUs = Math.max(this.#lastArrivalUs, nowUs + this.#latency.nextUs());
    return this.#lastArrivalUs;
  }
}

const LATEST_DEVIATIONS = 4.3;

/** The latest that all but one message in some hundred thousand are, in milliseconds. */
export function latestMs(model: LatencyModel): number {
  return model.kind === 'constant' ? model.ms : model.medianMs * Math.exp(LATEST_DEVIATIONS * model.logSd);
}

/** `5 ms` or `lognormal, median 15 ms, log sd 0.7` */
export function describeLatency(model: LatencyModel): string {
  return model.kind === 'constant' ? `${model.ms} ms` : `lognormal, median ${model.medianMs} ms, log sd ${model.logSd}`;
}
