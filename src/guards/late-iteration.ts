// What the last iteration teaches is recorded and not applied: no iteration of this run would ever run with it. The next run may adopt
// it on request.

import type { Guard } from './guard.ts';

export const lateIterationGuard: Guard = {
  name: 'late_iteration',
  review(_parameter, _wanted, { iteration, iterations }) {
    if (iteration < iterations) return { kind: 'granted', reason: `iteration ${iteration + 1} will run with it` };
    return { kind: 'refused', reason: `iteration ${iteration} is the last: recorded for the next run` };
  },
};
