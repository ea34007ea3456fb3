// What to go back to when a released vector of parameters does badly, and why that one: the nearest that was known to be good and is another
// than what is released. Pure.

import type { BundleDocument } from '../artifacts/bundle/bundle-document.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import type { TuningState } from '../artifacts/run-documents.ts';
import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import type { Parameters } from '../config/parameters.ts';
import { hashJson } from '../json/hash.ts';
import { assert } from '../std/assert.ts';

type RollbackCandidate = BundleDocument['rollback'];

export interface RollbackPlan {
  readonly chosen: RollbackCandidate;
  /** Those that came before it and are what is released itself. */
  readonly same: readonly RollbackCandidate[];
}

export interface RollbackInputs {
  /** Of the run that is judged. */
  readonly plan: Pick<RunPlan, 'parameters' | 'profile'>;
  /** What is released, or would be. */
  readonly released: Parameters;
  /** The run that the verdict was held against, and what it ended with: what was released before. */
  readonly baseline?: { readonly run_id: string; readonly parameters: Parameters };
  /** As the guards knew it at the run's end. */
  readonly lastKnownGood?: NonNullable<TuningState['last_known_good']>;
}

export function rollbackPlan(inputs: RollbackInputs): RollbackPlan {
  const candidates = candidatesOf(inputs);
  const at = candidates.findIndex(({ parameters }) => hashJson(parameters) !== hashJson(inputs.released));
  const chosen = candidates[at];
  assert(chosen !== undefined, 'steady_safe and ultra_safe differ, so that one of them is not what is released');
  return { chosen, same: candidates.slice(0, at) };
}

function candidatesOf({ plan, baseline, lastKnownGood: good }: RollbackInputs): readonly RollbackCandidate[] {
  return [
    ...(baseline === undefined
      ? []
      : [
          {
            source: 'baseline' as const,
            parameters: baseline.parameters,
            origin: `what the baseline ${baseline.run_id} ended with`,
          },
        ]),
    ...(good === undefined
      ? []
      : [
          {
            source: 'last_known_good' as const,
            parameters: good.parameters,
            origin: `the last known good vector of this run: it held every hard gate in the iterations ${good.first_iteration} to ${good.last_iteration}`,
          },
        ]),
    { source: 'start', parameters: plan.parameters, origin: `what this run started with (profile ${plan.profile})` },
    ...(['steady_safe', 'ultra_safe'] as const).flatMap((name) => {
      const parameters = BUILT_IN_PROFILES[name];
      return parameters === undefined ? [] : [{ source: name, parameters, origin: `the built-in profile ${name}` }];
    }),
  ];
}
