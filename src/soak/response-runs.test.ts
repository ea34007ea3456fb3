import { expect, it } from 'vitest';
import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runResponse } from './response-runs.ts';
import type { ResponseHost, ResponsePair } from './response-runs.ts';

const PLAN = {
  parameters: recordOf(PARAMETER_NAMES, (name) => PARAMETERS[name].default),
  seeds: [5, 6],
  windowUs: 600_000_000,
};

interface Opened {
  readonly seed: number;
  readonly parameters: Parameters;
  readonly target: FakeTarget;
}

interface Ran {
  readonly pairs: readonly ResponsePair[] | undefined;
  readonly opened: readonly Opened[];
  readonly told: readonly (readonly [string, number, number])[];
}

/** Runs the plan on fake targets; asked to stop once so many runs were begun. */
async function runPlan(stopAfter = Number.POSITIVE_INFINITY): Promise<Ran> {
  const opened: Opened[] = [];
  const told: [string, number, number][] = [];
  const host: ResponseHost = {
    openTarget(seed, parameters) {
      const target = new FakeTarget({ seed, riskShare: 0.5 });
      opened.push({ seed, parameters, target });
      return target;
    },
    breathe: () => Promise.resolve(),
    stopRequested: () => told.length >= stopAfter,
    onRun: (parameter, done, runs) => told.push([parameter, done, runs]),
  };
  return { pairs: await runResponse(PLAN, host), opened, told };
}

it('meets every seed at both ends of every parameter, the others held', async () => {
  const { opened } = await runPlan();
  const expected = PARAMETER_NAMES.flatMap((name) => {
    const { min, max } = PARAMETERS[name].applyBounds;
    return PLAN.seeds.flatMap((seed) =>
      [min, max].map((value) => ({ seed, parameters: { ...PLAN.parameters, [name]: value } })),
    );
  });
  expect(opened.map(({ seed, parameters }) => ({ seed, parameters }))).toEqual(expected);
  for (const { parameters, target } of opened) {
    expect(target.applied).toEqual([parameters]);
    expect(target.windows).toEqual([{ iteration: 1, startUs: 0, endUs: PLAN.windowUs }]);
  }
});

it('answers with the KPIs of both ends, low before high, the same for the same seeds', async () => {
  const { pairs } = await runPlan();
  expect(pairs?.map(({ parameter, seed }) => [parameter, seed])).toEqual(
    PARAMETER_NAMES.flatMap((name) => PLAN.seeds.map((seed) => [name, seed])),
  );
  const first = pairs?.[0];
  const riskOf = (end: 'low' | 'high'): number | undefined => {
    const kpi = first?.[end].risk_ratio;
    return kpi?.kind === 'value' ? kpi.value : undefined;
  };
  // The fake target's risk share falls as min_interval_ms rises.
  expect(riskOf('low')).toBeGreaterThan(riskOf('high') ?? Number.NaN);
  expect((await runPlan()).pairs).toEqual(pairs);
});

it('tells of each run before it begins', async () => {
  const { told } = await runPlan();
  const runs = PARAMETER_NAMES.length * PLAN.seeds.length * 2;
  expect(told.map(([, done, of]) => [done, of])).toEqual(Array.from({ length: runs }, (_, done) => [done, runs]));
  expect(told.map(([name]) => name)).toEqual(PARAMETER_NAMES.flatMap((name) => [name, name, name, name]));
});

it('answers with nothing once it is asked to stop, at either end', async () => {
  for (const stopAfter of [3, 4]) {
    const { pairs, told } = await runPlan(stopAfter);
    expect(pairs).toBeUndefined();
    expect(told).toHaveLength(stopAfter);
  }
});
