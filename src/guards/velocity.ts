// No parameter moves faster than its own speed, in its own unit for each hour of run time since it last moved: the safer way faster than the
// riskier. Rest earns no credit beyond one hour, so that no leap follows a long calm.

import { PARAMETERS, quantise } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { raisesRisk } from './direction.ts';
import type { Guard, GuardContext } from './guard.ts';

const HOUR_US = 3_600_000_000;

export const velocityGuard: Guard = {
  name: 'velocity',
  review(parameter, wanted, context) {
    const current = context.parameters[parameter];
    const { quantum } = PARAMETERS[parameter];
    const way = raisesRisk(parameter, current, wanted) ? 'loosening' : 'calming';
    const perHour = context.policy.velocity[way][parameter];
    const reach = perHour * creditHours(parameter, context);
    const speed = `${perHour} an hour, ${way}`;
    if (reach <= 0) return { kind: 'refused', reason: `no run time has passed since it last moved (${speed})` };
    // A thousandth of a step is floating point and no movement.
    const dust = quantum / 1000;
    if (Math.abs(wanted - current) <= reach + dust) return { kind: 'granted', reason: `within ${speed}` };
    const steps =
      wanted > current ? Math.floor((current + reach + dust) / quantum) : Math.ceil((current - reach - dust) / quantum);
    const to = quantise(parameter, steps * quantum);
    const left = wanted > current ? to > current : to < current;
    if (left) return { kind: 'trimmed', to, reason: `faster than ${speed}` };
    return { kind: 'refused', reason: `faster than ${speed}, and so is every shorter step` };
  },
};

function creditHours(parameter: ParameterName, { applied, elapsed_us: now }: GuardContext): number {
  const last = applied.findLast((change) => change.parameter === parameter);
  return Math.min(now - (last?.elapsed_us ?? 0), HOUR_US) / HOUR_US;
}
