// The course of a run as columns, gathered from its summaries one after the other; none of them is kept.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import { recordOf } from '../../config/record-of.ts';
import { timedBlocks } from '../../edge/blocks.ts';
import { KPI_NAMES } from '../../edge/edge-report.ts';
import type { KpiName } from '../../edge/edge-report.ts';
import { VERDICTS } from '../../gates/judgement.ts';
import type { Verdict } from '../../gates/judgement.ts';
import { sumOf } from '../../std/compensated-sum.ts';
import { ColumnBuilder, shortened, valuesPerEntry } from './column-builder.ts';
import type { PageSeries, PageWithin } from './run-page.ts';

type Kpis = { readonly [name in KpiName]: ColumnBuilder };

interface SymbolColumns {
  readonly end: ColumnBuilder;
  readonly maxAbs: ColumnBuilder;
}

export class SeriesBuilder {
  readonly #per: number;
  readonly #iterations: number[] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #kpis: Kpis;
  readonly #bounds = new Map<KpiName, { lower: (number | null)[]; upper: (number | null)[] }>();
  readonly #equity: ColumnBuilder;
  readonly #symbols = new Map<string, SymbolColumns>();
  #added = 0;

  /** `iterations`: how many there are summaries of. */
  constructor(iterations: number) {
    const per = valuesPerEntry(iterations);
    this.#per = per;
    this.#kpis = recordOf(KPI_NAMES, () => new ColumnBuilder(per));
    this.#equity = new ColumnBuilder(per);
  }

  /** How many iterations an entry holds. */
  get per(): number {
    return this.#per;
  }

  add({ iteration, summary, edge, gate }: IterationSummary): void {
    const entry = Math.floor(this.#added / this.#per);
    this.#iterations[entry] = iteration;
    this.#verdicts[entry] = worse(this.#verdicts[entry], gate.verdict);
    for (const name of KPI_NAMES) this.#kpis[name].add(summary[name]);
    this.#addBounds(edge.kpis);
    const accounts = Object.entries(edge.symbols);
    const values = accounts.map(([, account]) => account.net_asset_value_end);
    this.#equity.add(values.length === 0 ? undefined : sumOf(values));
    for (const [symbol, { position_end: end, inventory_max_abs: maxAbs }] of accounts) {
      const columns = this.#columnsOf(symbol);
      columns.end.add(end);
      columns.maxAbs.add(maxAbs);
    }
    this.#added += 1;
    // An instrument that showed nothing in this iteration has a gap there.
    for (const [symbol, columns] of this.#symbols) {
      if (edge.symbols[symbol] !== undefined) continue;
      columns.end.add(undefined);
      columns.maxAbs.add(undefined);
    }
  }

  series(counts: PageSeries['counts']): PageSeries {
    return {
      per: this.#per,
      iterations: this.#iterations,
      verdicts: this.#verdicts,
      counts,
      kpis: Object.fromEntries(KPI_NAMES.map((name) => [name, this.#kpis[name].column()])),
      intervals: Object.fromEntries(this.#bounds),
      equity: this.#equity.column(),
      inventory: Object.fromEntries(
        [...this.#symbols].map(([symbol, { end, maxAbs }]) => [symbol, { end: end.column(), maxAbs: maxAbs.column() }]),
      ),
    };
  }

  #addBounds(kpis: IterationSummary['edge']['kpis']): void {
    if (this.#per > 1) return;
    for (const name of KPI_NAMES) {
      const kpi = kpis[name];
      const interval = kpi.kind === 'value' ? kpi.interval : undefined;
      if (interval === undefined && !this.#bounds.has(name)) continue;
      const bounds = this.#bounds.get(name) ?? { lower: gaps(this.#added), upper: gaps(this.#added) };
      this.#bounds.set(name, bounds);
      bounds.lower.push(shortened(interval?.lower ?? null));
      bounds.upper.push(shortened(interval?.upper ?? null));
    }
  }

  #columnsOf(symbol: string): SymbolColumns {
    const known = this.#symbols.get(symbol);
    if (known !== undefined) return known;
    const made = { end: new ColumnBuilder(this.#per), maxAbs: new ColumnBuilder(this.#per) };
    for (const column of [made.end, made.maxAbs]) for (const _ of gaps(this.#added)) column.add(undefined);
    this.#symbols.set(symbol, made);
    return made;
  }
}

const US_PER_HOUR = 3_600_000_000;

const WITHIN = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms', 'pnl', 'inventory'] as const;
type WithinColumns = { readonly [name in (typeof WITHIN)[number]]: ColumnBuilder };

/** The sub-windows of the same iterations. */
export class WithinBuilder {
  readonly #iterations: number;
  #per = 1;
  #blockUs = 0;
  #columns: WithinColumns | undefined;
  readonly #hours: number[] = [];
  #added = 0;
  #pnl = 0;

  /** `iterations`: how many there are summaries of. */
  constructor(iterations: number) {
    this.#iterations = iterations;
  }

  add({ edge }: IterationSummary): void {
    const columns = this.#columns ?? this.#open(edge);
    for (const block of timedBlocks(edge)) {
      const { notional, decisions } = block;
      this.#hours[Math.floor(this.#added / this.#per)] = round((block.start_us + block.durationUs) / US_PER_HOUR);
      this.#added += 1;
      this.#pnl += block.pnl;
      columns.net_bps.add(notional > 0 ? (10_000 * block.pnl) / notional : undefined);
      columns.maker_taker_ratio.add(notional > 0 ? block.maker_notional / notional : undefined);
      columns.risk_ratio.add(decisions > 0 ? block.risk_denied / decisions : undefined);
      columns.p95_latency_ms.add(block.p95_latency_ms);
      columns.pnl.add(this.#pnl);
      columns.inventory.addRange(block.inventory, block.inventory_min, block.inventory_max);
    }
  }

  /** How many sub-windows an entry holds. */
  get per(): number {
    return this.#per;
  }

  within(): PageWithin {
    const columns = this.#columns ?? recordOf(WITHIN, () => new ColumnBuilder(1));
    const blockUs = this.#blockUs;
    return { blockUs, per: this.#per, hours: this.#hours, ...recordOf(WITHIN, (name) => columns[name].column()) };
  }

  #open(edge: IterationSummary['edge']): WithinColumns {
    const [first, second] = edge.blocks;
    this.#blockUs = (second?.start_us ?? edge.window.end_us) - (first?.start_us ?? edge.window.start_us);
    this.#per = valuesPerEntry(this.#iterations * edge.blocks.length);
    const columns = recordOf(WITHIN, () => new ColumnBuilder(this.#per));
    this.#columns = columns;
    return columns;
  }
}

export function noVerdicts(): { [verdict in Verdict]: number } {
  return { PASS: 0, WARN: 0, INCONCLUSIVE: 0, NO_DATA: 0, FAIL: 0 };
}

function worse(one: Verdict | undefined, other: Verdict): Verdict {
  if (one === undefined) return other;
  return VERDICTS.indexOf(one) > VERDICTS.indexOf(other) ? one : other;
}

function gaps(count: number): null[] {
  return Array.from({ length: count }, () => null);
}

function round(hours: number): number {
  return Number(hours.toFixed(5));
}
