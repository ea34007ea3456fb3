import { describe, expect, test } from 'vitest';
import { resolve, set } from '../config/given.fixture.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { Failure } from '../std/failure.ts';
import { planSoak } from './plan.ts';

function planOf(...settings: readonly string[]): ReturnType<typeof planSoak> {
  const configuration = resolve({ commandLine: set(...settings) });
  return planSoak({ configuration, targetOptions: { scenario: 'calm' }, policy: SOAK_POLICY });
}

function failureOf(plan: () => unknown): Failure {
  try {
    plan();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the plan was accepted');
}

describe('a plan', () => {
  test('of the defaults is 24 iterations of an hour, tuned and guarded', () => {
    expect(planOf()).toMatchObject({
      seed: 42,
      target: { kind: 'sim', options: { scenario: 'calm' } },
      iterations: 24,
      iteration_us: 3_600_000_000,
      gate_mode: 'soft',
      tuner: 'rules',
      tune: true,
      guards: true,
      profile: 'steady_safe',
      pinned: {},
    });
  });

  test('holds the parameters that were typed, with the place that says so', () => {
    const plan = planOf('min_interval_ms=60', 'gate_mode=hard');
    expect(plan.parameters.min_interval_ms).toBe(60);
    expect(plan.pinned).toEqual({ min_interval_ms: '--set argument 2' });
    expect(plan.gate_mode).toBe('hard');
  });

  test('with a tuner that does not exist is refused with the place and the nearest name', () => {
    const failure = failureOf(() => planOf('tuner=rule'));
    expect(failure.code).toBe('usage');
    expect(failure.message).toBe('--set argument 2: there is no tuner "rule"');
    expect(failure.problems[0]?.hint).toBe('did you mean rules?');
  });

  test('longer than integers can count is refused', () => {
    expect(failureOf(() => planOf('iterations=1000000', 'iteration_duration=1d')).code).toBe('usage');
    expect(planOf('iterations=100000', 'iteration_duration=1d').iterations).toBe(100_000);
  });
});
