// Where a run stands, gathered from the events that it tells, at work or read back from its journal: what a screen or a log line is written
// from. Holds a bounded number of iterations, whatever the length of the run.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { TuningState } from '../../artifacts/run-documents.ts';
import type { RunRecord } from '../../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../../config/parameters.ts';
import type { ParameterName, Parameters } from '../../config/parameters.ts';
import type { Verdict } from '../../gates/judgement.ts';
import type { GuardDecision } from '../../guards/guard.ts';
import { trendRow } from '../../report/trend.ts';
import type { TrendRow } from '../../report/trend.ts';
import type { SoakEvent, SoakResult } from '../../soak/soak-host.ts';

/** The newest that became of a wish to move a parameter. */
export interface Move {
  readonly iteration: number;
  readonly decision: Pick<GuardDecision, 'outcome' | 'from' | 'to'>;
}

export interface RunPicture {
  readonly run: RunRecord;
  /** The iteration at work, or the last one. */
  readonly iteration: number;
  readonly reachedUs: number;
  /** Wall time since this process began, or since the run did where it is watched. */
  readonly elapsedMs: number;
  /** About how long it takes still; absent before that can be told, and at the end. */
  readonly leftMs?: number;
  /** The newest, oldest first. */
  readonly rows: readonly TrendRow[];
  readonly newest?: IterationSummary;
  readonly standing?: TuningState;
  readonly parameters: Parameters;
  readonly moves: { readonly [name in ParameterName]?: Move };
  readonly verdicts: { readonly [verdict in Verdict]: number };
  readonly ended?: SoakResult;
}

/** So many iterations are drawn, and read back when a run is watched. */
export const DRAWN_ITERATIONS = 60;
/** The pace is that of so many newest iterations. */
const PACE_MARKS = 9;

interface Mark {
  readonly atMs: number;
  readonly reachedUs: number;
}

export class PictureMaker {
  #startedMs: number;
  readonly #rows: TrendRow[] = [];
  readonly #moves: { [name in ParameterName]?: Move } = {};
  readonly #verdicts: { [verdict in Verdict]: number } = { PASS: 0, WARN: 0, INCONCLUSIVE: 0, NO_DATA: 0, FAIL: 0 };
  #marks: Mark[] = [];
  #run: RunRecord | undefined;
  #parameters: Parameters | undefined;
  #newest: IterationSummary | undefined;
  #standing: TuningState | undefined;
  #ended: SoakResult | undefined;
  #iteration = 0;
  #reachedUs = 0;

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
  }

  get reachedUs(): number {
    return this.#reachedUs;
  }

  /** `atMs`: when it happened, by the wall clock. */
  note(event: SoakEvent, atMs: number): void {
    switch (event.kind) {
      case 'run_started':
        this.#run = event.run;
        this.#parameters = event.run.plan.parameters;
        this.#marks = [{ atMs, reachedUs: 0 }];
        break;
      case 'iteration_started':
        this.#iteration = event.iteration;
        this.#parameters = event.parameters;
        break;
      case 'progress':
        this.#reachedUs = event.reachedUs;
        break;
      case 'iteration_completed':
        this.#completed(event.summary, event.standing, atMs);
        break;
      case 'iteration_repeated':
        this.#iteration = event.iteration;
        break;
      case 'run_resumed':
        this.#ended = undefined;
        this.#marks = [{ atMs, reachedUs: event.record.iterations * (this.#run?.plan.iteration_us ?? 0) }];
        break;
      case 'run_ended':
        this.#ended = event.result;
        break;
      case 'parameters_applied':
        break;
      default:
        event satisfies never;
    }
  }

  /** An iteration of which only this is wanted: there are too many, or its files are gone. */
  skim(iteration: number, verdict: Verdict, atMs: number): void {
    this.#iteration = iteration;
    this.#verdicts[verdict] += 1;
    this.#mark(atMs, iteration * (this.#run?.plan.iteration_us ?? 0));
  }

  /** Of a run that is watched: since when it takes. */
  startedAt(startedMs: number): void {
    this.#startedMs = startedMs;
  }

  /** Undefined before the run has started. */
  picture(nowMs: number): RunPicture | undefined {
    const run = this.#run;
    const parameters = this.#parameters;
    if (run === undefined || parameters === undefined) return undefined;
    const leftMs = this.#leftMs(run.plan, nowMs);
    return {
      run,
      iteration: this.#iteration,
      reachedUs: this.#reachedUs,
      elapsedMs: Math.max(0, nowMs - this.#startedMs),
      ...(leftMs === undefined ? {} : { leftMs }),
      rows: this.#rows,
      ...(this.#newest === undefined ? {} : { newest: this.#newest }),
      ...(this.#standing === undefined ? {} : { standing: this.#standing }),
      parameters,
      moves: this.#moves,
      verdicts: this.#verdicts,
      ...(this.#ended === undefined ? {} : { ended: this.#ended }),
    };
  }

  #completed(summary: IterationSummary, standing: TuningState, atMs: number): void {
    const { iteration, tuning } = summary;
    this.#newest = summary;
    this.#standing = standing;
    this.#iteration = iteration;
    this.#parameters = tuning.parameters_next;
    this.#verdicts[summary.summary.kpi_verdict] += 1;
    this.#rows.push(trendRow(summary));
    if (this.#rows.length > DRAWN_ITERATIONS) this.#rows.shift();
    for (const decision of tuning.revert?.decisions ?? tuning.decisions) {
      const isKnown = PARAMETER_NAMES.includes(decision.parameter);
      if (isKnown) this.#moves[decision.parameter] = { iteration, decision };
    }
    this.#mark(atMs, summary.window.end_us);
  }

  #mark(atMs: number, reachedUs: number): void {
    this.#reachedUs = reachedUs;
    this.#marks.push({ atMs, reachedUs });
    if (this.#marks.length > PACE_MARKS) this.#marks.shift();
  }

  #leftMs({ iterations, iteration_us: iterationUs }: RunRecord['plan'], nowMs: number): number | undefined {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (this.#ended !== undefined || first === undefined || last === undefined) return undefined;
    // Before an iteration of this process has completed, its own progress says how fast it is.
    const to = this.#marks.length > 1 ? last : { atMs: nowMs, reachedUs: this.#reachedUs };
    const [tookMs, wentUs] = [to.atMs - first.atMs, to.reachedUs - first.reachedUs];
    if (!(tookMs > 0 && wentUs > 0)) return undefined;
    const usPerMs = wentUs / tookMs;
    const reachedUs = Math.max(this.#reachedUs, last.reachedUs);
    const sinceMs = reachedUs > last.reachedUs ? 0 : nowMs - to.atMs;
    return Math.max(0, (iterations * iterationUs - reachedUs) / usPerMs - sinceMs);
  }
}
