// A parameter that the operator holds is not the tuner's to change. The attempt is recorded, so that the conflict is seen.

import type { Guard } from './guard.ts';

export const pinGuard: Guard = {
  name: 'pin',
  review(parameter, _wanted, { pinned }) {
    const holder = pinned[parameter];
    if (holder === undefined) return { kind: 'granted', reason: 'nobody holds it' };
    return { kind: 'refused', reason: `held by ${holder}` };
  },
};
