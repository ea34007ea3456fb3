// Every tuner there is, by name. One of them is chosen for a run.

import { rulesTuner } from './rules-tuner.ts';
import type { Tuner } from './tuner.ts';

export const TUNERS: readonly Tuner[] = [rulesTuner];

export function findTuner(name: string): Tuner | undefined {
  return TUNERS.find((tuner) => tuner.name === name);
}
