import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { cooldownGuard, cooldownUntil } from './cooldown.ts';
import { completedWith, contextWith, STEADY } from './guard.conformance.ts';
import type { AppliedChange } from './guard.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import { INITIAL_STATE } from './guard-state.ts';

function change(parameter: ParameterName, iteration: number, by: number): AppliedChange {
  return { iteration, elapsed_us: iteration, parameter, from: STEADY[parameter] - by, to: STEADY[parameter] };
}

function review(parameter: ParameterName, iteration: number, applied: readonly AppliedChange[]): string {
  return cooldownGuard.review(parameter, STEADY[parameter] + 1, contextWith({ iteration, applied })).kind;
}

describe('the cooldown guard', () => {
  it('skips the three proposals after a large change, and no fourth', () => {
    const applied = [change('min_interval_ms', 5, 20)];
    expect([6, 7, 8, 9].map((iteration) => review('min_interval_ms', iteration, applied))).toEqual([
      'refused',
      'refused',
      'refused',
      'granted',
    ]);
  });

  it('says how long', () => {
    const context = contextWith({ iteration: 6, applied: [change('tail_age_ms', 5, 100)] });
    expect(cooldownGuard.review('tail_age_ms', 660, context).reason).toBe(
      'rests until iteration 8 after a large change',
    );
    expect(cooldownGuard.review('min_interval_ms', 65, context).reason).toBe('it is not resting');
  });

  it.each(PARAMETER_NAMES)('starts above the threshold of %s, either way, and not on it', (parameter) => {
    const above = GUARD_POLICY.cooldown.above[parameter];
    for (const sign of [1, -1]) {
      expect(review(parameter, 6, [change(parameter, 5, sign * above)])).toBe('granted');
      expect(review(parameter, 6, [change(parameter, 5, sign * above * 1.1)])).toBe('refused');
    }
  });

  it('keeps each parameter for itself: three changed in one iteration rest for three iterations each', () => {
    const names = ['min_interval_ms', 'replace_rate_per_min', 'tail_age_ms'] as const;
    const applied = [change(names[0], 5, 20), change(names[1], 5, -60), change(names[2], 5, 100)];
    for (const name of names) {
      expect([6, 7, 8, 9].map((iteration) => review(name, iteration, applied))).toEqual([
        'refused',
        'refused',
        'refused',
        'granted',
      ]);
    }
    expect(review('impact_cap_ratio', 6, applied)).toBe('granted');
  });

  it('looks behind a small change at the large one before it', () => {
    expect(review('min_interval_ms', 7, [change('min_interval_ms', 5, 20), change('min_interval_ms', 6, 3)])).toBe(
      'refused',
    );
  });

  it('is not started by a revert', () => {
    expect(review('min_interval_ms', 6, [{ ...change('min_interval_ms', 5, 20), revert: true }])).toBe('granted');
  });

  it.each(['FAIL', 'NO_DATA', 'INCONCLUSIVE'] as const)(
    'lets the parameter become safer, and only that, after a %s',
    (verdict) => {
      const recent = [completedWith({ verdict })];
      const context = contextWith({
        iteration: 6,
        applied: [change('min_interval_ms', 5, 20)],
        state: { ...INITIAL_STATE, recent },
      });
      expect(cooldownGuard.review('min_interval_ms', 65, context)).toEqual({
        kind: 'granted',
        reason: `rests until iteration 8 after a large change, but the newest iteration is ${verdict} and this lowers risk`,
      });
      expect(cooldownGuard.review('min_interval_ms', 55, context).kind).toBe('refused');
    },
  );

  it('is no easier before anything is known', () => {
    const context = contextWith({ iteration: 6, applied: [change('min_interval_ms', 5, 20)], state: INITIAL_STATE });
    expect(cooldownGuard.review('min_interval_ms', 65, context).kind).toBe('refused');
  });

  it('is no easier for a bot that holds its hard gates', () => {
    for (const verdict of ['PASS', 'WARN'] as const) {
      const state = { ...INITIAL_STATE, recent: [completedWith({ verdict: 'FAIL' }), completedWith({ verdict })] };
      const context = contextWith({ iteration: 6, applied: [change('min_interval_ms', 5, 20)], state });
      expect(cooldownGuard.review('min_interval_ms', 65, context).kind).toBe('refused');
    }
  });

  it('is over for whoever asks behind it', () => {
    const asked = { applied: [change('min_interval_ms', 5, 20)], policy: GUARD_POLICY };
    expect(cooldownUntil('min_interval_ms', { ...asked, iteration: 8 })).toBe(8);
    expect(cooldownUntil('min_interval_ms', { ...asked, iteration: 9 })).toBeUndefined();
    expect(cooldownUntil('tail_age_ms', { ...asked, iteration: 8 })).toBeUndefined();
  });
});
