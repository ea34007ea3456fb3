// How often the release gate calls one of two equal runs worse: hours of the embedded market, run once, are drawn into pairs of runs of eight
// hours, which differ by chance alone. Within an hour everything stays as it was; what lasts longer than an hour is torn apart by the drawing,
// so this is a check in seconds, and no substitute for whole runs with other seeds.

import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { EdgeReport } from '../edge/edge-report.ts';
import { RELEASE_AGAINST_BASELINE } from '../gates/gate-policy.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { judgeTogether } from '../gates/judge-together.ts';
import type { CompletedIteration } from '../gates/judge-together.ts';
import { assert } from '../std/assert.ts';
import { RandomStream } from '../std/random.ts';
import { createSimTarget } from '../targets/sim-target.ts';
import { SCENARIOS } from '../venue/scenario.ts';

export interface FalseAlarmRequest {
  /** How many hours are run. */
  readonly hours: number;
  readonly pairs: number;
  readonly seed: number;
  readonly breathe: () => Promise<void>;
}

export interface FalseAlarms {
  readonly scenario: string;
  readonly profile: string;
  readonly hours: number;
  readonly pairs: number;
  readonly seed: number;
  /** By the policy's own word: the share of pairs that may be called worse where the truth lies on every line. */
  readonly stated: number;
  /** How many pairs were called worse than the margins of the release gate allow. */
  readonly beyond_margins: number;
  /** And worse at all: with margins of 0 the truth of equal runs lies on every line. */
  readonly beyond_nothing: number;
}

const SCENARIO = 'calm';
const PROFILE = 'steady_safe';
const RUN_HOURS = 8;
const HOUR_US = 3_600_000_000;
const BLOCK_US = HOUR_US / 12;

export async function measureFalseAlarms(request: FalseAlarmRequest): Promise<FalseAlarms> {
  const { hours, pairs, seed } = request;
  const pool = await runHours(request);
  const random = new RandomStream(seed, 'self-test/pairs');
  const draw = (): readonly CompletedIteration[] =>
    Array.from({ length: RUN_HOURS }, (_, index) => {
      const edge = pool[random.below(pool.length)];
      assert(edge !== undefined, 'there are hours to draw from');
      return { iteration: index + 1, edge };
    });
  const [withMargins, without] = [policyWith((margin) => margin), policyWith(() => 0)];
  let [beyondMargins, beyondNothing] = [0, 0];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [run, baseline] = [draw(), { run_id: 'equal', iterations: draw() }];
    if (isCalledWorse(withMargins, run, baseline)) beyondMargins += 1;
    if (isCalledWorse(without, run, baseline)) beyondNothing += 1;
  }
  return {
    scenario: SCENARIO,
    profile: PROFILE,
    hours,
    pairs,
    seed,
    stated: 1 - (withMargins.fail_confidence ?? withMargins.confidence),
    beyond_margins: beyondMargins,
    beyond_nothing: beyondNothing,
  };
}

/** Of the release gate only what compares, with other margins. */
function policyWith(margin: (own: number) => number): GatePolicy {
  const rules = RELEASE_AGAINST_BASELINE.rules.flatMap((rule) =>
    rule.kind === 'relative' && rule.hard !== undefined ? [Object.assign({}, rule, { hard: margin(rule.hard) })] : [],
  );
  return { ...RELEASE_AGAINST_BASELINE, rules };
}

function isCalledWorse(
  policy: GatePolicy,
  run: readonly CompletedIteration[],
  baseline: { readonly run_id: string; readonly iterations: readonly CompletedIteration[] },
): boolean {
  return judgeTogether(policy, run, baseline).judgement.verdict === 'FAIL';
}

/** Parameters stay as they are, so that all hours have one truth. */
async function runHours({ hours, seed, breathe }: FalseAlarmRequest): Promise<readonly EdgeReport[]> {
  const scenario = SCENARIOS.find(({ name }) => name === SCENARIO);
  const parameters = BUILT_IN_PROFILES[PROFILE];
  assert(scenario !== undefined && parameters !== undefined, 'the scenario and the profile are built in');
  const target = createSimTarget({ scenario, seed, parameters });
  const account = new EdgeAccount(target.describe().instruments);
  const reports: EdgeReport[] = [];
  for (let iteration = 1; iteration <= hours; iteration += 1) {
    const [startUs, endUs] = [(iteration - 1) * HOUR_US, iteration * HOUR_US];
    account.openWindow(startUs);
    await target.run(
      { iteration, startUs, endUs },
      { sinkFor: (symbol) => account.sinkFor(symbol), breathe, stopRequested: () => false },
    );
    reports.push(account.settle(endUs, { confidence: RELEASE_AGAINST_BASELINE.confidence, blockUs: BLOCK_US }).report);
  }
  await target.close();
  return reports;
}
