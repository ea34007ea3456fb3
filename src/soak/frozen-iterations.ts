// Which iterations of a stored run were run while the steady-state freeze was in force: folded from the summaries as the run itself did.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { advance } from '../guards/advance.ts';
import { INITIAL_STATE } from '../guards/guard-state.ts';
import { completedIteration } from './completed-iteration.ts';

/** By number. Where nothing is tuned, or the guards are off, nothing freezes. */
export function frozenIterations(
  plan: Pick<RunPlan, 'tune' | 'guards' | 'guard_policy'>,
  summaries: readonly IterationSummary[],
): readonly number[] {
  if (!plan.tune || !plan.guards) return [];
  const frozen: number[] = [];
  let state = INITIAL_STATE;
  for (const summary of summaries) {
    const { freeze } = state;
    const { iteration } = summary;
    if (freeze !== undefined && freeze.from_iteration <= iteration && iteration <= freeze.until_iteration) {
      frozen.push(iteration);
    }
    state = advance(state, completedIteration(summary), plan.guard_policy);
  }
  return frozen;
}
