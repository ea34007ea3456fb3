// A target for tests: a seeded stream of quotes, fills and mids that answers to two parameters and can be told to misbehave. It knows
// nothing of a venue; its fills lie a chosen distance from a mid that drifts without aim.

import type { Parameters } from '../config/parameters.ts';
import type { EventSink } from '../market/event-sink.ts';
import { BUY, SELL } from '../market/side.ts';
import { Failure } from '../std/failure.ts';
import { RandomStream } from '../std/random.ts';
import type { Target, TargetDescription, Window, WindowObserver, WindowOutcome } from '../targets/target.ts';

const STEP_US = 1_000_000;
const SLICE_US = 60 * STEP_US;
const SYMBOL = 'TESTUSD';
/** One basis point of the first mid. */
const HALF_TICKS_PER_BP = 200;
const FIRST_MID_HALF_TICKS = 2_000_000;

export interface FakeTargetOptions {
  readonly seed: number;
  /** Half spread earned by a fill; the mid has no trend, so this is the expectation of `gross_bps`. */
  readonly halfSpreadBps?: number;
  /** Share of wishes that the risk guard denies while `min_interval_ms` is 70; each ms more takes 1 % of it away. */
  readonly riskShare?: number;
  /** Reports this instead of what it was given, from the second `apply` on. */
  readonly lie?: (parameters: Parameters) => Parameters;
  readonly repeatable?: boolean;
  /** Runs out before this iteration. */
  readonly exhaustedAt?: number;
  /** Dies in the middle of this iteration. */
  readonly failsAt?: number;
}

export class FakeTarget implements Target {
  readonly #options: FakeTargetOptions;
  readonly #random: RandomStream;
  readonly windows: Window[] = [];
  readonly applied: Parameters[] = [];
  #midHalfTicks = FIRST_MID_HALF_TICKS;
  #orderId = 0;

  constructor(options: FakeTargetOptions) {
    this.#options = options;
    this.#random = new RandomStream(options.seed, 'fake target');
  }

  describe(): TargetDescription {
    return {
      kind: 'fake',
      repeatable: this.#options.repeatable !== false,
      instruments: [{ symbol: SYMBOL, tickSize: 0.01, lotSize: 0.001 }],
      assumptions: ['nobody trades here'],
    };
  }

  apply(parameters: Parameters): Promise<void> {
    this.applied.push(parameters);
    return Promise.resolve();
  }

  readBack(): Promise<Parameters> {
    const held = this.applied.at(-1);
    if (held === undefined) throw new Failure('target', 'nothing was applied yet');
    const { lie } = this.#options;
    return Promise.resolve(lie !== undefined && this.applied.length > 1 ? lie(held) : held);
  }

  async run(window: Window, observer: WindowObserver): Promise<WindowOutcome> {
    this.windows.push(window);
    if (window.iteration === this.#options.exhaustedAt) return { kind: 'exhausted', reason: 'the tape ended' };
    const sink = observer.sinkFor(SYMBOL);
    let events = 0;
    for (let timeUs = window.startUs; timeUs < window.endUs; timeUs += STEP_US) {
      if ((timeUs - window.startUs) % SLICE_US === 0) {
        await observer.breathe(timeUs);
        if (observer.stopRequested()) return { kind: 'stopped' };
      }
      if (window.iteration === this.#options.failsAt && timeUs > (window.startUs + window.endUs) / 2) {
        throw new Failure('target', 'the fake target died', { hint: 'do not ask it to' });
      }
      events += this.#step(sink, timeUs);
    }
    return { kind: 'completed', facts: { events } };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #step(sink: EventSink, timeUs: number): number {
    const random = this.#random;
    const parameters = this.applied.at(-1);
    const interval = parameters?.min_interval_ms ?? 70;
    const spreadBps = (this.#options.halfSpreadBps ?? 6) + 2 * ((parameters?.base_spread_bps_delta ?? 0.14) - 0.14);
    const riskShare = (this.#options.riskShare ?? 0.2) * (1 - (interval - 70) / 100);
    const side = random.uniform() < 0.5 ? BUY : SELL;
    const allowed = random.uniform() >= riskShare;
    sink.mid(timeUs, this.#midHalfTicks);
    sink.feed(timeUs, timeUs + 5_000);
    sink.decision(timeUs, side, allowed ? 'allowed' : 'risk');
    const quoted = random.uniform();
    const latencyUs = 100_000 + random.below(50_000);
    if (allowed) {
      this.#orderId += 1;
      sink.sent(timeUs, 'place');
      sink.acknowledged(timeUs, timeUs + latencyUs);
      sink.opened(timeUs + latencyUs, this.#orderId, side);
      if (quoted < 0.2) {
        sink.fill({
          timeUs: timeUs + 400_000,
          orderId: this.#orderId,
          side,
          priceTicks: Math.round((this.#midHalfTicks - side * spreadBps * HALF_TICKS_PER_BP) / 2),
          lots: 1 + random.below(5),
          role: 'maker',
          fee: -0.0001,
          midBeforeHalfTicks: this.#midHalfTicks,
        });
      }
      sink.closed(timeUs + 400_000, this.#orderId);
    }
    this.#midHalfTicks += Math.round(random.normal() * HALF_TICKS_PER_BP * 0.02);
    return 1;
  }
}
