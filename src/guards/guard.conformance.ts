// What every guard must do, whatever it guards against: each member of the family runs this suite. Also the contexts that its tests are
// built from.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, quantise } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import { anyParameters } from '../tuner/tuner.conformance.ts';
import { GUARD_ORDER } from './guard.ts';
import type { AppliedChange, Guard, GuardContext } from './guard.ts';
import { reviewProposal } from './review-proposal.ts';

const HOUR_US = 3_600_000_000;

export const STEADY: Parameters = {
  min_interval_ms: 60,
  replace_rate_per_min: 260,
  base_spread_bps_delta: 0.16,
  tail_age_ms: 650,
  impact_cap_ratio: 0.1,
  max_delta_ratio: 0.12,
};

/** The end of iteration 10 of 24, an hour each, nothing applied or held, unless told otherwise. */
export function contextWith(told: Partial<GuardContext>): GuardContext {
  const iteration = told.iteration ?? 10;
  return {
    iteration,
    iterations: 24,
    elapsed_us: iteration * HOUR_US,
    parameters: STEADY,
    applied: [],
    pinned: {},
    ...told,
  };
}

/** Any moment of a run of hours, with any applied changes behind it. */
export function anyContext(): fc.Arbitrary<GuardContext> {
  return fc.integer({ min: 1, max: 24 }).chain((iteration) =>
    fc.record({
      iteration: fc.constant(iteration),
      iterations: fc.integer({ min: iteration, max: 24 }),
      elapsed_us: fc.constant(iteration * HOUR_US),
      parameters: anyParameters(),
      applied: fc.array(anyChange(iteration), { maxLength: 12 }).map(inOrder),
      pinned: fc.record(
        { min_interval_ms: fc.constant('--set'), impact_cap_ratio: fc.constant('--set') },
        { requiredKeys: [] },
      ),
    }),
  );
}

function anyChange(before: number): fc.Arbitrary<AppliedChange> {
  return fc
    .record({
      iteration: fc.integer({ min: 1, max: before }),
      parameter: fc.constantFrom(...PARAMETER_NAMES),
      old: anyParameters(),
      new: anyParameters(),
    })
    .map((drawn) => ({
      iteration: drawn.iteration,
      elapsed_us: drawn.iteration * HOUR_US,
      parameter: drawn.parameter,
      from: drawn.old[drawn.parameter],
      to: drawn.new[drawn.parameter],
    }));
}

function inOrder(changes: readonly AppliedChange[]): readonly AppliedChange[] {
  return changes.toSorted((one, other) => one.iteration - other.iteration);
}

/** A context, and one change wished for in it: anywhere, inside the bounds or far beyond. */
const anyWish = fc
  .record({
    context: anyContext(),
    parameter: fc.constantFrom(...PARAMETER_NAMES),
    target: anyParameters(),
    stretch: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  .map(({ context, parameter, target, stretch }) => {
    const current = context.parameters[parameter];
    return {
      context,
      parameter,
      current,
      wanted: quantise(parameter, current + (target[parameter] - current) * stretch),
    };
  })
  .filter(({ current, wanted }) => wanted !== current);

export function conformsAsGuard(guard: Guard): void {
  describe(`${guard.name} as a guard`, () => {
    it('has a place in the order', () => {
      expect(GUARD_ORDER).toContain(guard.name);
    });

    it('gives the same answer to the same question, with a reason, and leaves the context as it was', () => {
      fc.assert(
        fc.property(anyWish, ({ context, parameter, wanted }) => {
          const before = structuredClone(context);
          const answer = guard.review(parameter, wanted, context);
          expect(answer.reason).not.toBe('');
          expect(guard.review(parameter, wanted, structuredClone(context))).toEqual(answer);
          expect(context).toEqual(before);
        }),
      );
    });

    it('only ever shortens a move, to a quantum, and grants what it left of it', () => {
      fc.assert(
        fc.property(anyWish, ({ context, parameter, current, wanted }) => {
          const proposal = { changes: [{ parameter, delta: wanted - current, reasons: [] }], rationale: [] };
          const [decision] = reviewProposal(proposal, context, [guard]);
          if (decision === undefined || decision.outcome === 'refused') return;
          expect(Math.abs(decision.to - current)).toBeLessThanOrEqual(Math.abs(wanted - current));
          expect(quantise(parameter, decision.to)).toBe(decision.to);
          expect(guard.review(parameter, decision.to, context).kind).toBe('granted');
        }),
      );
    });
  });
}
