// A run over its iterations: one row of numbers for each, and the table and spark lines made of them. A row is small, so that a run of
// any length can be shown without holding its summaries.

import type { IterationSummary, KpiValues } from '../artifacts/iteration-summary.ts';
import type { KpiName } from '../edge/edge-report.ts';
import type { Verdict } from '../gates/judgement.ts';
import { nearestRank } from '../std/percentile.ts';
import { ABSENT, formatKpiValue } from './format-kpi.ts';
import { sparkline } from './sparkline.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

type Tuning = IterationSummary['tuning'];
type Decision = Tuning['decisions'][number];
type Revert = NonNullable<Tuning['revert']>;

export interface TrendRow {
  readonly iteration: number;
  readonly kpis: KpiValues;
  readonly verdict: Verdict;
  /** What became of each proposed change. */
  readonly decisions: readonly Pick<Decision, 'parameter' | 'outcome' | 'from' | 'to'>[];
  /** Where a panic led; `decisions` are then what it changed. */
  readonly revert?: Revert['target'];
}

/** The KPIs that have a column, with its title. */
const TREND_KPIS: readonly (readonly [KpiName, string])[] = [
  ['net_bps', 'net_bps'],
  ['risk_ratio', 'risk'],
  ['maker_taker_ratio', 'maker_taker'],
  ['p95_latency_ms', 'p95_ms'],
  ['adverse_bps_p95', 'adv_p95'],
  ['slippage_bps_p95', 'sl_p95'],
  ['fills', 'fills'],
  ['pnl_per_hour', 'pnl/h'],
];

const COLUMNS: readonly Column[] = [
  { title: 'iter', align: 'right' },
  ...TREND_KPIS.map(([, title]): Column => ({ title, align: 'right' })),
  { title: 'verdict', align: 'left' },
  { title: 'changed', align: 'left' },
];

export function trendRow(completed: IterationSummary): TrendRow {
  const { decisions, revert } = completed.tuning;
  return {
    iteration: completed.iteration,
    kpis: completed.summary,
    verdict: completed.summary.kpi_verdict,
    decisions: revert?.decisions ?? decisions,
    ...(revert === undefined ? {} : { revert: revert.target }),
  };
}

/** A run of more iterations is not shown one by one. */
const MOST_ONE_BY_ONE = 200;
/** Of a run that is not: how many of its first and last iterations are. */
const [SHOWN_FIRST, SHOWN_LAST] = [10, 50];
/** In how many stretches of equal length, at most, the iterations between stand. */
const MOST_STRETCHES = 100;

/** An iteration with several changes has a line for each; of a long run, the iterations in its middle are told in stretches. */
export function trendTable(rows: readonly TrendRow[]): string[] {
  if (rows.length <= MOST_ONE_BY_ONE) return textTable(COLUMNS, rows.flatMap(trendLines));
  const between = rows.slice(SHOWN_FIRST, -SHOWN_LAST);
  const size = Math.ceil(between.length / MOST_STRETCHES);
  const count = Math.ceil(between.length / size);
  const stretches = Array.from({ length: count }, (_, nth) => between.slice(nth * size, (nth + 1) * size));
  const table = textTable(COLUMNS, [
    ...rows.slice(0, SHOWN_FIRST).flatMap(trendLines),
    ...stretches.map(stretchLine),
    ...rows.slice(-SHOWN_LAST).flatMap(trendLines),
  ]);
  return [
    ...table,
    '',
    `Between its first ${SHOWN_FIRST} and last ${SHOWN_LAST}, iterations stand in stretches of ${size}: ${STRETCH_RULE}`,
  ];
}

const STRETCH_RULE =
  'of each KPI the median where it was measured, how many had which verdict, and how many changes were granted.';

function stretchLine(rows: readonly TrendRow[]): readonly string[] {
  const [first, last] = [rows[0], rows.at(-1)];
  const medians = TREND_KPIS.map(([name]) => {
    const values = Float64Array.from(rows.flatMap(({ kpis }) => kpis[name] ?? []));
    return valueText(name, values.length === 0 ? undefined : nearestRank(values, 50));
  });
  const verdicts = [...new Set(rows.map(({ verdict }) => verdict))].toSorted();
  const counts = verdicts.map((one) => `${rows.filter(({ verdict }) => verdict === one).length} ${one}`);
  const granted = rows.flatMap(({ decisions }) => decisions).filter(({ outcome }) => outcome !== 'refused').length;
  const reverts = rows.filter(({ revert }) => revert !== undefined).length;
  const changed = [
    ...(reverts === 0 ? [] : [`${reverts} REVERT`]),
    ...(granted === 0 ? [] : [`${granted} change${granted === 1 ? '' : 's'}`]),
  ];
  return [
    `${first?.iteration ?? ABSENT}..${last?.iteration ?? ABSENT}`,
    ...medians,
    counts.join(', '),
    changed.length === 0 ? ABSENT : changed.join(', '),
  ];
}

function trendLines(row: TrendRow): (readonly string[])[] {
  const [first = ABSENT, ...others] = changes(row);
  const kpis = TREND_KPIS.map(([name]) => valueText(name, row.kpis[name]));
  const blank = COLUMNS.slice(1).map(() => '');
  return [[String(row.iteration), ...kpis, row.verdict, first], ...others.map((other) => blank.concat(other))];
}

/** One line per KPI: first and last value, and its course between them. At most the newest `width` iterations are drawn. */
export function trendSparks(rows: readonly TrendRow[], names: readonly KpiName[], width: number): string[] {
  const drawn = rows.slice(-width);
  const longest = Math.max(...names.map((name) => name.length));
  return names.map((name) => {
    const values = drawn.map((row) => row.kpis[name]);
    const ends = `${valueText(name, values[0])} -> ${valueText(name, values.at(-1))}`;
    return `${name.padEnd(longest)}  ${sparkline(values)}  ${ends}`;
  });
}

/** `min_interval_ms 75→80, impact_cap_ratio held`: what was applied, and what the guards kept back. */
export function changedText(row: TrendRow): string {
  const texts = changes(row);
  return texts.length === 0 ? ABSENT : texts.join(', ');
}

function changes({ decisions, revert }: TrendRow): readonly string[] {
  return [...(revert === undefined ? [] : [`REVERT to ${revert}`]), ...decisions.map(decisionText)];
}

function decisionText({ parameter, outcome, from, to }: TrendRow['decisions'][number]): string {
  if (outcome === 'refused') return `${parameter} held`;
  return `${parameter} ${from}→${to}${outcome === 'trimmed' ? ' (trimmed)' : ''}`;
}

function valueText(name: KpiName, value: number | undefined): string {
  return value === undefined ? ABSENT : formatKpiValue(name, value);
}
