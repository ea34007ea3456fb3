// A decision counts once. It is known by the iteration that it follows and the parameters that it starts from, never by what it changes: asked
// again it changes nothing, while two equal steps after two iterations are two steps.

import type { Guard } from './guard.ts';

export const signatureGuard: Guard = {
  name: 'signature',
  review(_parameter, _wanted, { iteration, state_hash: hash, state }) {
    if (state.signature === signatureOf(iteration, hash)) {
      return { kind: 'refused', reason: `the decision after iteration ${iteration} was taken in already` };
    }
    return { kind: 'granted', reason: 'not taken in before' };
  },
};

/** `10:9f86d081...` */
export function signatureOf(iteration: number, stateHash: string): string {
  return `${iteration}:${stateHash}`;
}
