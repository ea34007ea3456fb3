// The simulated market with the reference maker in it and a sink that only counts: what a day of market costs before accounting,
// tuning and artifacts. One exchange plays all repeats, reset in between, as a worker does.

import { BUILT_IN_PROFILES } from '../src/config/profiles.ts';
import { ReferenceMaker } from '../src/maker/reference-maker.ts';
import type { EventSink } from '../src/market/event-sink.ts';
import { Exchange } from '../src/venue/exchange.ts';
import { CALM, type Scenario } from '../src/venue/scenario.ts';
import { median, startStopwatch } from './stopwatch.ts';

const HOUR_US = 3_600_000_000;
/** Time passes in pieces, as in a soak. */
const PIECE_US = 60_000_000;
const SEED = 1;
/** The density of a market that budgets are stated for. */
export const BUDGET_EVENTS_PER_S = 200;

export interface KernelTime {
  readonly hours: number;
  /** Median of the repeats, scaled to 24 hours: of this market, and of one as dense as the budget says, at the same cost of an event. */
  readonly secondsPerDay: number;
  readonly budgetSecondsPerDay: number;
  /** Messages that the background market sends to the book, by the scenario's own rates. */
  readonly eventsPerSimulatedS: number;
  readonly nsPerEvent: number;
  /** Events that the sink was told. */
  readonly told: number;
  readonly trades: number;
  readonly tradeHash: number;
}

export function timeKernel(hours: number, repeats: number): KernelTime {
  const sink = new CountingSink();
  const exchange = new Exchange(CALM, SEED, sink);
  runKernel(exchange, sink, Math.min(hours, 0.1));
  const runs = Array.from({ length: repeats }, () => runKernel(exchange, sink, hours));
  const last = runs.at(-1);
  if (last === undefined) throw new Error('nothing was measured');
  if (runs.some((run) => run.tradeHash !== last.tradeHash)) throw new Error('the same seed made another market');
  const secondsPerDay = (median(runs.map((run) => run.ms)) / 1000) * (24 / hours);
  const eventsPerSimulatedS = backgroundMessagesPerS(CALM);
  return {
    hours,
    secondsPerDay,
    budgetSecondsPerDay: (secondsPerDay * BUDGET_EVENTS_PER_S) / eventsPerSimulatedS,
    eventsPerSimulatedS,
    nsPerEvent: (secondsPerDay * 1e9) / (eventsPerSimulatedS * 24 * 3600),
    told: last.told,
    trades: last.trades,
    tradeHash: last.tradeHash,
  };
}

/**
 * A refresh cancels every quote of a provider and places new ones. What the informed and the maker send comes on top and is not counted,
 * nor is a look at the book that sends nothing.
 */
function backgroundMessagesPerS({ providers, takers }: Scenario): number {
  return providers.count * providers.refreshesPerS * providers.levels * 4 + takers.perS;
}

function runKernel(
  exchange: Exchange,
  sink: CountingSink,
  hours: number,
): { ms: number; told: number; trades: number; tradeHash: number } {
  const parameters = BUILT_IN_PROFILES['steady_safe'];
  if (parameters === undefined) throw new Error('there is no profile steady_safe');
  exchange.reset(SEED);
  sink.told = 0;
  exchange.connect(new ReferenceMaker({ instrument: exchange.instrument, entry: exchange, sink, parameters }));
  const elapsedMs = startStopwatch();
  for (let untilUs = PIECE_US; untilUs <= hours * HOUR_US; untilUs += PIECE_US) exchange.run(untilUs);
  return { ms: elapsedMs(), told: sink.told, trades: exchange.tradeCount, tradeHash: exchange.tradeHash };
}

class CountingSink implements EventSink {
  told = 0;

  mid(): void {
    this.told += 1;
  }

  decision(): void {
    this.told += 1;
  }

  sent(): void {
    this.told += 1;
  }

  acknowledged(): void {
    this.told += 1;
  }

  opened(): void {
    this.told += 1;
  }

  closed(): void {
    this.told += 1;
  }

  fill(): void {
    this.told += 1;
  }

  feed(): void {
    this.told += 1;
  }
}
