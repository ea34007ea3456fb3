// The loop of a soak without a market: KPIs come from a list, and everything behind them is real, from the gate to the ledger. For tests of
// what tuner and guards do together, over thousands of runs.

import * as fc from 'fast-check';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { TuningState } from '../artifacts/run-documents.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES, PARAMETERS, quantise } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { EdgeReport, Kpi, KpiName } from '../edge/edge-report.ts';
import { judgeIteration } from '../gates/judge-iteration.ts';
import { kpisOf, measured } from '../gates/kpis.fixture.ts';
import { rulesTuner } from '../tuner/rules-tuner.ts';
import type { ProposedChange, Tuner } from '../tuner/tuner.ts';
import { decideTuning } from './decide-tuning.ts';
import { testPlan } from './soak.fixture.ts';
import { stateHash } from '../artifacts/state-hash.ts';
import { summarise } from './summarise.ts';
import { TuningLedger } from './tuning-ledger.ts';

/** What one iteration shows; a KPI that is not named is absent. */
export type Shown = { readonly [name in KpiName]?: number };

/** Steady, with every limit felt. */
export const GOOD: Shown = {
  risk_ratio: 0.3,
  net_bps: 3.2,
  maker_taker_ratio: 0.95,
  p95_latency_ms: 200,
  min_interval_ratio: 0.2,
  throttle_ratio: 0.1,
  adverse_bps_p95: 2,
  slippage_bps_p95: 1,
  cancel_ratio: 0.3,
  order_age_p95_ms: 300,
  ws_lag_p95_ms: 40,
};
/** No gate fails, and nothing is steady. */
export const FAIR: Shown = { ...GOOD, risk_ratio: 0.38, net_bps: 2.9 };
export const BAD: Shown = { ...GOOD, risk_ratio: 0.62, net_bps: 1.2 };

export interface Loop {
  readonly summaries: readonly IterationSummary[];
  /** After each iteration. */
  readonly states: readonly TuningState[];
}

export interface LoopOptions {
  readonly tuner: Tuner;
  readonly shown: readonly Shown[];
  readonly start?: Parameters;
  readonly minutes?: number;
  readonly plan?: Partial<RunPlan>;
}

const MINUTE_US = 60_000_000;
/** Nothing reads more of a report than its KPIs here. */
const EMPTY: EdgeReport = emptyReport();

export function runLoop({ tuner, shown, start, minutes = 60, plan: changes = {} }: LoopOptions): Loop {
  const iterations = shown.length + 1;
  const planned = testPlan({ iterations, iteration_us: minutes * MINUTE_US, ...changes });
  const plan = { ...planned, parameters: start ?? planned.parameters };
  const ledger = new TuningLedger(plan);
  const summaries: IterationSummary[] = [];
  const states: TuningState[] = [];
  let { parameters } = plan;
  for (const [index, each] of shown.entries()) {
    const iteration = index + 1;
    const window = { start_us: index * plan.iteration_us, end_us: iteration * plan.iteration_us };
    const kpis = kpisOf(measuredOf(each));
    const edge = { ...EMPTY, window, kpis };
    const gate = judgeIteration(plan, kpis, iteration);
    ledger.observe({ iteration, window, parameters, edge, gate });
    const tuning = decideTuning(plan, tuner, ledger.moment(plan.iterations));
    const summary = summarise({
      iteration,
      window,
      parameters,
      read_back: parameters,
      state_hash: stateHash(parameters),
      edge,
      gate,
      tuning,
      target_facts: {},
      fills_sha256: '',
    });
    ledger.record(summary);
    summaries.push(summary);
    parameters = tuning.parameters_next;
    states.push(ledger.state(iteration, parameters));
  }
  return { summaries, states };
}

/** Narrow intervals, so that the gate says what the value says. */
function measuredOf(shown: Shown): { readonly [name in KpiName]?: Kpi } {
  const told: { [name in KpiName]?: Kpi } = {};
  for (const name of KPI_NAMES) {
    const value = shown[name];
    if (value !== undefined) told[name] = measured(value, 0.001);
  }
  return told;
}

function emptyReport(): EdgeReport {
  const account = new EdgeAccount([{ symbol: 'TESTUSD', tickSize: 0.01, lotSize: 0.001 }]);
  account.openWindow(0);
  account.sinkFor('TESTUSD').mid(0, 2_000_000);
  return account.settle(MINUTE_US, { confidence: 0.9, blockUs: MINUTE_US / 12 }).report;
}

/** What happens again and again in these runs: good, fair, bad, absurd, and missing in part or in all. */
function anyShown(): fc.Arbitrary<Shown> {
  const value = (name: KpiName): fc.Arbitrary<number> =>
    fc.constantFrom(
      GOOD[name] ?? 0,
      FAIR[name] ?? 0,
      BAD[name] ?? 0,
      0,
      9999,
      -9999,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    );
  const kinds = fc.constantFrom<readonly Shown[]>([GOOD], [GOOD], [FAIR], [BAD], [{}]).map(([first = {}]) => first);
  const names = fc.subarray([...KPI_NAMES], { maxLength: 3 });
  const odd = fc
    .tuple(kinds, names, fc.array(value('risk_ratio'), { minLength: 3, maxLength: 3 }))
    .map(([base, changed, values]): Shown =>
      Object.fromEntries([
        ...Object.entries(base),
        ...changed.map((name, index) => [name, values[index] ?? 0] as const),
      ]),
    );
  const lossy = fc
    .tuple(kinds, names)
    .map(([base, lost]): Shown =>
      Object.fromEntries(Object.entries(base).filter(([name]) => !lost.some((one) => one === name))),
    );
  return fc.oneof({ weight: 6, arbitrary: kinds }, { weight: 1, arbitrary: odd }, { weight: 2, arbitrary: lossy });
}

/** Anything; or a square wave of any period between two kinds of iteration, with spikes. */
export function anyStream(length: number): fc.Arbitrary<readonly Shown[]> {
  const noise = fc.array(anyShown(), { minLength: length, maxLength: length });
  const wave = fc
    .record({
      period: fc.integer({ min: 1, max: 12 }),
      high: anyShown(),
      low: anyShown(),
      spikes: fc.array(fc.record({ at: fc.nat({ max: length - 1 }), shown: anyShown() }), { maxLength: 3 }),
    })
    .map(({ period, high, low, spikes }) =>
      Array.from({ length }, (_, index) => {
        const spike = spikes.find(({ at }) => at === index);
        return spike?.shown ?? (Math.floor(index / period) % 2 === 0 ? high : low);
      }),
    );
  return fc.oneof(noise, wave);
}

/** Multiples of the quantum inside the apply bounds. */
export function anyStart(): fc.Arbitrary<Parameters> {
  return fc.record(
    recordOf(PARAMETER_NAMES, (name) => {
      const { min, max } = PARAMETERS[name].applyBounds;
      return fc.double({ min, max, noNaN: true }).map((value) => quantise(name, value));
    }),
  );
}

/** The product's own, and such as want the worst: to and fro at every period, always the riskier, anything at all. */
export function anyTuner(length: number): fc.Arbitrary<Tuner> {
  const share = fc.constantFrom(-2, -0.5, -0.25, -0.1, 0, 0.05, 0.1, 0.25, 0.5, 2);
  const table = fc.array(fc.array(share, { minLength: 6, maxLength: 6 }), { minLength: length, maxLength: length });
  const wave = fc.record({ period: fc.integer({ min: 1, max: 12 }), share: fc.constantFrom(0.05, 0.1, 0.25, 2) }).map(
    ({ period, share: size }) =>
      (iteration: number) =>
        Math.floor(iteration / period) % 2 === 0 ? size : -size,
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(rulesTuner) },
    { weight: 2, arbitrary: table.map((shares) => tunerOf((iteration, index) => shares[iteration - 1]?.[index] ?? 0)) },
    { weight: 2, arbitrary: wave.map((shareAt) => tunerOf(shareAt)) },
    { weight: 1, arbitrary: fc.constant(tunerOf((_, index, riskier) => (index % 2 === 0 ? riskier : riskier / 10))) },
  );
}

/** Wants of each parameter, after each iteration, this share of its apply range; `riskier` is 1 where up is. */
export function tunerOf(shareOf: (iteration: number, index: number, riskier: 1 | -1) => number): Tuner {
  return {
    name: 'adversary',
    propose(history) {
      const { iteration, parameters } = history.at(-1) ?? { iteration: 0, parameters: {} };
      const changes = PARAMETER_NAMES.flatMap((name: ParameterName, index): ProposedChange[] => {
        const { applyBounds, saferDirection } = PARAMETERS[name];
        const current = parameters[name] ?? 0;
        const range = applyBounds.max - applyBounds.min;
        const wanted = quantise(name, current + range * shareOf(iteration, index, saferDirection === 'up' ? -1 : 1));
        return wanted === current ? [] : [{ parameter: name, delta: wanted - current, reasons: ['because'] }];
      });
      return { changes, rationale: ['because'] };
    },
  };
}
