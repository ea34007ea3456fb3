// A bot that has just failed a hard gate is never kept from becoming safer by a guard that only wants calm.

import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from './direction.ts';
import type { GuardContext } from './guard.ts';

export function isWayOut(parameter: ParameterName, wanted: number, { parameters, state }: GuardContext): boolean {
  return state.recent.at(-1)?.verdict === 'FAIL' && !raisesRisk(parameter, parameters[parameter], wanted);
}
