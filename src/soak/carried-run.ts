// What a run that cannot be repeated left behind, from its stored summaries alone: enough to go on from its last iteration as if the process had
// never ended. What was not acknowledged is not here.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { JournalState } from '../artifacts/resumable-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { InstrumentRecord, RunRecord } from '../artifacts/run-record.ts';
import type { CarriedMoney } from '../edge/money-ledger.ts';
import { sumOf } from '../std/compensated-sum.ts';
import { Failure } from '../std/failure.ts';
import type { CarriedRun } from '../targets/target.ts';

export interface CarriedState {
  /** Of every iteration that counts, oldest first. */
  readonly summaries: readonly IterationSummary[];
  /** By symbol. */
  readonly money: ReadonlyMap<string, CarriedMoney>;
  /** The journal says already that the next iteration's parameters were applied. */
  readonly isApplied: boolean;
}

/** `stored` is absent where nothing was acknowledged. Throws `Failure('usage')` where rotation took what the run would go on from. */
export function carriedState(record: RunRecord, stored: StoredRun | undefined, journal: JournalState): CarriedState {
  if (stored?.removed !== undefined) {
    const { from, through } = stored.removed;
    throw new Failure(
      'usage',
      `The run ${record.run_id} cannot go on: rotation removed its iterations ${from} to ${through}, on which its tuner and guards rest.`,
      {
        hint: 'take another run, with --adopt to start from where this one was tuned to; a rotation policy can keep more iterations',
      },
    );
  }
  const summaries = stored?.summaries ?? [];
  const last = journal.acknowledged.at(-1);
  return {
    summaries,
    money: carriedMoney(record.target.instruments, summaries),
    isApplied: last?.kind === 'parameters_applied' && last.iteration === summaries.length + 1,
  };
}

/** The same, as the target needs it. */
export function carriedRun(record: RunRecord, { summaries }: CarriedState): CarriedRun {
  const last = summaries.at(-1);
  const accounts = Object.entries(last?.edge.symbols ?? {});
  const holdings = record.target.instruments.map(({ symbol, position = 0 }) => [symbol, position] as const);
  return {
    iteration: (last?.iteration ?? 0) + 1,
    parameters: last?.tuning.parameters_next ?? record.plan.parameters,
    positions: {
      ...Object.fromEntries(holdings),
      ...Object.fromEntries(accounts.map(([symbol, one]) => [symbol, one.position_end])),
    },
    mids: Object.fromEntries(accounts.map(([symbol, one]) => [symbol, one.mid_end])),
    facts: last?.target_facts ?? {},
  };
}

/** By symbol: what the accounts held behind the last of the summaries. */
export function carriedMoney(
  instruments: readonly InstrumentRecord[],
  summaries: readonly Pick<IterationSummary, 'edge'>[],
): ReadonlyMap<string, CarriedMoney> {
  return new Map(instruments.map((instrument) => [instrument.symbol, moneyOf(instrument, summaries)]));
}

function moneyOf(instrument: InstrumentRecord, summaries: readonly Pick<IterationSummary, 'edge'>[]): CarriedMoney {
  const { symbol, tick_size: tickSize, lot_size: lotSize, position = 0 } = instrument;
  const last = summaries.at(-1)?.edge.symbols[symbol];
  if (last === undefined) {
    return { positionLots: Math.round(position / lotSize), cashUnits: 0, fees: 0, midHalfTicks: undefined };
  }
  const fees = sumOf(summaries.map(({ edge }) => edge.symbols[symbol]?.fees ?? 0));
  return {
    positionLots: Math.round(last.position_end / lotSize),
    // Cash is stated after fees, in quote currency; the account counts it before them, in half ticks x lots.
    cashUnits: Math.round((last.cash_end + fees) / ((tickSize * lotSize) / 2)),
    fees,
    midHalfTicks: Math.round((2 * last.mid_end) / tickSize),
  };
}
