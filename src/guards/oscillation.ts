// Keeps a parameter from going to and fro. A value that was just left is not returned to; and once a parameter has turned often, or moved far
// in all, it may turn and move only towards less risk, which its range bounds by itself.

import { raisesRisk } from './direction.ts';
import type { AppliedChange, Guard, GuardContext } from './guard.ts';

export const oscillationGuard: Guard = {
  name: 'oscillation',
  review(parameter, wanted, context) {
    const { parameters, applied, iteration, policy } = context;
    const { window_iterations: window, reversals: mostReversals, budget } = policy.oscillation;
    const own = applied.filter((change) => change.parameter === parameter && iteration - change.iteration <= window);
    const left = returnTo(own, wanted, context);
    if (left !== undefined) return { kind: 'refused', reason: left };
    const current = parameters[parameter];
    if (!raisesRisk(parameter, current, wanted)) return { kind: 'granted', reason: 'it goes back to nothing' };

    const turns = reversals([...own.map(({ from, to }) => to - from), wanted - current]);
    if (turns > mostReversals) {
      return {
        kind: 'refused',
        reason: `it would turn ${turns} times in ${window} iterations, ${mostReversals} are enough`,
      };
    }
    const moved = own.reduce((sum, { from, to }) => sum + Math.abs(to - from), Math.abs(wanted - current));
    if (moved > budget[parameter] + DUST) {
      return {
        kind: 'refused',
        reason: `it would move ${amount(moved)} in all in ${window} iterations, and its budget is ${budget[parameter]}`,
      };
    }
    return { kind: 'granted', reason: 'it goes back to nothing, and moves within its budget' };
  },
};

/** Why `wanted` is a return: to what the newest change left, or, over the wider window, to what a return left. */
function returnTo(own: readonly AppliedChange[], wanted: number, context: GuardContext): string | undefined {
  const { return_iterations: returns, window_iterations: window, tolerance } = context.policy.oscillation;
  const same = (one: number, other: number): boolean => Math.abs(one - other) <= tolerance;
  const newest = own.at(-1);
  if (newest === undefined || !same(newest.from, wanted)) return undefined;
  const before = own.at(-2);
  const isReturn = before !== undefined && same(before.from, newest.to) && same(before.to, newest.from);
  const within = isReturn ? window : returns;
  if (context.iteration - newest.iteration > within) return undefined;
  const path = isReturn ? [before.from, before.to, newest.to] : [newest.from, newest.to];
  return `${[...path, wanted].join(' -> ')}: it left that value after iteration ${newest.iteration}, and returns after ${within} at the earliest`;
}

/** How often the sign changes. */
function reversals(changes: readonly number[]): number {
  return changes.filter((change, index) => Math.sign(change) !== Math.sign(changes[index - 1] ?? change)).length;
}

/** Finer than any quantum: what just fits a budget fits, whatever its floating point says. */
const DUST = 1e-9;

function amount(value: number): string {
  return String(Number(value.toFixed(6)));
}
