// The gate against itself: for every kind of rule a run that must fail beside one that must pass, and for every kind of missing data a run that
// must not pass. A gate that cannot fail guards nothing, and this is how a user sees that his can.

import { capUnfinished } from './cap-unfinished.ts';
import { SOAK_POLICY } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { judgeTogether } from './judge-together.ts';
import type { CompletedIteration, JudgedTogether } from './judge-together.ts';
import type { Verdict } from './judgement.ts';
import { madeRun, silentIteration } from './self-test-run.ts';
import type { MadeIteration } from './self-test-run.ts';
import { applyWaivers } from './waivers.ts';

export interface SelfTestCase {
  /** The kind of rule, or what else is tried. */
  readonly subject: string;
  readonly situation: string;
  readonly expected: Verdict;
  readonly verdict: Verdict;
}

export function selfTestCases(): readonly SelfTestCase[] {
  return SITUATIONS.map(([subject, situation, expected, judged]) => ({
    subject,
    situation,
    expected,
    verdict: judged().judgement.verdict,
  }));
}

const NET: GateRule = { kpi: 'net_bps', good: 'above', soft: 2.7, hard: 2 };
const RELATIVE: GateRule = { kind: 'relative', kpi: 'net_bps', good: 'above', hard: 0.4 };
const SHARE: GateRule = { kind: 'share', kpi: 'net_bps', good: 'above', line: 2, hard: 0.5 };
const SLOPE: GateRule = { kind: 'slope', kpi: 'p95_latency_ms', good: 'below', hard: 5 };
const INVARIANT: GateRule = { kind: 'invariant', kpi: 'concurrency_ratio', good: 'below', hard: 0 };
const LAG: GateRule = { kpi: 'ws_lag_p95_ms', good: 'below', hard: 100 };
const WAIVER = { rule: 'net_bps', reason: 'self-test', author: 'self-test', expires: '2026-01-01' };

type Judged = () => JudgedTogether;

/** Eight hours, each of them as said. */
function hours(rule: GateRule, at: Partial<MadeIteration> = {}, policy: Partial<GatePolicy> = {}): Judged {
  return () =>
    judgeTogether(
      { ...policyOf(rule), ...policy },
      madeRun(8, () => at),
    );
}

function run(
  rule: GateRule,
  iterations: () => readonly CompletedIteration[],
  policy: Partial<GatePolicy> = {},
): Judged {
  return () => judgeTogether({ ...policyOf(rule), ...policy }, iterations());
}

function beside(baseline: Partial<MadeIteration>): Judged {
  const iterations = (): readonly CompletedIteration[] => madeRun(8, () => baseline);
  return () => judgeTogether(policyOf(RELATIVE), madeRun(8), { run_id: 'baseline', iterations: iterations() });
}

function policyOf(rule: GateRule): GatePolicy {
  return { ...SOAK_POLICY, name: 'self-test', rules: [rule] };
}

function waivedOn(today: string, judged: Judged): Judged {
  return () => applyWaivers(judged(), [WAIVER], today);
}

const drifting = (): readonly CompletedIteration[] => madeRun(8, (hour) => ({ latencyMs: 250 + 20 * hour }));
const settling = (): readonly CompletedIteration[] => madeRun(8, (hour) => ({ netBps: hour }));
const [BAD, SOFT, OPEN] = [{ netBps: 1 }, { netBps: 2.4 }, { netBps: 2.02 }];
const FAILS_WITHOUT: GateRule = { ...LAG, missing: 'fail' };
const OPEN_WITHOUT: GateRule = { ...LAG, missing: 'inconclusive' };
const ASIDE_WITHOUT: GateRule = { ...LAG, missing: 'ignore', missing_reason: 'self-test' };
const NAN_RUN = (): readonly CompletedIteration[] => madeRun(8, () => ({ netBps: Number.NaN }));

const SITUATIONS: readonly (readonly [string, string, Verdict, Judged])[] = [
  ['absolute', 'the KPI keeps both lines', 'PASS', hours(NET)],
  ['absolute', 'the KPI is beyond the soft line', 'WARN', hours(NET, SOFT)],
  ['absolute', 'the KPI is beyond the hard line', 'FAIL', hours(NET, BAD)],
  ['absolute', 'the bounds straddle the hard line', 'INCONCLUSIVE', hours(NET, OPEN)],
  ['relative', 'the run is as good as its baseline', 'PASS', beside({})],
  ['relative', 'the run is 1 bps worse, 0.4 are allowed', 'FAIL', beside({ netBps: 4.5 })],
  ['relative', 'there is no baseline', 'NO_DATA', hours(RELATIVE)],
  ['share', 'every iteration is good', 'PASS', hours(SHARE)],
  ['share', 'no iteration is good', 'FAIL', hours(SHARE, BAD)],
  ['share', 'one iteration is too few to say', 'INCONCLUSIVE', run(SHARE, () => madeRun(1))],
  ['slope', 'latency stays as it is', 'PASS', hours(SLOPE)],
  ['slope', 'latency rises by 20 ms per hour, 5 are allowed', 'FAIL', run(SLOPE, drifting)],
  ['slope', 'four iterations are too few to say', 'INCONCLUSIVE', run(SLOPE, () => madeRun(4))],
  ['invariant', 'it is 0 in every iteration', 'PASS', hours(INVARIANT)],
  [
    'invariant',
    'it is not 0 in one of eight iterations',
    'FAIL',
    run(INVARIANT, () => madeRun(8, (hour) => ({ concurrencyRatio: hour === 3 ? 0.01 : 0 }))),
  ],
  ['missing data', 'the KPI was not measured', 'NO_DATA', hours(LAG)],
  ['missing data', 'the KPI was not measured, and its rule fails without', 'FAIL', hours(FAILS_WITHOUT)],
  ['missing data', 'the KPI was not measured, and its rule leaves it open', 'INCONCLUSIVE', hours(OPEN_WITHOUT)],
  ['missing data', 'the only rule stands aside', 'NO_DATA', hours(ASIDE_WITHOUT)],
  ['missing data', 'the KPI is NaN', 'NO_DATA', run(NET, NAN_RUN)],
  ['missing data', 'nobody traded', 'NO_DATA', run(NET, () => [1, 2, 3].map(silentIteration))],
  ['missing data', 'no iteration was completed', 'NO_DATA', run(NET, () => [])],
  ['missing data', 'too few observations', 'INCONCLUSIVE', hours(NET, {}, { min_samples: 1_000_000 })],
  [
    'missing data',
    'an invariant that was not measured in one iteration',
    'NO_DATA',
    run(INVARIANT, () => [...madeRun(2), silentIteration(3)]),
  ],
  ['the run', 'it stopped after 8 of 24 iterations', 'INCONCLUSIVE', () => stopped(hours(NET))],
  ['the run', 'it never settled', 'INCONCLUSIVE', run(NET, settling, { warm_up: { settle: 'net_bps', at_most: 1 } })],
  ['waiver', 'it covers a FAIL', 'WARN', waivedOn('2026-01-01', hours(NET, BAD))],
  ['waiver', 'it expired yesterday', 'FAIL', waivedOn('2026-01-02', hours(NET, BAD))],
  [
    'waiver',
    'the data are missing',
    'NO_DATA',
    waivedOn(
      '2026-01-01',
      run(NET, () => [silentIteration(1)]),
    ),
  ],
];

function stopped(judged: Judged): JudgedTogether {
  return capUnfinished(judged(), { planned: 24, completed: 8, reason: 'interrupted' });
}
