// Which iterations of a stored run were run while the steady-state freeze was in force: folded from the summaries as the run itself did.

import { advance } from '../guards/advance.ts';
import type { GuardPolicy } from '../guards/guard-policy.ts';
import { INITIAL_STATE } from '../guards/guard-state.ts';
import type { GuardState } from '../guards/guard-state.ts';
import { completedIteration } from './completed-iteration.ts';
import type { IterationSummary } from './iteration-summary.ts';
import type { RunPlan } from './run-record.ts';

type Frozen = Pick<RunPlan, 'tune' | 'guards' | 'guard_policy'>;

/** By number. Where nothing is tuned, or the guards are off, nothing freezes. */
export function frozenIterations(plan: Frozen, summaries: readonly IterationSummary[]): readonly number[] {
  const isFrozen = freezeWatch(plan);
  return summaries.flatMap((summary) => (isFrozen(summary) ? [summary.iteration] : []));
}

/**
 * Answers for one summary after the other, in their order, whether that iteration ran frozen. Behind iterations of which rotation removed the
 * files it says so only where every past that they may have had comes to that.
 */
export function freezeWatch(plan: Frozen): (summary: IterationSummary) => boolean {
  if (!plan.tune || !plan.guards) return () => false;
  let pasts: readonly GuardState[] = [INITIAL_STATE];
  let expected = 1;
  return (summary) => {
    const { iteration } = summary;
    if (iteration !== expected) pasts = possiblePasts(iteration, plan.guard_policy);
    expected = iteration + 1;
    const isFrozen = pasts.every(({ freeze }) => freeze !== undefined && freeze.from_iteration <= iteration);
    const completed = completedIteration(summary);
    pasts = pasts.map((state) => advance(state, completed, plan.guard_policy));
    return isFrozen;
  };
}

/** Before that iteration: anything from no steady iteration to a freeze that has just begun. */
function possiblePasts(iteration: number, { freeze }: GuardPolicy): readonly GuardState[] {
  const running = Array.from({ length: freeze.steady_iterations }, (_, steady) => ({
    ...INITIAL_STATE,
    steady_running: steady,
  }));
  const frozen = Array.from({ length: freeze.iterations }, (_, left) => ({
    ...INITIAL_STATE,
    freeze: { from_iteration: iteration, until_iteration: iteration + left },
  }));
  return [...running, ...frozen];
}
