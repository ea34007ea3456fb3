// The value that informed flow knows and everybody else learns late: a log price in bps with volatility on three time scales
// (Ornstein-Uhlenbeck parts of log volatility), self-exciting jumps that arrive as short cascades (Hawkes 1971; Filimonov and
// Sornette 2012), bursts and whole hours of high volatility, rare gaps, and the permanent impact of taker flow. Exogenous: it never looks at the book.

import { FRACTION_FIELD } from '../std/fraction-field.ts';
import { NORMAL } from '../std/quantile-table.ts';
import type { RandomStream } from '../std/random.ts';
import { Variates } from '../std/variates.ts';
import { interpolate } from './interpolate.ts';
import type { Scenario } from './scenario.ts';

export const GRID_US = 25_000;
/** A power of two. */
const HISTORY = 128;
const SECONDS_PER_GRID = GRID_US / 1_000_000;
const STEPS_PER_SECOND = 1_000_000 / GRID_US;
const CASCADE_SLOTS = 64;

export class Fundamental {
  readonly #spec: Scenario['fundamental'];
  readonly #noise: Variates;
  readonly #volatility: RandomStream;
  readonly #jumps: RandomStream;
  readonly #events: RandomStream;
  readonly #storms: RandomStream;
  readonly #history = new Float64Array(HISTORY);
  /** Jump moves still to come, by grid step modulo the size. */
  readonly #pending = new Float64Array(CASCADE_SLOTS);
  readonly #ou = new Float64Array(3);
  readonly #ouDecay = new Float64Array(3);
  readonly #excitation = new Float64Array(2);
  readonly #excitationDecay = new Float64Array(2);
  #step = 0;
  #value = FRACTION_FIELD;
  #relativeVolatility = FRACTION_FIELD;
  #spikeUntilStep = 0;
  #stormUntilStep = 0;

  constructor(spec: Scenario['fundamental'], streams: { stream(name: string): RandomStream }) {
    this.#spec = spec;
    this.#noise = new Variates(NORMAL, streams.stream('fundamental/noise'));
    this.#volatility = streams.stream('fundamental/volatility');
    this.#jumps = streams.stream('fundamental/jumps');
    this.#events = streams.stream('fundamental/events');
    this.#storms = streams.stream('fundamental/storms');
    for (let part = 0; part < 3; part += 1) {
      this.#ouDecay[part] = Math.exp(-1 / (spec.volTimeScalesS[part] as number));
    }
    for (let part = 0; part < 2; part += 1) {
      this.#excitationDecay[part] = Math.exp(-SECONDS_PER_GRID / (spec.jumpMemoryS[part] as number));
    }
    this.reset();
  }

  /** Begins anew: what follows is as in a new one, given streams that began anew. */
  reset(): void {
    this.#noise.reset();
    this.#history.fill(0);
    this.#pending.fill(0);
    this.#excitation.fill(0);
    this.#step = 0;
    this.#value = 0;
    this.#spikeUntilStep = 0;
    this.#stormUntilStep = 0;
    for (let part = 0; part < 3; part += 1) this.#ou[part] = this.#volatility.normal();
    this.#updateVolatility();
  }

  /** The value now, in bps of log price since the start. */
  get valueBps(): number {
    return this.#value;
  }

  /** Volatility now, as a multiple of the scenario's. */
  get relativeVolatility(): number {
    return this.#relativeVolatility;
  }

  /** The value as it was `lagUs` ago, to the grid step, at most 3 s back. */
  laggedBps(lagUs: number): number {
    const back = Math.min(HISTORY - 1, lagUs / GRID_US + 0.5) | 0;
    return this.#history[(this.#step - back) & (HISTORY - 1)] as number;
  }

  /** Taker flow moves the value for good: `signedBps` of it. */
  impact(signedBps: number): void {
    this.#value += signedBps;
  }

  /** One grid step. The draws depend on this scenario and seed alone, never on what a bot does. */
  advance(): void {
    this.#step += 1;
    const spec = this.#spec;
    if (this.#step % STEPS_PER_SECOND === 0) this.#updateVolatility();
    this.#drawJump();
    if (this.#step % (60 * STEPS_PER_SECOND) === 0) this.#drawMinuteEvents();
    const slot = this.#step % CASCADE_SLOTS;
    this.#value +=
      spec.sigmaBpsPerSqrtS * this.#relativeVolatility * Math.sqrt(SECONDS_PER_GRID) * this.#noise.next() +
      (this.#pending[slot] as number);
    this.#pending[slot] = 0;
    this.#history[this.#step % HISTORY] = this.#value;
  }

  #updateVolatility(): void {
    let log = 0;
    for (let part = 0; part < 3; part += 1) {
      const decay = this.#ouDecay[part] as number;
      const next = decay * (this.#ou[part] as number) + Math.sqrt(1 - decay * decay) * this.#volatility.normal();
      this.#ou[part] = next;
      log += next * (this.#spec.volWeights[part] as number);
    }
    const sd = this.#spec.logVolSd;
    const spike = this.#step < this.#spikeUntilStep ? this.#spec.spikeSigmaFactor : 1;
    const storm = this.#step < this.#stormUntilStep ? this.#spec.stormSigmaFactor : 1;
    // The mean of exp(sd x log) is exp(sd^2 / 2) where the weights have unit square sum: subtracting keeps mean variance in place.
    this.#relativeVolatility = Math.max(spike, storm) * Math.exp(sd * log - sd * sd);
  }

  #drawJump(): void {
    const spec = this.#spec;
    const fast = this.#excitation[0] as number;
    const slow = this.#excitation[1] as number;
    const base = spec.jumpsPerS * (1 - spec.jumpBranching) * Math.min(4, this.#relativeVolatility);
    const intensity = base + fast + slow;
    this.#excitation[0] = fast * (this.#excitationDecay[0] as number);
    this.#excitation[1] = slow * (this.#excitationDecay[1] as number);
    if (this.#jumps.uniform() >= intensity * SECONDS_PER_GRID) return;
    // Half of the offspring come with each memory; a kernel a x exp(-t / tau) has mass a x tau.
    for (let part = 0; part < 2; part += 1) {
      this.#excitation[part] =
        (this.#excitation[part] as number) + (0.5 * spec.jumpBranching) / (spec.jumpMemoryS[part] as number);
    }
    const sign = this.#jumps.uniform() < 0.5 ? -1 : 1;
    this.#cascade(sign * spec.jumpScaleBps * this.#jumps.pareto(spec.jumpTailIndex), this.#jumps);
  }

  #drawMinuteEvents(): void {
    const spec = this.#spec;
    const events = this.#events;
    const spikes = events.uniform() < spec.spikesPerMin;
    const duration = interpolate(spec.spikeDurationS, events.uniform());
    const onset = interpolate(spec.spikeOnsetBps, events.uniform());
    const onsetSign = events.uniform() < 0.5 ? -1 : 1;
    const gaps = events.uniform() < spec.gapsPerMin;
    const gapSign = events.uniform() < 0.5 ? -1 : 1;
    const gapSize = spec.gapBps * (0.6 + 0.8 * events.uniform());
    if (spikes) {
      this.#spikeUntilStep = this.#step + Math.round(duration / SECONDS_PER_GRID);
      this.#updateVolatility();
      this.#cascade(onsetSign * onset, events);
    }
    if (gaps) this.#value += gapSign * gapSize;
    const storms = this.#storms.uniform() < spec.stormsPerH / 60;
    const stormS = interpolate(spec.stormDurationS, this.#storms.uniform());
    if (storms)
      this.#stormUntilStep = Math.max(this.#stormUntilStep, this.#step + Math.round(stormS / SECONDS_PER_GRID));
  }

  /** Splits a move over a few steps, so that it can be raced. */
  #cascade(sizeBps: number, stream: RandomStream): void {
    const spec = this.#spec;
    const steps = 1 + stream.below(spec.cascadeSteps);
    const stride = Math.max(1, Math.round((spec.cascadeStepMs * 1000) / GRID_US));
    for (let index = 0; index < steps; index += 1) {
      const slot = (this.#step + index * stride) % CASCADE_SLOTS;
      this.#pending[slot] = (this.#pending[slot] as number) + sizeBps / steps;
    }
  }
}
