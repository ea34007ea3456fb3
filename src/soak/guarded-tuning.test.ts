// What tuner and guards do together must hold for any KPIs and any tuner: each property runs the real loop over hundreds of runs, and
// fast-check prints the seed of one that breaks it.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from '../guards/direction.ts';
import { GUARD_POLICY } from '../guards/guard-policy.ts';
import { anyStart, anyStream, anyTuner, BAD, FAIR, GOOD, runLoop, tunerOf } from './guarded-loop.fixture.ts';
import type { Loop, Shown } from './guarded-loop.fixture.ts';

const LENGTH = 40;
const RUNS = { numRuns: 60 };
const GATE_KPIS = ['risk_ratio', 'maker_taker_ratio', 'net_bps', 'p95_latency_ms'] as const;

/** A change between two iterations. */
interface Change {
  readonly iteration: number;
  readonly parameter: ParameterName;
  readonly from: number;
  readonly to: number;
  readonly isRevert: boolean;
}

const anyRun = fc.record({
  tuner: anyTuner(LENGTH),
  shown: anyStream(LENGTH),
  start: anyStart(),
  minutes: fc.constantFrom(1, 10, 60, 240),
});

function changesOf({ summaries }: Loop): readonly Change[] {
  return summaries.flatMap(({ iteration, parameters, tuning }) =>
    tuning.changed_keys.map((parameter) => ({
      iteration,
      parameter,
      from: parameters[parameter],
      to: tuning.parameters_next[parameter],
      isRevert: tuning.revert !== undefined,
    })),
  );
}

function ofParameter(loop: Loop, name: ParameterName): readonly Change[] {
  return changesOf(loop).filter(({ parameter }) => parameter === name);
}

function lacksData({ edge }: IterationSummary): boolean {
  return GATE_KPIS.some((name) => {
    const kpi = edge.kpis[name];
    return kpi.kind === 'absent' || !Number.isFinite(kpi.value);
  });
}

describe('whatever the KPIs and whatever the tuner', () => {
  it('no parameter leaves its apply bounds', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        for (const { parameter, to } of changesOf(runLoop(options))) {
          expect(to).toBeGreaterThanOrEqual(PARAMETERS[parameter].applyBounds.min);
          expect(to).toBeLessThanOrEqual(PARAMETERS[parameter].applyBounds.max);
        }
      }),
      RUNS,
    );
  });

  it('no proposal moves a parameter faster than its speed, over any stretch of the run', () => {
    const { calming, loosening } = GUARD_POLICY.velocity;
    fc.assert(
      fc.property(anyRun, (options) => {
        const loop = runLoop(options);
        for (const name of PARAMETER_NAMES) {
          let before = 0;
          for (const { iteration, from, to, isRevert } of ofParameter(loop, name)) {
            const hours = Math.min(1, ((iteration - before) * options.minutes) / 60);
            const speed = (raisesRisk(name, from, to) ? loosening : calming)[name];
            if (!isRevert) expect(Math.abs(to - from)).toBeLessThanOrEqual(speed * hours + 1e-6);
            before = iteration;
          }
        }
      }),
      RUNS,
    );
  });

  it('no proposal returns to what was just left, and none turns more often than the window allows', () => {
    const { return_iterations: returns, window_iterations: window, reversals } = GUARD_POLICY.oscillation;
    fc.assert(
      fc.property(anyRun, (options) => {
        const loop = runLoop(options);
        for (const name of PARAMETER_NAMES) {
          const own = ofParameter(loop, name);
          for (const [index, { iteration, to, isRevert }] of own.entries()) {
            const before = own[index - 1];
            if (before !== undefined && !isRevert && Math.abs(to - before.from) <= 1e-6) {
              expect(iteration - before.iteration).toBeGreaterThan(returns);
            }
            const inWindow = own.slice(0, index + 1).filter((one) => iteration - one.iteration <= window);
            const reverts = inWindow.filter((one) => one.isRevert).length;
            // One more towards less risk; and each revert may turn, and be turned from.
            expect(turns(inWindow)).toBeLessThanOrEqual(reversals + 1 + 2 * reverts);
          }
        }
      }),
      RUNS,
    );
  });

  it('nothing raises risk on missing data, on a failure, or on one iteration alone', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const loop = runLoop(options);
        for (const { iteration, parameter, from, to, isRevert } of changesOf(loop)) {
          if (!raisesRisk(parameter, from, to)) continue;
          const newest = loop.summaries.slice(0, iteration).slice(-2);
          expect(newest.slice(-1).some(lacksData)).toBe(false);
          if (isRevert) continue;
          expect(newest).toHaveLength(2);
          expect(newest.some(lacksData)).toBe(false);
          expect(newest.map(({ gate }) => gate.verdict)).not.toContain('FAIL');
        }
      }),
      RUNS,
    );
  });

  it('a run comes out the same again', () => {
    fc.assert(
      fc.property(anyRun, ({ tuner, ...rest }) => {
        expect(runLoop({ tuner, ...rest })).toEqual(runLoop({ tuner, ...structuredClone(rest) }));
      }),
      { numRuns: 30 },
    );
  });

  it('two steady iterations freeze two parameters for exactly the next four, but for the way out and a revert', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const loop = runLoop(options);
        for (const { from, until } of freezesOf(loop)) {
          for (const { iteration, parameter, isRevert, ...change } of changesOf(loop)) {
            if (!GUARD_POLICY.freeze.parameters.includes(parameter) || isRevert) continue;
            if (iteration + 1 < from || iteration + 1 > until) continue;
            expect(['FAIL', 'NO_DATA', 'INCONCLUSIVE']).toContain(loop.summaries[iteration - 1]?.gate.verdict);
            expect(raisesRisk(parameter, change.from, change.to)).toBe(false);
          }
          const next = loop.summaries[until - 1]?.tuning.decisions ?? [];
          const refused = next.flatMap(({ steps }) =>
            steps.filter(({ guard, outcome }) => guard === 'freeze' && outcome === 'refused'),
          );
          for (const { reason } of refused) expect(reason).not.toMatch(/^frozen/u);
        }
      }),
      RUNS,
    );
  });

  it('a worse KPI never gets a riskier grant', () => {
    const worse = fc.record(
      {
        risk_ratio: fc.constantFrom(0.31, 0.36, 0.45, 0.7, 1),
        net_bps: fc.constantFrom(3, 2.69, 1.9, -5),
        maker_taker_ratio: fc.constantFrom(0.9, 0.8),
        p95_latency_ms: fc.constantFrom(360, 900),
      },
      { requiredKeys: [] },
    );
    const lost = fc.subarray([...GATE_KPIS]);
    const blind = anyRun.filter(({ tuner }) => tuner.name === 'adversary');
    fc.assert(
      fc.property(blind, fc.constantFrom(GOOD, FAIR), worse, lost, (options, good, changes, missing) => {
        const before = options.shown.slice(0, -1);
        const bad = Object.entries({ ...good, ...worseOf(good, changes) }).filter(
          ([name]) => !missing.some((one) => one === name),
        );
        const better = lastOf(runLoop({ ...options, shown: [...before, good] }));
        const worseOne = lastOf(runLoop({ ...options, shown: [...before, Object.fromEntries(bad)] }));
        // A revert is no grant: it goes back to what was good, wherever that lies.
        if (worseOne.tuning.revert !== undefined || better.tuning.revert !== undefined) return;
        for (const name of PARAMETER_NAMES) {
          const [one, other] = [better.tuning.parameters_next[name], worseOne.tuning.parameters_next[name]];
          expect(raisesRisk(name, one, other), `${name} to ${one} and ${other}`).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('nothing moves for four iterations after a revert, or for good after the second to one vector', () => {
    fc.assert(
      fc.property(anyRun, ({ shown, ...options }) => {
        const loop = runLoop({ ...options, shown: shown.map((each, index) => (index % 7 < 4 ? BAD : each)) });
        for (const { iteration, tuning } of loop.summaries) {
          const hold = tuning.revert?.hold;
          if (hold === undefined) continue;
          const until = hold.until_iteration ?? LENGTH + 1;
          const proposed = changesOf(loop).filter(
            (change) => !change.isRevert && change.iteration >= iteration && change.iteration < until,
          );
          expect(proposed).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

describe('what is refused', () => {
  it('earns nothing: A -> B -> A is refused at its first return and at every later one of the window', () => {
    const loop = runLoop({
      tuner: tunerOf((iteration) => (iteration % 2 === 0 ? 0.125 : -0.125)),
      shown: fill(GOOD, 12),
    });
    const path = loop.summaries.map(({ parameters }) => parameters.min_interval_ms);
    // The first loosening waits for two iterations; what is calming at once goes through, and its way back is closed.
    expect(new Set(path).size).toBe(2);
    expect(ofParameter(loop, 'min_interval_ms')).toHaveLength(1);
    expect(loop.states.at(-1)?.counters.oscillation_suppressed_total).toBeGreaterThan(5);
  });

  it('never enters the history', () => {
    const loop = runLoop({ tuner: tunerOf(() => 2), shown: fill({}, 6) });
    for (const [index, { applied }] of loop.states.entries()) {
      const granted = changesOf(loop).filter(({ iteration }) => iteration <= index + 1);
      expect(applied.map(({ parameter, from, to }) => [parameter, from, to])).toEqual(
        granted.map(({ parameter, from, to }) => [parameter, from, to]),
      );
    }
  });

  it('is counted, by guard and in all, and the counters of the last iteration are those of the run', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const { summaries, states } = runLoop(options);
        const steps = summaries.flatMap(({ tuning }) =>
          [...tuning.decisions, ...(tuning.revert?.decisions ?? [])].flatMap((decision) => decision.steps),
        );
        const held = steps.filter(({ outcome }) => outcome !== 'granted');
        const counters = states.at(-1)?.counters;
        expect(counters?.velocity_blocked_total).toBe(held.filter(({ guard }) => guard === 'velocity').length);
        expect(counters?.cooldown_skips_total).toBe(held.filter(({ guard }) => guard === 'cooldown').length);
        expect(counters?.oscillation_suppressed_total).toBe(held.filter(({ guard }) => guard === 'oscillation').length);
        expect(counters?.panic_reverts_total).toBe(
          summaries.filter(({ tuning }) => tuning.revert !== undefined).length,
        );
        expect(summaries.at(-1)?.tuning.counters).toEqual(counters);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a run without guards', () => {
  it('freezes nothing, panics never, and keeps to the laws', () => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const loop = runLoop({ ...options, plan: { guards: false } });
        const asked = new Set(
          loop.summaries.flatMap(({ tuning }) =>
            tuning.decisions.flatMap(({ steps }) => steps.map(({ guard }) => guard)),
          ),
        );
        for (const name of asked) expect(['pin', 'bounds', 'late_iteration']).toContain(name);
        const state = loop.states.at(-1);
        expect(state).toMatchObject({ guards: 'off', reverts: [], cooldown_until_iter: {} });
        expect(state).not.toHaveProperty('hold');
        expect(state).not.toHaveProperty('frozen_until_iter');
      }),
      { numRuns: 30 },
    );
  });
});

function turns(changes: readonly Change[]): number {
  const signs = changes.map(({ from, to }) => Math.sign(to - from));
  return signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
}

function fill(shown: Shown, length: number): readonly Shown[] {
  return Array.from({ length }, () => shown);
}

function lastOf({ summaries }: Loop): IterationSummary {
  const last = summaries.at(-1);
  if (last === undefined) throw new Error('the run is empty');
  return last;
}

/** Those of the changes that make it worse. */
function worseOf(good: Shown, changes: Shown): Shown {
  const isWorse = ([name, value]: readonly [string, number]): boolean => {
    const now = Object.entries(good).find(([one]) => one === name)?.[1] ?? 0;
    return name === 'risk_ratio' || name === 'p95_latency_ms' ? value > now : value < now;
  };
  return Object.fromEntries(Object.entries(changes).filter(isWorse));
}

/** By the rule alone: two neighbours inside the lines, none of them frozen. */
function freezesOf({ summaries }: Loop): readonly { readonly from: number; readonly until: number }[] {
  const freezes: { readonly from: number; readonly until: number }[] = [];
  let running = 0;
  for (const { iteration, edge } of summaries) {
    const frozen = freezes.some(({ until }) => iteration <= until);
    const [risk, net] = [edge.kpis.risk_ratio, edge.kpis.net_bps];
    const steady =
      risk.kind === 'value' &&
      net.kind === 'value' &&
      Number.isFinite(risk.value) &&
      Number.isFinite(net.value) &&
      risk.value <= 0.35 &&
      net.value >= 2.7;
    running = steady && !frozen ? running + 1 : 0;
    if (running < 2) continue;
    freezes.push({ from: iteration + 1, until: iteration + 4 });
    running = 0;
  }
  return freezes;
}
