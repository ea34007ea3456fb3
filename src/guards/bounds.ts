// No value outside the apply bounds, whoever asks. A bound shortens a move; it is never a target, so that a value which the operator
// started beyond it is neither jumped to it nor turned around.

import { PARAMETERS } from '../config/parameters.ts';
import type { Guard } from './guard.ts';

export const boundsGuard: Guard = {
  name: 'bounds',
  review(parameter, wanted, { parameters }) {
    const current = parameters[parameter];
    const { min, max } = PARAMETERS[parameter].applyBounds;
    const nearest = Math.min(Math.max(wanted, min), max);
    if (nearest === wanted) return { kind: 'granted', reason: `inside ${min}..${max}` };
    const outside = `${wanted} lies outside ${min}..${max}`;
    const onTheWay = Math.min(current, wanted) < nearest && nearest < Math.max(current, wanted);
    if (onTheWay) return { kind: 'trimmed', to: nearest, reason: outside };
    return { kind: 'refused', reason: `${outside}, and so does every shorter step` };
  },
};
