// What a next run takes over from one that ended: the parameters that would have followed, with what the guards granted of the last proposal
// and only the end of the run kept from being applied.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';

/** `last`: the run's newest completed iteration. */
export function adoptedParameters({ tuning }: Pick<IterationSummary, 'tuning'>): Parameters {
  const next: { [name in ParameterName]: number } = { ...tuning.parameters_next };
  for (const { parameter, steps } of [...tuning.decisions, ...(tuning.revert?.decisions ?? [])]) {
    const last = steps.at(-1);
    if (last?.guard === 'late_iteration') next[parameter] = last.value_in;
  }
  return next;
}
