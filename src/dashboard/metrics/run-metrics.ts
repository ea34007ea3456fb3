// What the metrics page says of runs: every value from journal and documents, each with the labels of its run. A value that a run does not have
// is not there.

import type { KpiName } from '../../edge/edge-report.ts';
import { KPI_NAMES } from '../../edge/edge-report.ts';
import { VERDICTS } from '../../gates/judgement.ts';
import type { FollowedRun } from '../followed-run.ts';
import type { RowPlan } from '../run-row.ts';
import { KPI_METRICS } from './kpi-metrics.ts';
import type { Labels, MetricFamily, Sample, SampleFamily } from './metric-family.ts';

/** The edges of the tool before this one, whose users' dashboards are drawn over them; in seconds. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1];
const RISK_BUCKETS = [0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1];
const DURATION_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

const RUN_STATES = [
  'running',
  'cut_off',
  'unreadable',
  'completed',
  'failed_gate',
  'interrupted',
  'paused',
  'exhausted',
  'target_failed',
  'disk_full',
] as const satisfies readonly FollowedRun['row']['state'][];

export function runMetrics(runs: readonly FollowedRun[], nowMs: number): readonly MetricFamily[] {
  const each = (samples: (run: FollowedRun, labels: Labels) => readonly Sample[]): readonly Sample[] =>
    runs.flatMap((run) => samples(run, labelsOf(run)));
  const gauge = (name: string, help: string, samples: Parameters<typeof each>[0]): SampleFamily => ({
    kind: 'gauge',
    name: `plimsoll_${name}`,
    help,
    samples: each(samples),
  });
  const counter = (name: string, help: string, samples: Parameters<typeof each>[0]): SampleFamily => ({
    ...gauge(name, help, samples),
    kind: 'counter',
  });
  return [
    gauge('run_info', 'What the run is, always 1: target, seed, tuner, policy, version', ({ row }, labels) =>
      row.plan === undefined ? [] : [{ labels: { ...labels, ...infoLabels(row.plan) }, value: 1 }],
    ),
    gauge('run_state', 'State of the run: 1 for the one that holds', ({ row }, labels) =>
      RUN_STATES.map((state) => ({ labels: { ...labels, state }, value: state === row.state ? 1 : 0 })),
    ),
    gauge('run_started_timestamp_seconds', 'When the run began, seconds since 1970', ({ digest }, labels) =>
      one(labels, secondsOf(digest.startedAt)),
    ),
    counter('run_resumes_total', 'How often the run went on after it was cut off', ({ digest }, labels) =>
      one(labels, digest.resumes),
    ),
    counter('iterations_total', 'Iterations that count', ({ digest }, labels) => one(labels, digest.completed)),
    gauge('iterations_planned', 'Iterations that the run is to make', ({ record }, labels) =>
      one(labels, record?.plan.iterations),
    ),
    gauge(
      'iteration_age_seconds',
      'Time since an iteration last counted, or the run began or went on',
      ({ digest }, labels) => one(labels, agoSeconds(digest.aliveAt, nowMs)),
    ),
    gauge('iteration_verdict', 'Verdict of the newest iteration: 1 for the one that holds', ({ digest }, labels) =>
      verdictSet(labels, digest.verdicts.at(-1)),
    ),
    gauge(
      'run_verdict',
      'Verdict of an ended run over its last iterations: 1 for the one that holds',
      ({ digest }, labels) => verdictSet(labels, digest.end?.verdict),
    ),
    ...KPI_NAMES.flatMap((name) => kpiFamilies(name, each)),
    gauge(
      'parameter',
      'Parameters that the next iteration runs with, each in the unit of its name',
      ({ digest }, labels) =>
        Object.entries(digest.parameters ?? {}).map(([parameter, value]) => ({
          labels: { ...labels, parameter },
          value,
        })),
    ),
    gauge(
      'frozen',
      '1 while the guards hold impact_cap_ratio and max_delta_ratio after steady iterations',
      (run, labels) =>
        one(labels, run.standing.newest === undefined ? undefined : Number(run.standing.frozenUntil !== undefined)),
    ),
    gauge('held', '1 while nothing changes because of a panic', (run, labels) =>
      one(labels, run.standing.newest === undefined ? undefined : Number(run.standing.heldBecause !== undefined)),
    ),
    counter('decisions_total', 'Changes that the guards decided on, by outcome', ({ digest }, labels) =>
      Object.entries(digest.decided).map(([outcome, value]) => ({ labels: { ...labels, outcome }, value })),
    ),
    ...guardCounters(each),
    counter('fills_total', 'Fills of the run', ({ totals }, labels) => one(labels, totals?.fills)),
    counter('traded_notional_total', 'Notional traded in the run, quote currency', ({ totals }, labels) =>
      one(labels, totals?.notional),
    ),
    {
      kind: 'histogram',
      name: 'plimsoll_order_latency_seconds',
      help: 'Order sent to acknowledgement received, all acknowledgements of the run, rounded up to whole milliseconds',
      buckets: LATENCY_BUCKETS,
      distributions: caughtUp(runs).map((run) => ({
        labels: labelsOf(run),
        observations: [...(run.totals?.latencyMs ?? [])].map(([ms, count]) => [ms / 1000, count] as const),
      })),
    },
    {
      kind: 'histogram',
      name: 'plimsoll_iteration_risk_ratio',
      help: 'risk_ratio of each iteration of the run',
      buckets: RISK_BUCKETS,
      distributions: caughtUp(runs).map((run) => ({
        labels: labelsOf(run),
        observations: (run.totals?.riskRatios ?? []).map((value) => [value, 1] as const),
      })),
    },
    {
      kind: 'histogram',
      name: 'plimsoll_iteration_duration_seconds',
      help: 'Wall-clock time of each iteration of the run',
      buckets: DURATION_BUCKETS,
      distributions: runs.map((run) => ({
        labels: labelsOf(run),
        observations: run.digest.durations.map((value) => [value, 1] as const),
      })),
    },
  ];
}

type Each = (samples: (run: FollowedRun, labels: Labels) => readonly Sample[]) => readonly Sample[];

/** The KPI of the newest iteration, the bounds of its interval, and the lines that the policy holds it against. */
function kpiFamilies(kpi: KpiName, each: Each): readonly MetricFamily[] {
  const { name, help, divisor } = KPI_METRICS[kpi];
  const scaled = (labels: Labels, value: number | undefined): readonly Sample[] =>
    one(labels, value === undefined ? undefined : value / divisor);
  const valueOf = ({ standing }: FollowedRun): { value?: number; lower?: number; upper?: number } => {
    const found = standing.newest?.kpis[kpi];
    if (found?.kind !== 'value') return {};
    const { value, interval } = found;
    return interval === undefined ? { value } : { value, lower: interval.lower, upper: interval.upper };
  };
  return [
    { kind: 'gauge', name, help, samples: each((run, labels) => scaled(labels, valueOf(run).value)) },
    {
      kind: 'gauge',
      name: `${name}_lower`,
      help: `${help}: lower bound of the interval`,
      samples: each((run, labels) => scaled(labels, valueOf(run).lower)),
    },
    {
      kind: 'gauge',
      name: `${name}_upper`,
      help: `${help}: upper bound of the interval`,
      samples: each((run, labels) => scaled(labels, valueOf(run).upper)),
    },
    {
      kind: 'gauge',
      name: `${name}_threshold`,
      help: `${help}: the lines that the run's policy holds it against`,
      samples: each(({ record }, labels) =>
        (record?.plan.policy.rules ?? [])
          .filter((rule) => rule.kpi === kpi && (rule.kind ?? 'absolute') === 'absolute')
          .flatMap(({ good, soft, hard }) => [
            scaled({ ...labels, good, level: 'soft' }, soft),
            scaled({ ...labels, good, level: 'hard' }, hard),
          ])
          .flat(),
      ),
    },
  ];
}

const COUNTERS = [
  ['oscillation_suppressed_total', 'Changes that the oscillation guard refused or trimmed'],
  ['velocity_blocked_total', 'Changes that the velocity guard refused or trimmed'],
  ['cooldown_skips_total', 'Changes that the cooldown guard refused'],
  ['kpi_violations_total', 'Gate rules that failed, over all iterations'],
  ['panic_reverts_total', 'Panics that were answered by a revert'],
] as const;

function guardCounters(each: Each): readonly MetricFamily[] {
  const families = COUNTERS.map(([name, help]): MetricFamily => {
    const samples = each(({ standing }, labels) => one(labels, standing.newest?.counters[name]));
    return { kind: 'counter', name: `plimsoll_${name}`, help, samples };
  });
  const held = each(({ standing }, labels) =>
    Object.entries(standing.newest?.counters.guards ?? {}).flatMap(([guard, { refused, trimmed }]) => [
      { labels: { ...labels, guard, outcome: 'refused' }, value: refused },
      { labels: { ...labels, guard, outcome: 'trimmed' }, value: trimmed },
    ]),
  );
  return [
    ...families,
    {
      kind: 'counter',
      name: 'plimsoll_guard_held_back_total',
      help: 'Changes that a guard refused or trimmed',
      samples: held,
    },
  ];
}

function labelsOf({ id, row }: FollowedRun): Labels {
  return { run: id, profile: row.plan?.profile ?? '', scenario: row.plan?.scenario ?? '' };
}

function infoLabels({ target, seed, tuner, policy, version }: RowPlan): Labels {
  return { target, seed: String(seed), tuner, policy, version };
}

function verdictSet(labels: Labels, verdict: string | undefined): readonly Sample[] {
  if (verdict === undefined) return [];
  return VERDICTS.map((name) => ({ labels: { ...labels, verdict: name }, value: name === verdict ? 1 : 0 }));
}

function one(labels: Labels, value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** Sums that do not hold every iteration yet would look like a counter that runs fast. */
function caughtUp(runs: readonly FollowedRun[]): readonly FollowedRun[] {
  return runs.filter(({ totals, digest }) => totals !== undefined && totals.reached === digest.summaries.length);
}

function secondsOf(at: string | undefined): number | undefined {
  return at === undefined ? undefined : Date.parse(at) / 1000;
}

/** A journal of a machine whose clock is ahead is not older than now. */
function agoSeconds(at: string | undefined, nowMs: number): number | undefined {
  return at === undefined ? undefined : Math.max(0, (nowMs - Date.parse(at)) / 1000);
}
