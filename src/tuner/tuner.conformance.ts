// What every tuner must do, whatever its method: each member of the family runs this suite. Also the observations that its tests are
// built from.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS, PARAMETER_NAMES, quantise } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
import { assert } from '../std/assert.ts';
import type { Observation, Proposal, Tuner } from './tuner.ts';

export type KpiValues = { readonly [name in KpiName]?: number };

/** A KPI that is not named is absent. */
function kpis(values: KpiValues): Kpis {
  return recordOf(KPI_NAMES, (name): Kpi => {
    const value = values[name];
    return value === undefined ? { kind: 'absent', reason: 'not measured' } : { kind: 'value', value, n: 500 };
  });
}

export function observe(iteration: number, parameters: Parameters, values: KpiValues): Observation {
  return { iteration, parameters, edge: { kpis: kpis(values), neg_edge_drivers: [] } };
}

/** The parameters after a proposal, as if every guard had granted it. */
export function applied(parameters: Parameters, proposal: Proposal): Parameters {
  const next: { [name in ParameterName]: number } = { ...parameters };
  for (const { parameter, delta } of proposal.changes) next[parameter] = quantise(parameter, next[parameter] + delta);
  return next;
}

/** Positive where a change raises risk. */
export function riskStep(parameter: ParameterName, delta: number): number {
  return PARAMETERS[parameter].saferDirection === 'up' ? -delta : delta;
}

/** Any history: parameters anywhere in their limits, KPIs plausible, absurd, not a number or absent. */
export function anyHistory(): fc.Arbitrary<readonly Observation[]> {
  const window = fc.record({ parameters: anyParameters(), kpis: anyKpis() });
  return fc.array(window, { minLength: 1, maxLength: 4 }).map((windows) =>
    windows.map(({ parameters, kpis: each }, index) => ({
      iteration: index + 1,
      parameters,
      edge: { kpis: each, neg_edge_drivers: [] },
    })),
  );
}

export function anyParameters(): fc.Arbitrary<Parameters> {
  return fc.record(recordOf(PARAMETER_NAMES, anyValue));
}

/** Mostly inside the apply bounds and often on them, mostly a quantum. */
function anyValue(name: ParameterName): fc.Arbitrary<number> {
  const { limits, applyBounds } = PARAMETERS[name];
  const any = fc.oneof(
    { weight: 3, arbitrary: fc.double({ ...applyBounds, noNaN: true }) },
    { weight: 3, arbitrary: fc.constantFrom(applyBounds.min, applyBounds.max) },
    { weight: 1, arbitrary: fc.double({ ...limits, noNaN: true }) },
  );
  const quantum = any.map((value) => quantise(name, value));
  return fc.oneof({ weight: 3, arbitrary: quantum }, { weight: 1, arbitrary: any });
}

export function anyKpis(): fc.Arbitrary<Kpis> {
  return fc.record(recordOf(KPI_NAMES, anyKpi));
}

/** The interesting range of each kind of KPI, on a grid so that thresholds are met exactly, and now and then nonsense or nothing. */
function anyKpi(name: KpiName): fc.Arbitrary<Kpi> {
  const usual = name.endsWith('_ms')
    ? fc.integer({ min: 0, max: 500 })
    : fc
        .integer({ min: name.endsWith('_ratio') ? 0 : -40, max: name.endsWith('_ratio') ? 20 : 100 })
        .map((step) => step / 20);
  const value = fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: fc.double() });
  return fc.oneof(
    { weight: 7, arbitrary: value.map((each): Kpi => ({ kind: 'value', value: each, n: 500 })) },
    { weight: 1, arbitrary: fc.constant<Kpi>({ kind: 'absent', reason: 'not measured' }) },
  );
}

export function conformsAsTuner(tuner: Tuner): void {
  describe(`${tuner.name} as a tuner`, () => {
    it('proposes the same for the same history, and leaves the history as it was', () => {
      fc.assert(
        fc.property(anyHistory(), (history) => {
          const before = structuredClone(history);
          const proposal = tuner.propose(history);
          expect(tuner.propose(structuredClone(history))).toEqual(proposal);
          expect(history).toEqual(before);
        }),
      );
    });

    it('changes a parameter at most once, in the order of the registry, never by 0, and says why', () => {
      fc.assert(
        fc.property(anyHistory(), (history) => {
          const { changes, rationale } = tuner.propose(history);
          const named = changes.map(({ parameter }) => parameter);
          expect(named).toEqual(PARAMETER_NAMES.filter((name) => named.includes(name)));
          for (const { delta, reasons } of changes) {
            expect(Number.isFinite(delta) && delta !== 0).toBe(true);
            expect(reasons.length).toBeGreaterThan(0);
          }
          expect(rationale.length).toBeGreaterThan(0);
        }),
      );
    });

    it('lands on a quantum inside the apply bounds, wherever a parameter stood', () => {
      fc.assert(
        fc.property(anyHistory(), (history) => {
          const current = newest(history).parameters;
          for (const { parameter, delta } of tuner.propose(history).changes) {
            const { min, max } = PARAMETERS[parameter].applyBounds;
            const value = current[parameter] + delta;
            expect(value).toBeCloseTo(quantise(parameter, value), 6);
            expect(quantise(parameter, value)).toBeGreaterThanOrEqual(min);
            expect(quantise(parameter, value)).toBeLessThanOrEqual(max);
          }
        }),
      );
    });

    it('never takes more risk on less data', () => {
      const lost = fc.subarray([...KPI_NAMES]);
      fc.assert(
        fc.property(anyHistory(), lost, lost, (history, lostNow, lostBefore) => {
          const told = tuner.propose(history);
          const lessTold = tuner.propose(
            history.map((each, index) => without(each, index === history.length - 1 ? lostNow : lostBefore)),
          );
          for (const { parameter, delta } of lessTold.changes) {
            if (riskStep(parameter, delta) <= 0) continue;
            const before = told.changes.find((change) => change.parameter === parameter)?.delta ?? 0;
            expect(riskStep(parameter, delta), `${parameter} without ${lostNow.join()}`).toBeLessThanOrEqual(
              riskStep(parameter, before) + 1e-9,
            );
          }
        }),
        { numRuns: 1000 },
      );
    });

    it('takes no risk where nothing was measured', () => {
      fc.assert(
        fc.property(anyParameters(), (parameters) => {
          const { changes, rationale } = tuner.propose([observe(1, parameters, {})]);
          expect(changes.filter(({ parameter, delta }) => riskStep(parameter, delta) > 0)).toEqual([]);
          expect(rationale.join('\n')).toContain('missing');
        }),
      );
    });
  });
}

function newest(history: readonly Observation[]): Observation {
  const last = history.at(-1);
  assert(last !== undefined, 'no history is empty');
  return last;
}

function without(observation: Observation, names: readonly KpiName[]): Observation {
  const { kpis: told } = observation.edge;
  const lessTold = recordOf(KPI_NAMES, (name): Kpi =>
    names.includes(name) ? { kind: 'absent', reason: 'lost' } : told[name],
  );
  return { ...observation, edge: { ...observation.edge, kpis: lessTold } };
}
