// The runs behind a response map: for each parameter both ends of its apply bounds on the markets of the same seeds, the other five held.
// Knows no statistics.

import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { Kpis } from '../edge/edge-report.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { assert } from '../std/assert.ts';
import type { Target } from '../targets/target.ts';

export interface ResponsePlan {
  /** Where the parameters stand that are not moved. */
  readonly parameters: Parameters;
  readonly seeds: readonly number[];
  readonly windowUs: number;
}

/** One seed's market, met with a parameter at either end. */
export interface ResponsePair {
  readonly parameter: ParameterName;
  readonly seed: number;
  readonly low: Kpis;
  readonly high: Kpis;
}

export interface ResponseHost {
  /** A target of its own for one run; its market depends on the seed alone. */
  openTarget(seed: number, parameters: Parameters): Target;
  breathe(): Promise<void>;
  stopRequested(): boolean;
  /** `done` of `runs` runs are over; the next one moves `parameter`. */
  onRun(parameter: ParameterName, done: number, runs: number): void;
}

/** Answers with all pairs, parameter by parameter, or with nothing where it was stopped. */
export async function runResponse(
  { parameters, seeds, windowUs }: ResponsePlan,
  host: ResponseHost,
): Promise<readonly ResponsePair[] | undefined> {
  const pairs: ResponsePair[] = [];
  const runs = PARAMETER_NAMES.length * seeds.length * 2;
  for (const parameter of PARAMETER_NAMES) {
    const { min, max } = PARAMETERS[parameter].applyBounds;
    for (const seed of seeds) {
      host.onRun(parameter, pairs.length * 2, runs);
      const low = await measure(seed, { ...parameters, [parameter]: min }, windowUs, host);
      if (low === undefined) return undefined;
      host.onRun(parameter, pairs.length * 2 + 1, runs);
      const high = await measure(seed, { ...parameters, [parameter]: max }, windowUs, host);
      if (high === undefined) return undefined;
      pairs.push({ parameter, seed, low, high });
    }
  }
  return pairs;
}

const BLOCKS = 12;
const SECOND_US = 1_000_000;

/** The KPIs of one window from the market's opening; nothing where it was stopped. */
async function measure(
  seed: number,
  parameters: Parameters,
  windowUs: number,
  host: ResponseHost,
): Promise<Kpis | undefined> {
  const target = host.openTarget(seed, parameters);
  try {
    await target.apply(parameters);
    const account = new EdgeAccount(target.describe().instruments);
    account.openWindow(0);
    const outcome = await target.run(
      { iteration: 1, startUs: 0, endUs: windowUs },
      {
        sinkFor: (symbol) => account.sinkFor(symbol),
        breathe: () => host.breathe(),
        stopRequested: () => host.stopRequested(),
      },
    );
    if (outcome.kind === 'stopped') return undefined;
    assert(outcome.kind === 'completed', 'a market made from a seed has no end');
    const blockUs = Math.ceil(windowUs / BLOCKS / SECOND_US) * SECOND_US;
    const { confidence } = SOAK_POLICY;
    return account.settle(windowUs, { confidence, blockUs }).report.kpis;
  } finally {
    await target.close();
  }
}
