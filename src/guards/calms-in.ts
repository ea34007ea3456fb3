// A bot in trouble is never kept from becoming safer by a guard that only wants calm.

import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from './direction.ts';
import type { GuardContext } from './guard.ts';
import type { CompletedIteration } from './guard-state.ts';

/** It has failed a hard gate. */
export const FAILURE: readonly CompletedIteration['verdict'][] = ['FAIL'];
/** It is not shown to hold its hard gates. */
export const DOUBT: readonly CompletedIteration['verdict'][] = ['FAIL', 'NO_DATA', 'INCONCLUSIVE'];

/** The newest verdict, where it is one of the `trouble` and the change lowers risk. */
export function calmsIn(
  trouble: readonly CompletedIteration['verdict'][],
  parameter: ParameterName,
  wanted: number,
  { parameters, state }: GuardContext,
): CompletedIteration['verdict'] | undefined {
  const newest = state.recent.at(-1)?.verdict;
  return raisesRisk(parameter, parameters[parameter], wanted) ? undefined : trouble.find((one) => one === newest);
}
