// Holds still what should be held still: after steady iterations the parameters that set the size of what is at stake, for a stated number of
// iterations; after a panic everything.

import { calmsIn } from './calms-in.ts';
import type { Guard } from './guard.ts';

export const freezeGuard: Guard = {
  name: 'freeze',
  review(parameter, wanted, context) {
    const { freeze, hold } = context.state;
    if (hold !== undefined) return { kind: 'refused', reason: hold.reason };
    if (freeze === undefined) return { kind: 'granted', reason: 'nothing is frozen' };
    const until = `until iteration ${freeze.until_iteration}`;
    if (!context.policy.freeze.parameters.includes(parameter)) {
      return { kind: 'granted', reason: `not among what is frozen ${until}` };
    }
    const trouble = calmsIn(parameter, wanted, context);
    if (trouble !== undefined) {
      return {
        kind: 'granted',
        reason: `frozen ${until}, but the newest iteration is ${trouble} and this lowers risk`,
      };
    }
    return { kind: 'refused', reason: `frozen ${until}` };
  },
};
