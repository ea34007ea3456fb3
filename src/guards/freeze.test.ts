import { describe, expect, it } from 'vitest';
import type { ParameterName } from '../config/parameters.ts';
import { freezeGuard } from './freeze.ts';
import { completedWith, contextWith } from './guard.conformance.ts';
import type { GuardAnswer } from './guard.ts';
import { INITIAL_STATE } from './guard-state.ts';
import type { CompletedIteration, GuardState } from './guard-state.ts';

const FREEZE = { from_iteration: 11, until_iteration: 14 };

function review(
  parameter: ParameterName,
  wanted: number,
  state: Partial<GuardState>,
  verdict: CompletedIteration['verdict'] = 'PASS',
): GuardAnswer {
  const recent = [completedWith({ verdict: 'FAIL' }), completedWith({ verdict })];
  return freezeGuard.review(parameter, wanted, contextWith({ state: { ...INITIAL_STATE, recent, ...state } }));
}

describe('the freeze guard', () => {
  it('lets everything move while nothing is frozen', () => {
    expect(review('impact_cap_ratio', 0.105, {})).toEqual({ kind: 'granted', reason: 'nothing is frozen' });
  });

  it('holds the two parameters either way, and lets the others move', () => {
    expect(review('impact_cap_ratio', 0.105, { freeze: FREEZE })).toEqual({
      kind: 'refused',
      reason: 'frozen until iteration 14',
    });
    expect(review('impact_cap_ratio', 0.095, { freeze: FREEZE }).kind).toBe('refused');
    expect(review('max_delta_ratio', 0.11, { freeze: FREEZE }).kind).toBe('refused');
    for (const parameter of [
      'min_interval_ms',
      'replace_rate_per_min',
      'base_spread_bps_delta',
      'tail_age_ms',
    ] as const) {
      expect(review(parameter, 0, { freeze: FREEZE })).toEqual({
        kind: 'granted',
        reason: 'not among what is frozen until iteration 14',
      });
    }
  });

  it.each(['FAIL', 'NO_DATA', 'INCONCLUSIVE'] as const)(
    'lets them become safer, and only that, after %s',
    (verdict) => {
      expect(review('impact_cap_ratio', 0.095, { freeze: FREEZE }, verdict)).toEqual({
        kind: 'granted',
        reason: `frozen until iteration 14, but the newest iteration is ${verdict} and this lowers risk`,
      });
      expect(review('impact_cap_ratio', 0.105, { freeze: FREEZE }, verdict).kind).toBe('refused');
    },
  );

  it.each(['PASS', 'WARN'] as const)('holds them either way after %s', (verdict) => {
    for (const wanted of [0.095, 0.105]) {
      expect(review('impact_cap_ratio', wanted, { freeze: FREEZE }, verdict).kind).toBe('refused');
    }
  });

  it('holds everything after a panic, whatever it would do', () => {
    const hold = { from_iteration: 11, until_iteration: 14, reason: 'back to steady_safe, held until iteration 14' };
    for (const wanted of [50, 70]) {
      expect(review('min_interval_ms', wanted, { hold }, 'FAIL')).toEqual({ kind: 'refused', reason: hold.reason });
    }
    expect(review('tail_age_ms', 640, { hold: { from_iteration: 11, reason: 'held to the end' } }).kind).toBe(
      'refused',
    );
  });
});
