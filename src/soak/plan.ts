// From a resolved configuration to the plan of one run: what is decided before anything starts. What only a target knows about itself
// (its scenario, its data) comes in as options; whether that exists is the target's business.

import type { RunPlan } from '../artifacts/run-record.ts';
import { suggestName } from '../std/nearest-name.ts';
import type { Configuration } from '../config/resolve-configuration.ts';
import type { GatePolicy } from '../gates/gate-policy.ts';
import { GUARD_POLICY } from '../guards/guard-policy.ts';
import { Failure } from '../std/failure.ts';
import { findTuner, TUNERS } from '../tuner/tuners.ts';

const MICROSECONDS_PER_SECOND = 1_000_000;

export interface PlanInputs {
  readonly configuration: Configuration;
  /** Absent: as it is configured. */
  readonly targetKind?: string | undefined;
  readonly targetOptions: RunPlan['target']['options'];
  readonly policy: GatePolicy;
}

/** Throws `Failure('usage')` for a tuner that does not exist, or a run whose last microsecond no integer can name. */
export function planSoak({ configuration, targetKind, targetOptions, policy }: PlanInputs): RunPlan {
  const { settings, provenance } = configuration;
  if (findTuner(settings.tuner) === undefined) {
    const known = TUNERS.map((tuner) => tuner.name);
    const source = provenance.settings.tuner.candidates[0]?.place ?? 'tuner';
    const message = `there is no tuner ${JSON.stringify(settings.tuner)}`;
    const hint = suggestName(settings.tuner, known, 'tuners');
    throw new Failure('usage', `${source}: ${message}`, { problems: [{ source, message, hint }] });
  }
  const iterationUs = Math.round(settings.iteration_duration * MICROSECONDS_PER_SECOND);
  if (!Number.isSafeInteger(iterationUs * settings.iterations)) {
    throw new Failure(
      'usage',
      `${settings.iterations} iterations of ${settings.iteration_duration} s are too long a run`,
      {
        hint: 'a run ends within 285 years of market time; ask for fewer or shorter iterations',
      },
    );
  }
  return {
    seed: settings.seed,
    target: { kind: targetKind ?? settings.target, options: targetOptions },
    iterations: settings.iterations,
    iteration_us: iterationUs,
    sleep_seconds: settings.sleep_seconds,
    gate_mode: settings.gate_mode,
    policy,
    tuner: settings.tuner,
    tune: settings.tune,
    guards: settings.guards,
    guard_policy: GUARD_POLICY,
    profile: configuration.profile,
    parameters: configuration.parameters,
    pinned: configuration.pinned,
  };
}
