// From a scenario's name and the user's knobs to the scenario that runs.

import { Failure } from '../std/failure.ts';
import { type Scenario, SCENARIOS } from './scenario.ts';

/** Chance per minute of a price gap where a user asks for gaps in a scenario that has none. */
const ASKED_GAPS_PER_MIN = 0.02;

export interface ScenarioKnobs {
  /** Multiplies the volatility of the fundamental. */
  readonly volatilityScale?: number | undefined;
  /** Chance per minute that a burst of volatility starts. */
  readonly spikesPerMin?: number | undefined;
  /** Typical size of a price gap, in bps. */
  readonly gapBps?: number | undefined;
}

/** The built-in scenario of this name, with the knobs applied. Throws `Failure` with code `usage` for an unknown name. */
export function findScenario(name: string, knobs: ScenarioKnobs = {}): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) {
    throw new Failure('usage', `there is no scenario called ${JSON.stringify(name)}`, {
      hint: `choose one of ${SCENARIOS.map((candidate) => candidate.name).join(', ')} with --scenario`,
    });
  }
  const { fundamental } = scenario;
  const gapsPerMin =
    knobs.gapBps === undefined ? fundamental.gapsPerMin : Math.max(fundamental.gapsPerMin, ASKED_GAPS_PER_MIN);
  return {
    ...scenario,
    fundamental: {
      ...fundamental,
      sigmaBpsPerSqrtS: fundamental.sigmaBpsPerSqrtS * (knobs.volatilityScale ?? 1),
      spikesPerMin: knobs.spikesPerMin ?? fundamental.spikesPerMin,
      gapsPerMin,
      gapBps: knobs.gapBps ?? fundamental.gapBps,
    },
  };
}
