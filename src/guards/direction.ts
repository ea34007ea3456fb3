// Which way is safer: guards ask for little where risk falls, and for evidence where it rises.

import { PARAMETERS } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';

export function raisesRisk(parameter: ParameterName, from: number, to: number): boolean {
  return PARAMETERS[parameter].saferDirection === 'up' ? to < from : to > from;
}
