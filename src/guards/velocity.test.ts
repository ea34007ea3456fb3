import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from './direction.ts';
import { contextWith, STEADY } from './guard.conformance.ts';
import type { GuardAnswer } from './guard.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import { velocityGuard } from './velocity.ts';

const HOUR_US = 3_600_000_000;

/** The answer at so many hours of run time, the parameter having last moved at `moved`. */
function review(parameter: ParameterName, wanted: number, hours = 1, moved?: number, from?: number): GuardAnswer {
  const current = from ?? STEADY[parameter];
  const change = { iteration: 1, parameter, from: current - 1, to: current };
  return velocityGuard.review(
    parameter,
    wanted,
    contextWith({
      parameters: { ...STEADY, [parameter]: current },
      elapsed_us: hours * HOUR_US,
      applied: moved === undefined ? [] : [{ ...change, elapsed_us: moved * HOUR_US }],
    }),
  );
}

describe('the velocity guard', () => {
  it('grants +5 ms an hour on min_interval_ms, and leaves 40 of +50', () => {
    expect(review('min_interval_ms', 65)).toEqual({ kind: 'granted', reason: 'within 40 an hour, calming' });
    expect(review('min_interval_ms', 110)).toEqual({
      kind: 'trimmed',
      to: 100,
      reason: 'faster than 40 an hour, calming',
    });
  });

  it.each(PARAMETER_NAMES)('moves %s at its own speed, inclusive, the safer way faster', (parameter) => {
    const { calming, loosening } = GUARD_POLICY.velocity;
    for (const sign of [1, -1]) {
      const isRiskier = raisesRisk(parameter, STEADY[parameter], STEADY[parameter] + sign);
      const speed = (isRiskier ? loosening : calming)[parameter];
      const limit = Number((STEADY[parameter] + sign * speed).toFixed(6));
      expect(review(parameter, limit).kind).toBe('granted');
      const trimmed = review(parameter, limit + sign * 0.6 * speed);
      expect(trimmed).toMatchObject({ kind: 'trimmed', to: limit });
      expect(trimmed.reason).toContain(isRiskier ? 'loosening' : 'calming');
    }
    expect(calming[parameter]).toBeGreaterThan(loosening[parameter]);
  });

  it('allows nothing where no run time has passed', () => {
    expect(review('min_interval_ms', 61, 0)).toEqual({
      kind: 'refused',
      reason: 'no run time has passed since it last moved (40 an hour, calming)',
    });
    expect(review('min_interval_ms', 61, 7, 7).kind).toBe('refused');
    expect(review('min_interval_ms', 61, 7, 8).kind).toBe('refused');
  });

  it('measures the time since the parameter last moved, or since the start', () => {
    expect(review('min_interval_ms', 80, 0.25)).toMatchObject({ kind: 'trimmed', to: 70 });
    expect(review('min_interval_ms', 85, 7.5, 7)).toMatchObject({ kind: 'trimmed', to: 80 });
    const other = { iteration: 1, elapsed_us: 7 * HOUR_US, parameter: 'tail_age_ms', from: 600, to: 650 } as const;
    const context = contextWith({ elapsed_us: 7.5 * HOUR_US, applied: [other] });
    expect(velocityGuard.review('min_interval_ms', 100, context).kind).toBe('granted');
    const twice = [{ ...other, elapsed_us: 5 * HOUR_US }, other];
    expect(velocityGuard.review('tail_age_ms', 900, { ...context, applied: twice })).toMatchObject({ to: 800 });
  });

  it('gives no credit for a long rest', () => {
    expect(review('min_interval_ms', 110, 24)).toMatchObject({ kind: 'trimmed', to: 100 });
    expect(review('min_interval_ms', 110, 24, 2)).toMatchObject({ kind: 'trimmed', to: 100 });
  });

  it('waits until a whole step has been earned', () => {
    const minute = 1 / 60;
    expect(review('min_interval_ms', 65, minute)).toEqual({
      kind: 'refused',
      reason: 'faster than 40 an hour, calming, and so is every shorter step',
    });
    expect(review('min_interval_ms', 55, 5 * minute).kind).toBe('refused');
    expect(review('min_interval_ms', 65, 2 * minute)).toMatchObject({ kind: 'trimmed', to: 61 });
    expect(review('min_interval_ms', 61, 0.025).kind).toBe('granted');
  });

  it('lands on a step of the parameter, on the near side, wherever it stood', () => {
    expect(review('base_spread_bps_delta', 0.3, 0.33)).toMatchObject({ kind: 'trimmed', to: 0.216 });
    expect(review('base_spread_bps_delta', 0.1, 0.33)).toMatchObject({ kind: 'trimmed', to: 0.147 });
    expect(review('min_interval_ms', 80, 0.25, undefined, 60.4)).toMatchObject({ kind: 'trimmed', to: 70 });
    expect(review('min_interval_ms', 40, 0.5, undefined, 60.4)).toMatchObject({ kind: 'trimmed', to: 56 });
  });
});
