import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, isSteady } from './advance.ts';
import { completedWith, STEADY } from './guard.conformance.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import { INITIAL_STATE } from './guard-state.ts';
import type { CompletedIteration, GuardState } from './guard-state.ts';

const SHAKY: Partial<CompletedIteration> = { kpis: { risk_ratio: 0.36, net_bps: 3 } };
const FAILED: Partial<CompletedIteration> = { ...SHAKY, verdict: 'FAIL' };
const NO_DATA: Partial<CompletedIteration> = { verdict: 'NO_DATA', missing: ['net_bps'], kpis: {} };

/** The state after each of these iterations, the run's first. */
function run(...told: readonly Partial<CompletedIteration>[]): readonly GuardState[] {
  const states: GuardState[] = [];
  for (const [index, each] of told.entries()) {
    const completed = completedWith({ iteration: index + 1, ...each });
    states.push(advance(states.at(-1) ?? INITIAL_STATE, completed, GUARD_POLICY));
  }
  return states;
}

function last(...told: readonly Partial<CompletedIteration>[]): GuardState {
  return run(...told).at(-1) ?? INITIAL_STATE;
}

describe('steadiness', () => {
  it.each([
    [{ risk_ratio: 0.35, net_bps: 2.7 }, true],
    [{ risk_ratio: 0.3501, net_bps: 2.7 }, false],
    [{ risk_ratio: 0.35, net_bps: 2.6999 }, false],
    [{ net_bps: 3 }, false],
    [{ risk_ratio: 0.1 }, false],
  ])('of %j is %s', (kpis, steady) => {
    expect(isSteady(completedWith({ kpis }), GUARD_POLICY)).toBe(steady);
  });
});

describe('a freeze', () => {
  it('begins with two steady iterations running, holds the next four, and ends', () => {
    const frozen = run({}, {}, {}, {}, {}, {}, {}).map(({ freeze }) => freeze);
    const freeze = { from_iteration: 3, until_iteration: 6 };
    expect(frozen).toEqual([undefined, freeze, freeze, freeze, freeze, undefined, undefined]);
  });

  it('begins again with two steady iterations after it: those that ran frozen are no evidence for the next', () => {
    const untils = run({}, {}, {}, {}, {}, {}, {}, {}, {}).map(({ freeze }) => freeze?.until_iteration);
    expect(untils.slice(5)).toEqual([undefined, undefined, 12, 12]);
    expect(run({}, {}, {}).map(({ steady_running }) => steady_running)).toEqual([1, 0, 0]);
  });

  it('needs the two to be neighbours', () => {
    expect(last({}, SHAKY, {}).freeze).toBeUndefined();
    expect(last({}, NO_DATA, {}).freeze).toBeUndefined();
    expect(last({}, SHAKY, {}, {}).freeze).toEqual({ from_iteration: 5, until_iteration: 8 });
    expect(last(SHAKY).steady_running).toBe(0);
  });

  it('outlasts iterations that are not steady', () => {
    expect(last({}, {}, FAILED, SHAKY).freeze).toEqual({ from_iteration: 3, until_iteration: 6 });
  });
});

describe('the evidence that is kept', () => {
  it('is the newest iterations, oldest first', () => {
    expect(last({}, {}, {}).recent.map(({ iteration }) => iteration)).toEqual([2, 3]);
    expect(last({}).recent.map(({ iteration }) => iteration)).toEqual([1]);
  });

  it('does not grow with the run, whatever comes', () => {
    const any = fc.constantFrom({}, SHAKY, FAILED, NO_DATA, {
      state_hash: 'other',
      parameters: { ...STEADY, tail_age_ms: 700 },
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 200, maxLength: 200 }), (told) => {
        const sizes = run(...told).map((state) => JSON.stringify(state).length);
        expect(Math.max(...sizes)).toBeLessThan(6000);
      }),
      { numRuns: 20 },
    );
  });

  it('names nothing that is not there', () => {
    expect(last(SHAKY)).toStrictEqual({
      ...INITIAL_STATE,
      recent: [completedWith({ iteration: 1, ...SHAKY })],
      passes_running: 1,
    });
  });

  it('carries the signature of the newest decision on', () => {
    const state = advance({ ...INITIAL_STATE, signature: '9:hash' }, completedWith(), GUARD_POLICY);
    expect(state.signature).toBe('9:hash');
    expect(last({})).not.toHaveProperty('signature');
  });
});

describe('the last known good vector', () => {
  it('is the one that held every hard gate in three iterations running', () => {
    const states = run({}, { verdict: 'WARN' }, {});
    expect(states.map(({ last_known_good: known }) => known)).toEqual([
      undefined,
      undefined,
      { parameters: STEADY, state_hash: 'steady', first_iteration: 1, last_iteration: 3 },
    ]);
    expect(last({}, {}, {}, {}).last_known_good).toMatchObject({ first_iteration: 1, last_iteration: 4 });
  });

  it.each(['INCONCLUSIVE', 'NO_DATA', 'FAIL'] as const)('begins anew after an iteration that is %s', (verdict) => {
    expect(last({}, {}, { verdict }).passes_running).toBe(0);
    expect(last({}, {}, { verdict }, {}, {}).last_known_good).toBeUndefined();
    expect(last({}, { verdict }, {}, {}, {}).last_known_good).toMatchObject({ first_iteration: 3, last_iteration: 5 });
  });

  it('counts each vector for itself', () => {
    const other = { state_hash: 'other', parameters: { ...STEADY, tail_age_ms: 700 } };
    expect(last({}, {}, other).passes_running).toBe(1);
    expect(last({}, {}, other, other).last_known_good).toBeUndefined();
    expect(last({}, {}, {}, other, FAILED).last_known_good).toMatchObject({ state_hash: 'steady' });
    expect(last({}, {}, {}, other, other, other).last_known_good).toMatchObject({ parameters: other.parameters });
  });
});

describe('a panic', () => {
  it('comes with the third FAIL running, holds the next four iterations, and is news once', () => {
    const states = run(FAILED, FAILED, FAILED, {}, {}, {}, {});
    expect(states.map(({ panic }) => panic?.iteration)).toEqual([
      undefined,
      undefined,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(states.map(({ hold }) => hold?.until_iteration)).toEqual([undefined, undefined, 7, 7, 7, 7, undefined]);
    expect(states.map(({ fails_running }) => fails_running)).toEqual([1, 2, 0, 0, 0, 0, 0]);
  });

  it('needs them running, and takes an iteration without data for neither', () => {
    expect(last(FAILED, FAILED, {}, FAILED).panic).toBeUndefined();
    expect(last(FAILED, FAILED, { verdict: 'INCONCLUSIVE' }, FAILED).panic).toBeUndefined();
    expect(last(FAILED, NO_DATA, FAILED).fails_running).toBe(2);
    expect(last(FAILED, NO_DATA, FAILED, FAILED).panic).toMatchObject({ iteration: 4 });
    expect(last(NO_DATA, NO_DATA, NO_DATA).panic).toBeUndefined();
  });

  it('goes back to the last known good vector, which stays known', () => {
    const other = { ...FAILED, state_hash: 'other', parameters: { ...STEADY, min_interval_ms: 50 } };
    expect(last({}, {}, {}, other, other, other)).toMatchObject({
      panic: {
        iteration: 6,
        target: 'last_known_good',
        parameters: STEADY,
        reason:
          '3 FAIL iterations running: back to the last known good vector, of iterations 1..3, held until iteration 10',
      },
      hold: { from_iteration: 7, until_iteration: 10 },
      last_known_good: { state_hash: 'steady' },
      reverts: [{ iteration: 6, target: 'last_known_good', parameters: STEADY }],
    });
  });

  it('comes again while the run is held and fails on, and after the second revert to one vector holds to the end', () => {
    const safe = { ...FAILED, state_hash: 'safe', parameters: GUARD_POLICY.panic.safe };
    const states = run(FAILED, FAILED, FAILED, safe, safe, safe, safe, safe, safe, safe, {});
    expect(states[5]).toMatchObject({
      panic: { iteration: 6 },
      hold: {
        from_iteration: 7,
        reason:
          '3 FAIL iterations running: the run stands already at steady_safe; this is revert 2 to that vector, so it is held to the end',
      },
    });
    expect(states[5]?.hold).not.toHaveProperty('until_iteration');
    expect(states[8]?.panic).toBeUndefined();
    expect(states[8]?.fails_running).toBe(3);
    expect(states.at(-1)?.hold).toEqual(states[5]?.hold);
    expect(states.at(-1)?.reverts).toHaveLength(2);
  });
});
