// A bot soaked on a recorded market: windows of the recording are iterations, and the bot trades against what was recorded. What this
// cannot know (own impact above all) is said by `describe`. Leaves out several instruments at once.

import { basename } from 'node:path';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';
import type { Parameters } from '../../config/parameters.ts';
import type { EventSink } from '../../market/event-sink.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { OrderEntry, Trader } from '../../market/trader.ts';
import { ForwardingSink } from '../forwarding-sink.ts';
import type { Target, TargetDescription, Window, WindowObserver, WindowOutcome } from '../target.ts';
import { detectInstrument } from './detect-instrument.ts';
import { snapshotFollows } from './find-snapshot.ts';
import { describeLatency } from '../../venue/latency-model.ts';
import { Recording } from './recording.ts';
import type { Gap } from './recorded-book.ts';
import { ReplayVenue, type ReplayModel } from './replay-venue.ts';

export interface TraderWiring {
  readonly instrument: Instrument;
  readonly entry: OrderEntry;
  readonly sink: EventSink;
  readonly parameters: Parameters;
}

export type TunableTrader = Trader & { setParameters(parameters: Parameters): void; readonly parameters: Parameters };

export interface ReplayOptions {
  /** Files of the collector, in the order in which they were recorded. */
  readonly files: readonly string[];
  /** Detected from the data where not given. */
  readonly instrument?: Instrument | undefined;
  /** What the bot starts with. */
  readonly parameters: Parameters;
  readonly createTrader: (wiring: TraderWiring) => TunableTrader;
  /** What to say of the bot in every report, beside what is said of the venue. */
  readonly traderAssumptions?: readonly string[] | undefined;
  /** Seeds the latencies; the market is what it was. */
  readonly seed: number;
  /** What differs from `REPLAY_MODEL`. */
  readonly model?: Partial<ReplayModel> | undefined;
}

/** Fees of Binance spot's best published tier (VIP 9), its limit on orders, and the latencies of a bot that is close to the exchange. */
export const REPLAY_MODEL: ReplayModel = {
  fees: { makerBps: 1.1, takerBps: 2.3 },
  latency: {
    feed: { kind: 'lognormal', medianMs: 5, logSd: 0.5 },
    entry: { kind: 'lognormal', medianMs: 15, logSd: 0.5 },
    response: { kind: 'lognormal', medianMs: 5, logSd: 0.5 },
  },
  orderLimit: { orders: 100, perMs: 10_000 },
  depthBandBps: 3,
};

/** Opens the recording. Throws `Failure` where a file cannot be read or is no recording. */
export async function createReplayTarget(options: ReplayOptions): Promise<Target> {
  if (options.files.length === 0)
    throw new Failure('usage', 'a replay needs a recording', { hint: 'give at least one file of the collector' });
  const instrument = options.instrument ?? (await detectInstrument(options.files));
  await requireSnapshot(options.files);
  return new ReplayTarget(options, instrument);
}

interface Session {
  readonly sink: ForwardingSink;
  readonly venue: ReplayVenue;
  readonly trader: TunableTrader;
}

class ReplayTarget implements Target {
  readonly #options: ReplayOptions;
  readonly #files: readonly string[];
  readonly #instrument: Instrument;
  readonly #model: ReplayModel;
  readonly #recording: Recording;
  #parameters: Parameters;
  #session: Session | undefined;
  #reachedUs = 0;
  #judgedGap: Gap | undefined;

  constructor(options: ReplayOptions, instrument: Instrument) {
    this.#options = options;
    this.#files = options.files;
    this.#instrument = instrument;
    this.#model = { ...REPLAY_MODEL, ...options.model };
    this.#recording = new Recording(options.files, instrument);
    this.#parameters = options.parameters;
  }

  describe(): TargetDescription {
    const { fees, latency, orderLimit } = this.#model;
    return {
      kind: 'replay',
      repeatable: true,
      instruments: [this.#instrument],
      assumptions: [
        'own impact is unknown: nobody in the recording reacts to our orders, and what we take is missing only until a message changes its level',
        'an order queues behind all that is displayed at its price; only trades there move it forward, up to what a later depth diff displays',
        'a trade through our price fills us by its quantity; a recorded touch that reaches our price fills us whole',
        'the mid before a fill has on the side that was hit the first price of the taker, and on the other side the last price known',
        "trades stand at their matching time, moved onto the recorder's clock by the quickest message of the last 10 to 20 s, whose own way counts as no time",
        `latency: feed ${describeLatency(latency.feed)}; order entry ${describeLatency(latency.entry)}; response ${describeLatency(latency.response)}`,
        "ws_lag_p95_ms compares the exchange's clock with the recorder's plus our feed latency; it is negative where the recorder's clock runs behind",
        `fees: maker ${fees.makerBps} bps, taker ${fees.takerBps} bps; at most ${orderLimit.orders} new orders in ${orderLimit.perMs} ms`,
        'levels outside the depth snapshot are unknown until they change; a displayed quantity finer than a lot counts as a whole lot',
        'without a valid book (before the first snapshot, after a gap) our orders are cancelled and new ones refused',
        ...(this.#options.traderAssumptions ?? []),
      ],
    };
  }

  async apply(parameters: Parameters): Promise<void> {
    this.#parameters = parameters;
    this.#session?.trader.setParameters(parameters);
  }

  async readBack(): Promise<Parameters> {
    return this.#session?.trader.parameters ?? this.#parameters;
  }

  async run(window: Window, observer: WindowObserver): Promise<WindowOutcome> {
    assert(window.startUs === this.#reachedUs, 'windows of a recording follow one another');
    const { venue } = this.#openSession(observer);
    const before = this.#counts(venue);
    for (;;) {
      // The newest message itself is left for later: more may come at its time.
      const knownUs = this.#recording.end === undefined ? venue.knownUntilUs : this.#recording.receivedUs;
      this.#reachedUs = Math.max(this.#reachedUs, Math.min(window.endUs, knownUs));
      venue.run(this.#reachedUs);
      const lost = await this.#lostForGood(venue);
      if (lost !== undefined) return { kind: 'exhausted', reason: lost };
      if (this.#reachedUs === window.endUs) return { kind: 'completed', facts: this.#facts(venue, before) };
      if (this.#recording.end !== undefined) return { kind: 'exhausted', reason: this.#endReason(window) };
      await observer.breathe(this.#reachedUs);
      if (observer.stopRequested()) return { kind: 'stopped' };
      for (const message of await this.#recording.read()) venue.read(message);
    }
  }

  async close(): Promise<void> {
    await this.#recording.close();
  }

  #openSession(observer: WindowObserver): Session {
    const to = observer.sinkFor(this.#instrument.symbol);
    if (this.#session !== undefined) {
      this.#session.sink.forwardTo(to);
      return this.#session;
    }
    const sink = new ForwardingSink(to);
    const venue = new ReplayVenue(this.#instrument, this.#model, this.#options.seed, sink);
    const trader = this.#options.createTrader({
      instrument: this.#instrument,
      entry: venue,
      sink,
      parameters: this.#parameters,
    });
    this.#session = { sink, venue, trader };
    venue.connect(trader);
    return this.#session;
  }

  /** Why the book cannot be rebuilt any more, or undefined. */
  async #lostForGood({ market }: ReplayVenue): Promise<string | undefined> {
    const gap = market.book.latestGap;
    if (market.book.valid || gap === undefined || gap === this.#judgedGap) return undefined;
    this.#judgedGap = gap;
    if (await snapshotFollows(this.#files, gap.file, gap.line)) return undefined;
    const at = (gap.receivedUs / 1e6).toFixed(3);
    return (
      `depth updates ${gap.expectedId} to ${gap.foundId - 1} are missing in front of ${basename(gap.file)}:${gap.line} (${at} s), ` +
      'and no later snapshot of the recording can rebuild the book'
    );
  }

  #endReason(window: Window): string {
    const { end, receivedUs } = this.#recording;
    const until = `${(receivedUs / 1e6).toFixed(3)} s`;
    const wanted = `iteration ${window.iteration} needs it until ${(window.endUs / 1e6).toFixed(3)} s`;
    return end?.kind === 'cut_off'
      ? `${end.where}; the recording can be used until ${until}, ${wanted}`
      : `the recording ends at ${until}, ${wanted}`;
  }

  #counts(venue: ReplayVenue): { readonly [name: string]: number } {
    const { counts, market } = venue;
    venue.settleLostTime(this.#reachedUs);
    return {
      messages: counts.diffs + counts.tickers + counts.trades + counts.snapshots,
      diffs: counts.diffs,
      tickers: counts.tickers,
      trades: counts.trades,
      snapshots: counts.snapshots,
      missing_trades: counts.missingTrades,
      gaps: market.book.counts.gaps,
      book_lost_ms: counts.lostUs / 1000,
      crossed: market.book.counts.crossed,
      best_compared: market.checks.compared,
      best_differs: market.checks.different,
    };
  }

  #facts(
    venue: ReplayVenue,
    before: { readonly [name: string]: number },
  ): { readonly [name: string]: string | number } {
    const facts: { [name: string]: string | number } = {};
    for (const [name, value] of Object.entries(this.#counts(venue))) facts[name] = value - (before[name] ?? 0);
    const { firstGarbage, counts } = this.#recording;
    // Counted where they are read, a little ahead of the venue.
    facts['garbage_lines_so_far'] = counts.garbageLines;
    if (firstGarbage !== '') facts['first_garbage'] = basename(firstGarbage);
    if (Number.isFinite(venue.clockOffsetUs)) facts['clock_offset_ms'] = venue.clockOffsetUs / 1000;
    facts['book_hash'] = venue.market.book.hash();
    return facts;
  }
}

async function requireSnapshot(files: readonly string[]): Promise<void> {
  const [first] = files;
  if (first !== undefined && (await snapshotFollows(files, first, 0))) return;
  throw new Failure(
    'target',
    `${files.join(', ')}: no depth snapshot in the recording, so its book cannot be rebuilt`,
    { hint: 'put the file that holds the snapshot (a line with "lastUpdateId") in front of the others' },
  );
}
