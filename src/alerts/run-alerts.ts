// What of a run's events is worth waking somebody for: pure, from the events that the runner tells its host. Which of them are wanted, how often
// and where to is the business of others.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { TuningState } from '../artifacts/run-documents.ts';
import type { RunRecord } from '../artifacts/run-record.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Kpis } from '../edge/edge-report.ts';
import type { Verdict } from '../gates/judgement.ts';
import { endSentence } from '../report/ending-sentence.ts';
import { formatKpiValue } from '../report/format-kpi.ts';
import type { SoakEvent, SoakResult } from '../soak/soak-host.ts';
import { assert } from '../std/assert.ts';
import { ALERT_VERSION } from './alert.ts';
import type { Alert, AlertEvent } from './alert.ts';

/** An alert under each event that it may be sent as, the most telling first: a lost target is the end of its run, too. */
export interface Occurrence {
  readonly events: readonly AlertEvent[];
  readonly alert: Omit<Alert, 'event'>;
}

type Told = Pick<Alert, 'severity' | 'title' | 'text'> & {
  readonly events: readonly AlertEvent[];
  readonly verdict?: Verdict;
};

const SHOWN_KPIS = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms'] as const;

export class RunAlerts {
  #run: RunRecord | undefined;
  #verdict: Verdict | undefined;
  #frozenUntil: number | undefined;
  #iteration: number | undefined;
  #kpis: Alert['kpis'] = {};
  #told = 0;
  #isOver = false;

  /** `at`: ISO 8601, UTC. */
  note(event: SoakEvent, at: string): readonly Occurrence[] {
    switch (event.kind) {
      case 'run_started':
        this.#run = event.run;
        return [];
      case 'iteration_repeated':
        this.#iteration = event.iteration;
        return [];
      case 'iteration_completed':
        return this.#completed(event.summary, event.standing).map((told) => this.#occurrence(told, at));
      case 'run_ended':
        return [this.#occurrence(this.#ended(event.result), at)];
      case 'run_resumed':
      case 'iteration_started':
      case 'progress':
      case 'parameters_applied':
        return [];
      default:
        return event satisfies never;
    }
  }

  /** A limit of the disk came into sight or was reached; before the run began, there is nothing to alert of yet. */
  disk(text: string, at: string): readonly Occurrence[] {
    if (this.#run === undefined) return [];
    return [
      this.#occurrence({ events: ['disk'], severity: 'warning', title: 'the disk comes to its limit', text }, at),
    ];
  }

  /** Something ended the run that could not be written into it. Answers nothing where the run had told its end, or never began. */
  brokeOff(text: string, isDisk: boolean, at: string): readonly Occurrence[] {
    if (this.#run === undefined || this.#isOver) return [];
    const events = isDisk ? (['disk', 'end'] as const) : (['end'] as const);
    return [this.#occurrence({ events, severity: 'critical', title: 'the run broke off', text }, at)];
  }

  #completed(summary: IterationSummary, standing: TuningState): readonly Told[] {
    const { iteration, tuning } = summary;
    const verdict = summary.summary.kpi_verdict;
    const before = this.#verdict;
    const wasFrozenUntil = this.#frozenUntil;
    this.#iteration = iteration;
    this.#verdict = verdict;
    this.#frozenUntil = standing.frozen_until_iter;
    this.#kpis = kpiNumbers(summary.edge.kpis);
    return [
      ...verdictTold(verdict, before, summary.summary.kpi_reasons, this.#kpis),
      ...(tuning.revert === undefined ? [] : [panicTold(tuning.revert)]),
      ...freezeTold(standing, wasFrozenUntil),
    ];
  }

  #ended(result: SoakResult): Told {
    const planned = this.#run?.plan.iterations ?? result.iterations;
    const { verdict } = result.judgement;
    this.#isOver = true;
    this.#iteration = result.iterations;
    this.#kpis = kpiNumbers(result.kpis);
    const text = `${endSentence(result, result.iterations, planned)}\n${kpiText(this.#kpis)}`;
    switch (result.reason) {
      case 'target_failed':
        return { events: ['target', 'end'], severity: 'critical', title: 'the target was lost', text, verdict };
      case 'disk_full':
        return { events: ['disk', 'end'], severity: 'critical', title: 'no room on the disk', text, verdict };
      case 'interrupted':
      case 'paused':
        return { events: ['end'], severity: 'info', title: `the run stopped for now: ${verdict}`, text, verdict };
      case 'completed':
      case 'exhausted':
      case 'failed_gate':
        return { events: ['end'], severity: severityOf(verdict), title: `the run ended: ${verdict}`, text, verdict };
      default:
        return result.reason satisfies never;
    }
  }

  #occurrence({ events, severity, title, text, verdict = this.#verdict }: Told, at: string): Occurrence {
    const run = this.#run;
    assert(run !== undefined, 'a run starts before anything happens in it');
    this.#told += 1;
    return {
      events,
      alert: {
        version: ALERT_VERSION,
        id: `${run.run_id}/${at}/${this.#told}`,
        severity,
        at,
        run: runOf(run),
        ...(this.#iteration === undefined ? {} : { iteration: this.#iteration }),
        title,
        text,
        ...(verdict === undefined ? {} : { verdict }),
        kpis: this.#kpis,
        held_back: 0,
      },
    };
  }
}

/** The first verdict is news where it is a FAIL; after it, every other one. */
function verdictTold(
  verdict: Verdict,
  before: Verdict | undefined,
  reasons: readonly string[],
  kpis: Alert['kpis'],
): readonly Told[] {
  if (verdict === before || (before === undefined && verdict !== 'FAIL')) return [];
  const title = before === undefined ? `verdict ${verdict}` : `verdict ${verdict}, was ${before}`;
  return [{ events: ['verdict'], severity: severityOf(verdict), title, text: [...reasons, kpiText(kpis)].join('\n') }];
}

function panicTold({ target, reason }: NonNullable<IterationSummary['tuning']['revert']>): Told {
  const where = target === 'steady_safe' ? 'the profile steady_safe' : 'the last known good parameters';
  return { events: ['panic'], severity: 'critical', title: `panic: back to ${where}`, text: reason };
}

function freezeTold(standing: TuningState, wasFrozenUntil: number | undefined): readonly Told[] {
  const until = standing.frozen_until_iter;
  const events = ['freeze'] as const;
  if (until === wasFrozenUntil) return [];
  if (until === undefined) {
    return [
      { events, severity: 'info', title: 'the freeze is over', text: 'the tuner may move every parameter again' },
    ];
  }
  const text = `steady: ${(standing.frozen_parameters ?? []).join(' and ')} stay as they are`;
  return [{ events, severity: 'info', title: `frozen until iteration ${until}`, text }];
}

function severityOf(verdict: Verdict): Alert['severity'] {
  if (verdict === 'FAIL') return 'critical';
  return verdict === 'PASS' ? 'info' : 'warning';
}

function kpiNumbers(kpis: Kpis): Alert['kpis'] {
  const present = KPI_NAMES.flatMap((name) => {
    const kpi = kpis[name];
    return kpi.kind === 'value' ? [[name, kpi.value] as const] : [];
  });
  return Object.fromEntries(present);
}

function kpiText(kpis: Alert['kpis']): string {
  const shown = SHOWN_KPIS.flatMap((name) => {
    const value = kpis[name];
    return value === undefined ? [] : [`${name} ${formatKpiValue(name, value)}`];
  });
  return shown.length === 0 ? 'no KPI has data' : shown.join(', ');
}

function runOf({ run_id, plan }: RunRecord): Alert['run'] {
  const scenario = plan.target.options['scenario'];
  const market = typeof scenario === 'string' ? scenario : undefined;
  return {
    run_id,
    target: plan.target.kind,
    ...(market === undefined ? {} : { market }),
    profile: plan.profile,
    seed: plan.seed,
    iterations: plan.iterations,
  };
}
