// A scenario with the few knobs that users of the prior toolkit know turned.

import type { Scenario } from './scenario.ts';

/** Chance per minute of a price gap where a user asks for gaps in a scenario that has none. */
const ASKED_GAPS_PER_MIN = 0.02;

export interface ScenarioKnobs {
  /** Multiplies the volatility of the fundamental. */
  readonly volatilityScale?: number | undefined;
  /** Chance per minute that a burst of volatility starts. */
  readonly spikesPerMin?: number | undefined;
  /** Typical size of a price gap, in bps; asking for one makes gaps happen. */
  readonly gapBps?: number | undefined;
}

/** A knob that is absent leaves the scenario's own value. */
export function adjustScenario(scenario: Scenario, knobs: ScenarioKnobs): Scenario {
  const { fundamental } = scenario;
  const leastGapsPerMin = knobs.gapBps === undefined ? 0 : ASKED_GAPS_PER_MIN;
  return {
    ...scenario,
    fundamental: {
      ...fundamental,
      sigmaBpsPerSqrtS: fundamental.sigmaBpsPerSqrtS * (knobs.volatilityScale ?? 1),
      spikesPerMin: knobs.spikesPerMin ?? fundamental.spikesPerMin,
      gapsPerMin: Math.max(fundamental.gapsPerMin, leastGapsPerMin),
      gapBps: knobs.gapBps ?? fundamental.gapBps,
    },
  };
}
