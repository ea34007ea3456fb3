// From a stored run, finished or not, to everything that a page shows of it. Walks over the summaries once, in their order, and keeps none but
// those that were judged. Pure: the same run gives the same page.

import { freezeWatch } from '../../artifacts/frozen-iterations.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import { KPI_NAMES } from '../../edge/edge-report.ts';
import type { EdgeReport, Kpi, KpiName, Kpis } from '../../edge/edge-report.ts';
import { endingSentence } from '../ending-sentence.ts';
import { nextRunLines } from '../parameter-text.ts';
import { planSentence, recordingSentences, runWarnings } from '../plan-text.ts';
import { rejudge } from '../rejudge.ts';
import type { Rejudging } from '../rejudge.ts';
import { symbolRows } from '../symbol-table.ts';
import { boundedTexts } from './bounded-texts.ts';
import { LawWatch } from './law-watch.ts';
import { pageConfiguration } from './page-configuration.ts';
import { pageDistributions, pageMarkouts, pageQuotes } from './page-distributions.ts';
import { pageGates, pageVerdict } from './page-gates.ts';
import { noVerdicts, SeriesBuilder, WithinBuilder } from './page-series.ts';
import { TuningBuilder } from './page-tuning.ts';
import { PAGE_FORMAT } from './run-page.ts';
import type { PageIdentity, PageKpi, PagePlan, RunPage } from './run-page.ts';

export interface PageOptions {
  /** Whose run it is and when it was: left out where two runs of one seed are to give the same bytes. */
  readonly identified: boolean;
  /** Rules that may fail for a while; the verdict is then judged again. */
  readonly waivers?: Rejudging['waivers'];
}

export function buildRunPage(stored: StoredRun, { identified, waivers }: PageOptions): RunPage {
  const { record, ended, completed, removed } = stored;
  const { plan, target } = record;
  const { judgement, kpis, line } =
    waivers === undefined ? (ended?.gate ?? rejudge(stored)) : rejudge(stored, { waivers });
  const first = removed === undefined ? 1 : removed.through + 1;
  const shown = completed - first + 1;
  const series = new SeriesBuilder(shown);
  const within = new WithinBuilder(shown);
  const tuning = new TuningBuilder(plan, completed);
  const laws = new LawWatch(plan);
  const isFrozen = freezeWatch(plan);
  const judged: EdgeReport[] = [];
  const isJudged = new Set(judgement.iterations);
  const counts = noVerdicts();
  let lastRecordAt = record.started_at;
  for (const { record: entry, at } of stored.journal.lines()) {
    lastRecordAt = at;
    if (entry.kind !== 'iteration_completed') continue;
    counts[entry.kpi_verdict] += 1;
    tuning.addRecord(entry);
  }
  for (const summary of stored.summaries) {
    const { iteration, edge } = summary;
    tuning.addSummary(summary, isFrozen(summary));
    laws.add(summary);
    if (isJudged.has(iteration)) judged.push(edge);
    // A few leading iterations that are kept for a warm-up lie apart from the others.
    if (iteration < first) continue;
    series.add(summary);
    within.add(summary);
  }
  const parameters = tuning.parameters();
  const now = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.now]));
  const page: RunPage = {
    format: PAGE_FORMAT,
    ...(identified ? { identity: identityOf(record, lastRecordAt) } : {}),
    plan: planOf(stored),
    course: {
      state: ended?.record.reason ?? 'open',
      completed,
      ending: endingSentence(stored),
      ...(removed === undefined ? {} : { removed }),
    },
    verdict: pageVerdict(judgement, line, runWarnings(record)),
    gates: pageGates(judgement),
    kpis: kpiList(kpis),
    series: series.series(counts),
    within: within.within(),
    parameters,
    bands: tuning.bands(),
    tuning: tuning.tuning(),
    distributions: pageDistributions(judged),
    markouts: pageMarkouts(judged),
    quotes: pageQuotes(judged),
    symbols: symbolRows(judged),
    configuration: pageConfiguration(record.configuration),
    laws: [chainLaw(stored), ...laws.laws()],
    assumptions: target.assumptions,
    nextRun: nextRunLines({ ...plan.parameters, ...now }),
    reductions: reductionsOf(series.per, within.per, tuning.omitted),
  };
  return boundedTexts(page);
}

function identityOf(record: StoredRun['record'], lastRecordAt: string): PageIdentity {
  const { run_id: runId, started_at: startedAt, versions } = record;
  return { runId, startedAt, lastRecordAt, versions };
}

function planOf({ record, completed }: StoredRun): PagePlan {
  const { plan, target, plan_sha256: planSha256 } = record;
  const { scenario } = plan.target.options;
  const market = typeof scenario === 'string' ? `${plan.target.kind}/${scenario}` : plan.target.kind;
  return {
    title: `${plan.profile} on ${market}, seed ${plan.seed}`,
    sentence: planSentence({ plan, rows: { length: completed } }),
    target: plan.target.kind,
    ...(typeof scenario === 'string' ? { scenario } : {}),
    profile: plan.profile,
    seed: plan.seed,
    iterations: plan.iterations,
    iterationUs: plan.iteration_us,
    tuner: plan.tuner,
    tune: plan.tune,
    guards: plan.guards,
    gateMode: plan.gate_mode,
    policy: plan.policy.name,
    instruments: target.instruments.map(({ symbol }) => symbol),
    facts: recordingSentences(record),
    planSha256,
  };
}

function kpiList(kpis: Kpis): readonly PageKpi[] {
  return KPI_NAMES.map((name) => kpiOf(name, kpis[name]));
}

function kpiOf(name: KpiName, kpi: Kpi): PageKpi {
  if (kpi.kind === 'absent') return { name, absent: kpi.reason };
  const { value, n, interval, evidence } = kpi;
  if (interval === undefined || evidence === undefined) return { name, value, n };
  const { standard_error, degrees } = evidence;
  return { name, value, n, interval, error: { standard_error, degrees } };
}

/** Reading the run was the check: it throws where a hash does not match. */
function chainLaw({ summaries: { length } }: StoredRun): RunPage['laws'][number] {
  return {
    sentence: `the journal is one unbroken chain of hashes, and names that of each iteration's file: ${length} of ${length} match`,
    holds: true,
  };
}

function reductionsOf(per: number, perBlock: number, omitted: number): readonly string[] {
  const rule =
    'of each group the last value is drawn, and from the least to the greatest a band, so that no spike is lost';
  return [
    ...(per === 1 ? [] : [`The run is long: charts over iterations put ${per} of them together; ${rule}.`]),
    ...(perBlock === 1 ? [] : [`Charts within iterations put ${perBlock} sub-windows together; ${rule}.`]),
    ...(omitted === 0 ? [] : [`${omitted} older decisions are not listed; the journal has all of them.`]),
  ];
}
