// Where a run stands, gathered from the events that it tells, and written as the few lines at the foot of a terminal or as one line per
// iteration for pipes and logs. Holds a bounded number of iterations, whatever the length of the run.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { RunRecord } from '../../artifacts/run-record.ts';
import { formatDuration } from '../../config/duration.ts';
import type { KpiName } from '../../edge/edge-report.ts';
import { VERDICTS } from '../../gates/judgement.ts';
import type { Verdict } from '../../gates/judgement.ts';
import { ABSENT, formatKpiValue } from '../../report/format-kpi.ts';
import { sparkline } from '../../report/sparkline.ts';
import { changedText, trendRow } from '../../report/trend.ts';
import type { TrendRow } from '../../report/trend.ts';
import type { SoakEvent } from '../../soak/soak-host.ts';
import { paintVerdict } from './style.ts';
import type { Style } from './style.ts';

const SHOWN_KPIS: readonly KpiName[] = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms'];
const DRAWN_ITERATIONS = 40;
const BAR_WIDTH = 24;
const LABEL_WIDTH = 19;

export class RunProgress {
  readonly #startedMs: number;
  readonly #rows: TrendRow[] = [];
  readonly #verdicts: { [verdict in Verdict]: number } = { PASS: 0, WARN: 0, INCONCLUSIVE: 0, NO_DATA: 0, FAIL: 0 };
  #run: RunRecord | undefined;
  #newest: IterationSummary | undefined;
  #iteration = 0;
  #reachedUs = 0;

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
  }

  note(event: SoakEvent): void {
    switch (event.kind) {
      case 'run_started':
        this.#run = event.run;
        break;
      case 'iteration_started':
        this.#iteration = event.iteration;
        break;
      case 'progress':
        this.#reachedUs = event.reachedUs;
        break;
      case 'iteration_completed':
        this.#newest = event.summary;
        this.#reachedUs = event.summary.window.end_us;
        this.#verdicts[event.summary.summary.kpi_verdict] += 1;
        this.#rows.push(trendRow(event.summary));
        if (this.#rows.length > DRAWN_ITERATIONS) this.#rows.shift();
        break;
      case 'iteration_repeated':
        this.#iteration = event.iteration;
        break;
      case 'parameters_applied':
      case 'run_resumed':
      case 'run_ended':
        break;
      default:
        event satisfies never;
    }
  }

  /** `30m of market time, 4,210 x real time`; for the foot and for the last word of an interrupted run. */
  pace(nowMs: number): string {
    const wallMs = Math.max(1, nowMs - this.#startedMs);
    const speed = Math.round(this.#reachedUs / 1000 / wallMs);
    return `${formatDuration(Math.floor(this.#reachedUs / 1e6))} of market time, ${speed.toLocaleString('en-US')} x real time`;
  }

  /** The lines of the foot. Their number changes only once, when the first iteration has completed. */
  footLines(nowMs: number, style: Style): string[] {
    const run = this.#run;
    if (run === undefined) return [];
    const { plan } = run;
    const totalUs = plan.iterations * plan.iteration_us;
    const share = Math.min(1, this.#reachedUs / totalUs);
    const filled = Math.round(share * BAR_WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    return [
      style.bold(run.run_id),
      `${bar} ${percent}  iteration ${this.#iteration}/${plan.iterations}, ${this.pace(nowMs)}`,
      ...this.#kpiLines(style),
      ...this.#decisionLines(style),
    ];
  }

  #kpiLines(style: Style): string[] {
    if (this.#rows.length === 0) return [];
    return SHOWN_KPIS.map((name) => {
      const values = this.#rows.map((row) => row.kpis[name]);
      const newest = values.at(-1);
      const shown = newest === undefined ? ABSENT : formatKpiValue(name, newest);
      return `${name.padEnd(LABEL_WIDTH)}${shown.padStart(8)}  ${style.cyan(sparkline(values))}`;
    });
  }

  #decisionLines(style: Style): string[] {
    const newest = this.#newest;
    if (newest === undefined) return [];
    const counts = VERDICTS.filter((verdict) => this.#verdicts[verdict] > 0);
    const soFar = counts.map((verdict) => paintVerdict(style, verdict)(`${this.#verdicts[verdict]} ${verdict}`));
    return [
      `${'tuner'.padEnd(LABEL_WIDTH)}${wishText(newest)}`,
      `${'guards'.padEnd(LABEL_WIDTH)}${guardText(newest)}`,
      `${'iterations so far'.padEnd(LABEL_WIDTH)}${soFar.join(', ')}`,
    ];
  }
}

export const LINE_HEADER = 'iteration  net_bps    risk  maker_taker  p95_ms    fills     pnl/h  verdict       changed';

/** One completed iteration in the columns of `LINE_HEADER`. */
export function iterationLine(completed: IterationSummary, iterations: number): string {
  const row = trendRow(completed);
  const { iteration, kpis, verdict } = row;
  const value = (name: KpiName, width: number): string => {
    const number = kpis[name];
    return (number === undefined ? ABSENT : formatKpiValue(name, number)).padStart(width);
  };
  return [
    `${iteration}/${iterations}`.padStart(9),
    value('net_bps', 7),
    value('risk_ratio', 6),
    value('maker_taker_ratio', 11),
    value('p95_latency_ms', 6),
    value('fills', 7),
    value('pnl_per_hour', 8),
    verdict.padEnd(12),
    changedText(row),
  ].join('  ');
}

/** What the tuner wants, and why: `wants min_interval_ms +5: risk 45.0% ...`. It may see a reason and have no way left to move. */
function wishText({ tuning }: IterationSummary): string {
  const wishes = Object.entries(tuning.proposed_deltas).map(
    ([name, delta]) => `${name} ${delta > 0 ? '+' : ''}${delta}`,
  );
  const seen = tuning.rationale.join('; ');
  if (wishes.length === 0) return seen === '' ? 'wants nothing' : `proposes no change; it saw ${seen}`;
  return seen === '' ? `wants ${wishes.join(', ')}` : `wants ${wishes.join(', ')}: ${seen}`;
}

function guardText({ tuning }: IterationSummary): string {
  if (tuning.revert !== undefined) return tuning.revert.reason;
  if (tuning.decisions.length === 0) return 'nothing to review';
  return tuning.decisions
    .map(({ parameter, outcome, from, to, reason }) => {
      const change = outcome === 'refused' ? parameter : `${parameter} ${from}→${to}`;
      return `${change} ${outcome}${outcome === 'granted' ? '' : `: ${reason}`}`;
    })
    .join('; ');
}
