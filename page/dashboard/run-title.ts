// What a person calls a run.

import type { RunRow } from '../../src/dashboard/run-row.ts';

/** `steady_safe on sim/calm` */
export function marketTitle({ plan }: Pick<RunRow, 'plan'>): string {
  if (plan === undefined) return 'a run that cannot be read';
  return `${plan.profile} on ${plan.scenario === undefined ? plan.target : `${plan.target}/${plan.scenario}`}`;
}
