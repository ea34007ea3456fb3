// How often guards held something back: the counters that reports, metrics and alerts read, and the full table per guard.

import type { GuardDecision, GuardName } from './guard.ts';

interface HeldBack {
  readonly refused: number;
  readonly trimmed: number;
}

export interface Counters {
  readonly oscillation_suppressed_total: number;
  readonly velocity_blocked_total: number;
  readonly cooldown_skips_total: number;
  readonly kpi_violations_total: number;
  /** Panics that were answered, a run that stood at its target already included. */
  readonly panic_reverts_total: number;
  /** Only guards that held something back. */
  readonly guards: { readonly [name in GuardName]?: HeldBack };
}

/** Of a run that has decided nothing yet. */
export const NO_COUNTERS: Counters = {
  oscillation_suppressed_total: 0,
  velocity_blocked_total: 0,
  cooldown_skips_total: 0,
  kpi_violations_total: 0,
  panic_reverts_total: 0,
  guards: {},
};

/** What one iteration adds. Gates judge elsewhere: `kpiViolations` is how many of their rules failed. */
interface Addition {
  readonly decisions: readonly GuardDecision[];
  readonly kpiViolations: number;
  readonly reverted: boolean;
}

export function countOn(soFar: Counters, { decisions, kpiViolations, reverted }: Addition): Counters {
  const guards: { [name in GuardName]?: HeldBack } = { ...soFar.guards };
  for (const { guard, outcome } of decisions.flatMap(({ steps }) => steps)) {
    if (outcome === 'granted') continue;
    const before = guards[guard] ?? { refused: 0, trimmed: 0 };
    guards[guard] = { ...before, [outcome]: before[outcome] + 1 };
  }
  return {
    oscillation_suppressed_total: total(guards.oscillation),
    velocity_blocked_total: total(guards.velocity),
    cooldown_skips_total: total(guards.cooldown),
    kpi_violations_total: soFar.kpi_violations_total + kpiViolations,
    panic_reverts_total: soFar.panic_reverts_total + (reverted ? 1 : 0),
    guards,
  };
}

function total(held: HeldBack | undefined): number {
  return held === undefined ? 0 : held.refused + held.trimmed;
}
