// Accounting for a whole run: events in, one report per window out. Position, cash and resting orders carry over from window to window;
// memory does not grow with the run. It knows neither who traded nor where.

import type { EventSink } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';
import { assert } from '../std/assert.ts';
import { nearestRank, timeWeightedPercentile } from '../std/percentile.ts';
import { SampleBuffer } from '../std/sample-buffer.ts';
import { ageHistogram } from './age-histogram.ts';
import { blocksOf, timedBlocks } from './blocks.ts';
import { BotActivity } from './bot-activity.ts';
import { checkLaws } from './check-laws.ts';
import type { EdgeReport, Kpi, Quoting } from './edge-report.ts';
import { adversesBps, slippagesBps } from './fill-costs.ts';
import { BPS_BIN, histogramOf, US_PER_MS_BIN } from './histogram.ts';
import { markoutPoints } from './markout-curve.ts';
import type { Percentiles } from './measure-kpis.ts';
import { ABSENT, absent, measureKpis, negativeEdgeDrivers, value } from './measure-kpis.ts';
import type { CarriedMoney, MoneyWindow } from './money-ledger.ts';
import type { AgeIntervals } from './quote-presence.ts';
import type { SettledFill } from './settled-fill.ts';
import { accountOf, totalOf } from './symbol-account.ts';
import { SymbolSink } from './symbol-sink.ts';

export interface SettledWindow {
  readonly report: EdgeReport;
  /** All fills of the window in order of time. */
  readonly fills: readonly SettledFill[];
}

export interface SettleOptions {
  /** Of each one-sided bound. */
  readonly confidence: number;
  /** Length of a sub-window: whole seconds. */
  readonly blockUs: number;
}

export class EdgeAccount {
  readonly #sinks: ReadonlyMap<string, SymbolSink>;
  readonly #activity = new BotActivity();
  readonly #ages: AgeIntervals = { starts: new SampleBuffer(), ends: new SampleBuffer() };
  #startUs = Number.NEGATIVE_INFINITY;
  #endUs = Number.NEGATIVE_INFINITY;
  #open = false;

  constructor(instruments: readonly Instrument[]) {
    assert(instruments.length > 0, 'accounting needs an instrument');
    this.#sinks = new Map(
      instruments.map((instrument) => [instrument.symbol, new SymbolSink(instrument, this.#activity, this.#ages)]),
    );
    assert(this.#sinks.size === instruments.length, 'each instrument has a symbol of its own');
  }

  sinkFor(symbol: string): EventSink {
    const sink = this.#sinks.get(symbol);
    assert(sink !== undefined, () => `${symbol} is none of the instruments of this run`);
    return sink;
  }

  /** Takes over what an instrument's account ended with, in a run that goes on or with a bot that holds something already. */
  carry(symbol: string, money: CarriedMoney): void {
    const sink = this.#sinks.get(symbol);
    assert(sink !== undefined, () => `${symbol} is none of the instruments of this run`);
    assert(
      this.#endUs === Number.NEGATIVE_INFINITY && !this.#open,
      'an account is carried over before its first window',
    );
    sink.money.carry(money);
  }

  /** What a bot holds when its run begins, in base currency. To be called before the first window opens. */
  hold(symbol: string, position: number): void {
    const sink = this.#sinks.get(symbol);
    assert(sink !== undefined, () => `${symbol} is none of the instruments of this run`);
    const positionLots = Math.round(position / sink.money.lotSize);
    this.carry(symbol, { positionLots, cashUnits: 0, fees: 0, midHalfTicks: undefined });
  }

  openWindow(startUs: number): void {
    assert(
      !this.#open && startUs >= this.#endUs,
      'a window is settled before the next one opens, and not before its end',
    );
    this.#open = true;
    this.#startUs = startUs;
    this.#activity.open(startUs);
    this.#ages.starts.clear();
    this.#ages.ends.clear();
    for (const sink of this.#sinks.values()) sink.open(startUs);
  }

  /** Closes the window [start, `endUs`). Throws an `AssertionError` when a law of accounting is broken. */
  settle(endUs: number, options: SettleOptions): SettledWindow {
    const startUs = this.#startUs;
    assert(this.#open && endUs > startUs, 'a window is opened before it is settled, and ends after its start');
    this.#open = false;
    this.#endUs = endUs;
    for (const sink of this.#sinks.values()) sink.close(endUs);
    const ledgers = [...this.#sinks.values()].map((sink) => sink.money.settle(endUs));
    const windows = ledgers.filter((window) => window !== undefined);
    const fills = windows.flatMap((window) => window.fills).toSorted((left, right) => left.time_us - right.time_us);

    const accounts = windows.map((window) => [window.instrument.symbol, accountOf(window)] as const);
    const sums = {
      decisions: this.#activity.decisions(),
      messages: this.#activity.messages(),
      quoting: this.#settleQuoting(endUs),
      totals: totalOf(accounts.map(([, account]) => account)),
      blocks: blocksOf(startUs, endUs, options.blockUs, windows, this.#activity),
    };
    const window = { start_us: startUs, end_us: endUs };
    const kpis = measureKpis(
      {
        ...sums,
        windowUs: endUs - startUs,
        blocks: timedBlocks({ window, blocks: sums.blocks }),
        marketSeen: windows.length > 0,
        inventoryMaxAbs: inventoryMaxAbs(windows, fills.length),
        p95: this.#percentiles(fills, sums.quoting.orders),
      },
      options,
    );
    const report: EdgeReport = {
      window,
      kpis,
      neg_edge_drivers: negativeEdgeDrivers(kpis),
      ...sums,
      symbols: Object.fromEntries(accounts),
      markouts: markoutPoints(windows),
      latency_histogram: histogramOf(this.#activity.latenciesUs.view(), US_PER_MS_BIN),
      histograms: {
        ws_lag_ms: histogramOf(this.#activity.lagsUs.view(), US_PER_MS_BIN),
        slippage_bps: histogramOf(slippagesBps(fills), BPS_BIN),
        adverse_bps: histogramOf(adversesBps(fills), BPS_BIN),
        order_age_ms: ageHistogram(this.#ages.starts.view(), this.#ages.ends.view()),
      },
    };
    checkLaws(report, windows);
    return { report, fills };
  }

  #settleQuoting(endUs: number): Quoting {
    const presences = [...this.#sinks.values()].map((sink) => sink.presence.settle(endUs));
    return {
      orders: presences.reduce((sum, { orders }) => sum + orders, 0),
      both_sides_us: presences.reduce((sum, { bothSidesUs }) => sum + bothSidesUs, 0),
      watched_us: presences.length * (endUs - this.#startUs),
    };
  }

  /** Exact, from the samples, which this reorders: blocks, which go by their order, are cut before. */
  #percentiles(fills: readonly SettledFill[], orders: number): Percentiles {
    const ageStarts = this.#ages.starts.view();
    const ageEnds = this.#ages.ends.view();
    const rested = ageEnds.some((end, index) => end > (ageStarts[index] ?? end));
    return {
      latencyMs: percentile95(this.#activity.latenciesUs.view(), 1000, ABSENT.acknowledgement),
      lagMs: percentile95(this.#activity.lagsUs.view(), 1000, ABSENT.feed),
      orderAgeMs: rested
        ? value(timeWeightedPercentile(ageStarts, ageEnds, 95) / 1000, orders)
        : absent(ABSENT.restingOrder),
      slippageBps: percentile95(slippagesBps(fills), 1, ABSENT.takerFill),
      adverseBps: percentile95(adversesBps(fills), 1, ABSENT.fill),
    };
  }
}

function percentile95(samples: Float64Array, perUnit: number, reason: string): Kpi {
  return samples.length > 0 ? value(nearestRank(samples, 95) / perUnit, samples.length) : absent(reason);
}

function inventoryMaxAbs(windows: readonly MoneyWindow[], fills: number): Kpi {
  const [window, ...others] = windows;
  if (window === undefined) return absent(ABSENT.market);
  if (others.length > 0) return absent(ABSENT.oneBaseCurrency);
  return value(window.maxAbsPositionLots * window.instrument.lotSize, fills);
}
