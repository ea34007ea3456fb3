import { describe, expect, it } from 'vitest';
import { countOn, NO_COUNTERS } from './counters.ts';
import type { GuardDecision, GuardName, GuardStep } from './guard.ts';

function decision(...steps: readonly (readonly [GuardName, GuardStep['outcome']])[]): GuardDecision {
  return {
    parameter: 'min_interval_ms',
    outcome: 'granted',
    from: 60,
    wanted: 65,
    to: 65,
    reason: 'why',
    steps: steps.map(([guard, outcome]) => ({ guard, outcome, value_in: 65, value_out: 65, reason: 'why' })),
  };
}

describe('counters', () => {
  it('counts what each guard trimmed or refused', () => {
    const decisions = [
      decision(['pin', 'granted'], ['velocity', 'trimmed'], ['bounds', 'trimmed']),
      decision(['pin', 'granted'], ['velocity', 'refused']),
      decision(['oscillation', 'refused']),
      decision(['cooldown', 'refused']),
      decision(['cooldown', 'refused']),
      decision(['cooldown', 'granted'], ['bounds', 'granted']),
    ];
    expect(countOn(NO_COUNTERS, { decisions, kpiViolations: 7, reverted: true })).toEqual({
      oscillation_suppressed_total: 1,
      velocity_blocked_total: 2,
      cooldown_skips_total: 2,
      kpi_violations_total: 7,
      panic_reverts_total: 1,
      guards: {
        velocity: { refused: 1, trimmed: 1 },
        bounds: { refused: 0, trimmed: 1 },
        oscillation: { refused: 1, trimmed: 0 },
        cooldown: { refused: 2, trimmed: 0 },
      },
    });
  });

  it('counts on from what it had, and leaves that as it was', () => {
    const first = countOn(NO_COUNTERS, {
      decisions: [decision(['velocity', 'trimmed'], ['pin', 'refused'])],
      kpiViolations: 2,
      reverted: true,
    });
    const second = countOn(first, {
      decisions: [decision(['velocity', 'refused']), decision(['cooldown', 'refused'])],
      kpiViolations: 1,
      reverted: false,
    });
    expect(second).toEqual({
      oscillation_suppressed_total: 0,
      velocity_blocked_total: 2,
      cooldown_skips_total: 1,
      kpi_violations_total: 3,
      panic_reverts_total: 1,
      guards: {
        velocity: { refused: 1, trimmed: 1 },
        pin: { refused: 1, trimmed: 0 },
        cooldown: { refused: 1, trimmed: 0 },
      },
    });
    expect(first).toMatchObject({ velocity_blocked_total: 1, guards: { velocity: { refused: 0, trimmed: 1 } } });
    expect(NO_COUNTERS.guards).toEqual({});
  });

  it('counts nothing where nothing was decided', () => {
    expect(countOn(NO_COUNTERS, { decisions: [], kpiViolations: 0, reverted: false })).toEqual(NO_COUNTERS);
  });
});
