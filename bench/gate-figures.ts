// What gates make of runs whose truth is known: how often bounds held, which verdicts fell at which distance from a line, how often a run on its
// lines failed, and how often one of two equal runs was called worse. The truth is what all runs together say.

import type { GateKpiName } from '../src/edge/process-kpis.ts';
import type { KpiName, Kpis } from '../src/edge/edge-report.ts';
import { poolReports } from '../src/edge/pool.ts';
import { RELEASE_AGAINST_BASELINE, RELEASE_POLICY } from '../src/gates/gate-policy.ts';
import type { GatePolicy, GateRule } from '../src/gates/gate-policy.ts';
import { judgeIteration } from '../src/gates/judge-iteration.ts';
import { judgeTogether } from '../src/gates/judge-together.ts';
import { VERDICTS } from '../src/gates/judgement.ts';
import type { Verdict } from '../src/gates/judgement.ts';
import { boundsAt } from '../src/std/interval.ts';
import type { GateRun } from './gate-runs.ts';

const KPIS = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms', 'pnl_per_hour'] as const;
const NET_DISTANCES = [-0.4, -0.2, 0, 0.2, 0.4] as const;
const CONFIDENCES = [0.9, 0.95] as const;

export type Truths = ReadonlyMap<GateKpiName, number>;

export interface Coverage {
  readonly kpi: KpiName;
  readonly iterations: number;
  readonly windows: number;
  readonly deviation: number;
  /** The error that the evidence states, on average. */
  readonly statedError: number;
  readonly correlation: number;
  readonly effectiveBlocks: number;
  /** Percent of windows whose bound held, at each of the confidences. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface Tally {
  readonly what: string;
  readonly runs: number;
  readonly verdicts: { readonly [verdict in Verdict]: number };
}

export function truthsOf(runs: readonly GateRun[]): Truths {
  const pooled = poolReports(
    runs.flatMap(({ iterations }) => iterations.map(({ edge }) => edge)),
    { confidence: 0.9 },
  );
  return new Map(KPIS.map((kpi) => [kpi, valueIn(pooled, kpi)]));
}

export function coverageOf(runs: readonly GateRun[], truths: Truths): readonly Coverage[] {
  const single = runs.flatMap(({ iterations }) => iterations.map(({ edge }) => edge.kpis));
  const pooled = runs.map(({ iterations }) =>
    poolReports(
      iterations.map(({ edge }) => edge),
      { confidence: 0.9 },
    ),
  );
  const all = runs[0]?.iterations.length ?? 0;
  return KPIS.flatMap((kpi) => [coverage(kpi, 1, single, truths), coverage(kpi, all, pooled, truths)]);
}

function coverage(kpi: KpiName, iterations: number, windows: readonly Kpis[], truths: Truths): Coverage {
  const truth = truths.get(kpi) ?? Number.NaN;
  const held = windows.flatMap((kpis) => {
    const { [kpi]: found } = kpis;
    if (found.kind === 'absent' || found.evidence === undefined) return [];
    const { value, evidence } = found;
    const bounds = CONFIDENCES.map((confidence) => boundsAt({ ...evidence, value }, confidence));
    return [{ value, evidence, bounds }];
  });
  const percent = (holds: (one: (typeof held)[number]) => boolean): number =>
    (100 * held.filter(holds).length) / held.length;
  const mean = (of: (one: (typeof held)[number]) => number): number =>
    held.reduce((sum, one) => sum + of(one), 0) / held.length;
  return {
    kpi,
    iterations,
    windows: held.length,
    deviation: Math.sqrt(mean(({ value }) => (value - truth) * (value - truth))),
    statedError: mean(({ evidence }) => evidence.standard_error),
    correlation: mean(({ evidence }) => evidence.correlation),
    effectiveBlocks: mean(({ evidence }) => evidence.effective_blocks),
    lower: CONFIDENCES.map((_, at) => percent(({ bounds }) => (bounds[at]?.lower ?? Number.NaN) <= truth)),
    upper: CONFIDENCES.map((_, at) => percent(({ bounds }) => (bounds[at]?.upper ?? Number.NaN) >= truth)),
  };
}

/** The rule on `net_bps` of the release policy, its line at a distance below the truth: negative where the truth is worse than the line. */
export function netVerdicts(runs: readonly GateRun[], truths: Truths): readonly Tally[] {
  return NET_DISTANCES.map((distance) => {
    const line = (truths.get('net_bps') ?? Number.NaN) - distance;
    const policy = withLines(RELEASE_POLICY, ({ kpi }) => (kpi === 'net_bps' ? line : undefined));
    const verdicts = runs.map(({ iterations }) => {
      const { rules } = judgeTogether(policy, iterations).judgement;
      return rules.find(({ kpi }) => kpi === 'net_bps')?.verdict ?? 'NO_DATA';
    });
    const where =
      distance === 0 ? 'on its line' : `${Math.abs(distance)} bps ${distance < 0 ? 'below' : 'above'} its line`;
    return tally(`net_bps truly ${where}`, verdicts);
  });
}

/** Runs that truly lie on all hard lines at once: the stated error is what a FAIL of them may reach. */
export function onAllLines(runs: readonly GateRun[], truths: Truths): readonly Tally[] {
  const policy = withLines(RELEASE_POLICY, ({ kpi }) => truths.get(kpi));
  const pooled = runs.map(({ iterations }) => judgeTogether(policy, iterations).judgement.verdict);
  const ended = runs.map(({ iterations }): Verdict => {
    const plan = { policy, gate_mode: 'hard', iterations: iterations.length } as const;
    const verdicts = iterations.map(({ iteration, edge }) => judgeIteration(plan, edge.kpis, iteration).verdict);
    return verdicts.includes('FAIL') ? 'FAIL' : 'INCONCLUSIVE';
  });
  const either = runs.map((_, index): Verdict => {
    const failed = ended[index] === 'FAIL' || pooled[index] === 'FAIL';
    return failed ? 'FAIL' : (pooled[index] ?? 'NO_DATA');
  });
  return [
    tally('truly on all hard lines, pooled', pooled),
    tally('truly on all hard lines, hard mode: ended by any iteration', ended),
    tally('truly on all hard lines, hard mode: ended by any iteration or failed at the end', either),
    ...policy.rules.map((rule) => {
      const alone = runs.map(
        ({ iterations }) => judgeTogether({ ...policy, rules: [rule] }, iterations).judgement.verdict,
      );
      return tally(
        `${rule.kpi} truly on its hard line, alone at ${policy.fail_confidence ?? policy.confidence}`,
        alone,
      );
    }),
  ];
}

/** Each run of the first half against one of the second: equal but for the seed. */
export function equalPairs(runs: readonly GateRun[]): readonly Tally[] {
  const half = Math.floor(runs.length / 2);
  const rules = RELEASE_AGAINST_BASELINE.rules.filter(({ kind }) => kind === 'relative');
  const margins: GatePolicy = { ...RELEASE_AGAINST_BASELINE, rules };
  const policies = [
    ['release margins', margins],
    ['no margin at all', withLines(margins, () => 0)],
  ] as const;
  return policies.map(([name, policy]) => {
    const verdicts = runs.slice(0, half).flatMap((candidate, index) => {
      const baseline = runs[half + index];
      if (baseline === undefined) return [];
      const against = { run_id: String(baseline.seed), iterations: baseline.iterations };
      return [judgeTogether(policy, candidate.iterations, against).judgement.verdict];
    });
    return tally(`two equal runs, ${name}`, verdicts);
  });
}

/** The policy with other hard lines; undefined leaves one as it is. */
function withLines(policy: GatePolicy, lineOf: (rule: GateRule) => number | undefined): GatePolicy {
  const rules = policy.rules.map((rule) => {
    const hard = lineOf(rule);
    return hard === undefined || rule.kind === 'invariant' ? rule : Object.assign({ ...rule }, { hard });
  });
  return { ...policy, rules };
}

function tally(what: string, verdicts: readonly Verdict[]): Tally {
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)]));
  return { what, runs: verdicts.length, verdicts: counts as Tally['verdicts'] };
}

function valueIn(kpis: Kpis, name: KpiName): number {
  const kpi = kpis[name];
  return kpi.kind === 'value' ? kpi.value : Number.NaN;
}

export function coverageTable(rows: readonly Coverage[]): string {
  const head = [
    '| KPI | iterations | windows | deviation | stated error | correlation | effective blocks | 90 % lower / upper | 95 % lower / upper |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  const lines = rows.map((row) => {
    const held = row.lower.map((lower, at) => `${lower.toFixed(1)} / ${(row.upper[at] ?? Number.NaN).toFixed(1)}`);
    const numbers = [row.deviation.toPrecision(3), row.statedError.toPrecision(3), row.correlation.toFixed(2)];
    return `| ${[row.kpi, row.iterations, row.windows, ...numbers, row.effectiveBlocks.toFixed(1), ...held].join(' | ')} |`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}

export function tallyTable(tallies: readonly Tally[]): string {
  const head = ['| case | runs | PASS | INCONCLUSIVE | FAIL |', '|---|---|---|---|---|'];
  const lines = tallies.map(({ what, runs, verdicts }) => {
    const percent = (verdict: Verdict): string => `${((100 * verdicts[verdict]) / runs).toFixed(1)} %`;
    return `| ${what} | ${runs} | ${percent('PASS')} | ${percent('INCONCLUSIVE')} | ${percent('FAIL')} |`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}
