// Everything that a page shows of one run, as a plain JSON value: the one contract between what reads artifacts and what draws in a
// browser. Numbers are raw; how a number is written is `format-kpi.ts`, on both sides. `null` in a list is a gap: no data, never 0.

import type { EndReason } from '../../artifacts/journal-record.ts';
import type { ParameterName } from '../../config/parameters.ts';
import type { Interval, KpiName } from '../../edge/edge-report.ts';
import type { RuleKindName } from '../../gates/gate-policy.ts';
import type { Verdict } from '../../gates/judgement.ts';
import type { StandardError } from '../../std/error-of-difference.ts';
import type { SymbolRow } from '../symbol-table.ts';

/** Grows with every change that an older page would misread. */
export const PAGE_FORMAT = 1;

export interface RunPage {
  readonly format: number;
  /** Absent in what a soak writes at its end: of two runs of one seed that is the same to the byte. */
  readonly identity?: PageIdentity;
  readonly plan: PagePlan;
  readonly course: PageCourse;
  readonly verdict: PageVerdict;
  /** One for each rule of the policy, in its order. */
  readonly gates: readonly PageGate[];
  /** Every KPI of the judged iterations together. */
  readonly kpis: readonly PageKpi[];
  readonly series: PageSeries;
  readonly within: PageWithin;
  readonly parameters: readonly PageParameter[];
  readonly bands: readonly PageBand[];
  readonly tuning: PageTuning;
  readonly distributions: readonly PageDistribution[];
  /** Of the judged iterations, by horizon. */
  readonly markouts: readonly PageMarkout[];
  readonly quotes: PageQuotes;
  /** What each instrument contributed to the judged iterations; empty where there is one. */
  readonly symbols: readonly SymbolRow[];
  readonly configuration: readonly PageSetting[];
  /** What was checked when the page was made. */
  readonly laws: readonly PageLaw[];
  /** What the target cannot know or leaves out. */
  readonly assumptions: readonly string[];
  /** Lines that can be pasted into a shell. */
  readonly nextRun: readonly string[];
  /** How the page was kept small, one sentence each; empty where everything is shown. */
  readonly reductions: readonly string[];
}

/** Two runs beside each other; what differs is made of the two in the browser. */
export interface ComparisonPage {
  readonly format: number;
  readonly first: RunPage;
  readonly second: RunPage;
}

export interface PageIdentity {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Of the journal's newest record. */
  readonly lastRecordAt: string;
  readonly versions: { readonly [name: string]: string };
}

export interface PagePlan {
  /** What a person calls the run: `steady_safe on sim/calm, seed 42`. */
  readonly title: string;
  readonly sentence: string;
  readonly target: string;
  readonly scenario?: string;
  readonly profile: string;
  readonly seed: number;
  readonly iterations: number;
  readonly iterationUs: number;
  readonly tuner: string;
  readonly tune: boolean;
  readonly guards: boolean;
  readonly gateMode: 'soft' | 'hard';
  readonly policy: string;
  readonly instruments: readonly string[];
  /** What a recorded market holds, one sentence each; empty for a target that is no recording. */
  readonly facts: readonly string[];
  readonly planSha256: string;
}

interface PageCourse {
  /** `open`: no end was written, because the run is at work or was cut off. */
  readonly state: EndReason | 'open';
  readonly completed: number;
  /** How it ended, in a sentence. */
  readonly ending: string;
  /** The iterations of which rotation removed the files: their KPIs are gaps. */
  readonly removed?: { readonly from: number; readonly through: number };
}

export interface PageVerdict {
  readonly verdict: Verdict;
  /** `every gate holds`, without verdict and policy. */
  readonly headline: string;
  /** The verdict sentence of `plimsoll gate`. */
  readonly sentence: string;
  readonly gateLine: string;
  /** What decided, or is closest to deciding: one sentence. */
  readonly decisive: string;
  /** One sentence for each rule and cap, as `plimsoll gate` prints them. */
  readonly reasons: readonly string[];
  /** What the intervals are, and how often a verdict is wrong at most. */
  readonly bounds: string;
  readonly warnings: readonly string[];
  /** The judged iterations, by number. */
  readonly judged: readonly number[];
}

export interface PageGate {
  readonly name: string;
  /** Absent for a figure of the bot's process: the page charts trading alone. */
  readonly kpi?: KpiName;
  readonly kind: RuleKindName;
  readonly good: 'above' | 'below';
  /** In the unit of `value`; of a relative rule the signed difference that may be reached. */
  readonly soft?: number;
  readonly hard?: number;
  readonly value?: number;
  readonly n?: number;
  readonly interval?: Interval;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly explanation: string;
  /** As people read them, in the rule's unit. */
  readonly text: { readonly value: string; readonly interval: string; readonly soft: string; readonly hard: string };
}

export type PageKpi =
  | {
      readonly name: KpiName;
      readonly value: number;
      readonly n: number;
      readonly interval?: Interval;
      /** What the interval was made of; there where it is. */
      readonly error?: StandardError;
    }
  | { readonly name: KpiName; readonly absent: string };

/**
 * One column for each quantity, one entry for each bucket of iterations. A bucket holds one iteration, or in a long run several: then a column has
 * the last value of each bucket in `last` and the extremes in `low` and `high`, so that no spike is lost.
 */
export interface Column {
  readonly last: readonly (number | null)[];
  /** There where buckets hold more than one; they are then the bucket's extremes. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

export interface PageSeries {
  /** How many iterations a bucket holds; the last one may hold fewer. */
  readonly per: number;
  /** The last iteration of each bucket. */
  readonly iterations: readonly number[];
  /** The worst verdict of each bucket. */
  readonly verdicts: readonly Verdict[];
  /** How many iterations of the whole run had each verdict. */
  readonly counts: { readonly [verdict in Verdict]: number };
  readonly kpis: { readonly [name in KpiName]?: Column };
  /** Of each iteration's own KPI at the policy's confidence; absent where buckets hold several. */
  readonly intervals: { readonly [name in KpiName]?: { readonly lower: Nullable; readonly upper: Nullable } };
  /** Quote currency, at each iteration's end; all instruments together. */
  readonly equity: Column;
  /** Of each instrument, in its base currency, at each iteration's end, and the largest of the iteration. */
  readonly inventory: { readonly [symbol: string]: { readonly end: Column; readonly maxAbs: Column } };
}

type Nullable = readonly (number | null)[];

/** Sub-windows of the iterations, in order of time. */
export interface PageWithin {
  /** How long a sub-window is, and how many of them one entry of a column holds. */
  readonly blockUs: number;
  readonly per: number;
  /** Run time in hours at the end of each entry. */
  readonly hours: readonly number[];
  readonly net_bps: Column;
  readonly risk_ratio: Column;
  readonly maker_taker_ratio: Column;
  readonly p95_latency_ms: Column;
  /** Quote currency, cumulated over what is there. */
  readonly pnl: Column;
  /** Quote currency at the end of each entry, all instruments together; the extremes are those of any moment. */
  readonly inventory: Column;
}

export interface PageParameter {
  readonly name: ParameterName;
  readonly unit: string;
  readonly meaning: string;
  readonly start: number;
  readonly now: number;
  readonly bounds: { readonly min: number; readonly max: number };
  readonly saferDirection: 'up' | 'down';
  /** Where the operator held it. */
  readonly pinnedBy?: string;
  /** [iteration, value]: from that iteration on it ran with that value. */
  readonly steps: readonly (readonly [number, number])[];
  readonly marks: readonly PageMark[];
}

/** A wish of the tuner; a list, because a long run has thousands. Of several alike in one bucket of iterations the newest. */
export type PageMark = readonly [
  outcome: Outcome,
  /** After which it was decided. */
  iteration: number,
  wanted: number,
  to: number,
  /** How many it stands for. */
  count: number,
];

type Outcome = 'granted' | 'trimmed' | 'refused';

/** Iterations from the one through the other, both included. */
export interface PageBand {
  readonly kind: 'freeze' | 'panic';
  readonly from: number;
  readonly through: number;
  /** Of a panic. A freeze has one reason: the iterations before it were steady. */
  readonly reason?: string;
}

export interface PageTuning {
  /** What the tuner did and why, a few sentences. */
  readonly sentences: readonly string[];
  readonly counts: { readonly [outcome in Outcome]: number } & { readonly reverts: number };
  /** Newest last. In a long run the newest alone; `reductions` says so. */
  readonly decisions: readonly PageDecision[];
  /** What the tuner saw after an iteration, of the newest iterations. */
  readonly rationales: readonly { readonly iteration: number; readonly sentences: readonly string[] }[];
}

export interface PageDecision {
  readonly iteration: number;
  /** The same was decided after each iteration up to this one. */
  readonly through?: number;
  readonly outcome: Outcome | 'revert';
  /** Absent of a revert itself; what it changed follows. */
  readonly parameter?: ParameterName;
  readonly from?: number;
  readonly wanted?: number;
  readonly to?: number;
  /** Which guard shortened or stopped it. */
  readonly guard?: string;
  readonly reason: string;
}

export interface PageDistribution {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** What the weights count: `fills`, `time`. */
  readonly of: string;
  /** Of the judged iterations. [upper edge of the bin, weight], ascending; the bins are `binWidth` wide. */
  readonly binWidth: number;
  readonly bins: readonly (readonly [number, number])[];
  /** How much lies below the first bin and beyond the last. */
  readonly below: number;
  readonly beyond: number;
  readonly percentiles: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly total: number;
}

/** What the mid moved against our fills within the horizon. */
export interface PageMarkout {
  readonly horizonUs: number;
  /** Absent without a fill. */
  readonly adverseBps?: number;
  readonly fills: number;
  /** Fills whose horizon ends after their iteration. */
  readonly leftOut: number;
}

/** Of the judged iterations: how quote decisions ended, and what was sent. */
export interface PageQuotes {
  readonly decisions: readonly { readonly name: string; readonly count: number }[];
  readonly messages: readonly { readonly name: string; readonly count: number }[];
}

export interface PageLaw {
  readonly sentence: string;
  readonly holds: boolean;
}

export interface PageSetting {
  readonly kind: 'parameter' | 'setting';
  readonly name: string;
  /** Empty where the scenario decides. */
  readonly value: string;
  /** Every place that gave a value, the winner first. */
  readonly candidates: readonly { readonly layer: string; readonly place: string; readonly text: string }[];
}
