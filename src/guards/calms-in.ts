// A bot in trouble is never kept from becoming safer by a guard that only wants calm.

import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from './direction.ts';
import type { GuardContext } from './guard.ts';
import type { CompletedIteration } from './guard-state.ts';

/** It is not shown to hold its hard gates. */
const TROUBLE: readonly CompletedIteration['verdict'][] = ['FAIL', 'NO_DATA', 'INCONCLUSIVE'];

/** The newest verdict, where it is trouble and the change lowers risk. */
export function calmsIn(
  parameter: ParameterName,
  wanted: number,
  { parameters, state }: GuardContext,
): CompletedIteration['verdict'] | undefined {
  const newest = state.recent.at(-1)?.verdict;
  return raisesRisk(parameter, parameters[parameter], wanted) ? undefined : TROUBLE.find((one) => one === newest);
}
