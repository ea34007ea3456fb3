// What every guard must do, whatever it guards against: each member of the family runs this suite. Also the contexts that its tests are
// built from.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, quantise } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import { anyParameters } from '../tuner/tuner.conformance.ts';
import { advance } from './advance.ts';
import { GUARD_ORDER } from './guard.ts';
import type { AppliedChange, Guard, GuardContext } from './guard.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import { INITIAL_STATE } from './guard-state.ts';
import type { CompletedIteration, GuardState } from './guard-state.ts';
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

/** An iteration that speaks for everything, unless told otherwise: it passed, steady, and every limit was felt. */
export function completedWith(told: Partial<CompletedIteration> = {}): CompletedIteration {
  return {
    iteration: 10,
    parameters: STEADY,
    state_hash: 'steady',
    verdict: 'PASS',
    missing: [],
    kpis: { risk_ratio: 0.3, net_bps: 3, min_interval_ratio: 0.2, throttle_ratio: 0.2 },
    ...told,
  };
}

/** The end of iteration 10 of 24, an hour each, nothing applied or held, and all evidence there, unless told otherwise. */
export function contextWith(told: Partial<GuardContext>): GuardContext {
  const iteration = told.iteration ?? 10;
  const recent = [completedWith({ iteration: iteration - 1 }), completedWith({ iteration })];
  return {
    iteration,
    iterations: 24,
    elapsed_us: iteration * HOUR_US,
    parameters: STEADY,
    state_hash: 'steady',
    applied: [],
    state: { ...INITIAL_STATE, recent },
    policy: GUARD_POLICY,
    pinned: {},
    ...told,
  };
}

/** Any moment of a run of hours, with any applied changes and any iterations behind it. */
export function anyContext(): fc.Arbitrary<GuardContext> {
  return fc.integer({ min: 1, max: 24 }).chain((iteration) =>
    fc.record({
      iteration: fc.constant(iteration),
      iterations: fc.integer({ min: iteration, max: 24 }),
      elapsed_us: fc.constant(iteration * HOUR_US),
      parameters: anyParameters(),
      state_hash: fc.constant('now'),
      applied: fc.array(anyChange(iteration), { maxLength: 12 }).map(inOrder),
      state: anyState(iteration),
      policy: fc.constant(GUARD_POLICY),
      pinned: fc.record(
        { min_interval_ms: fc.constant('--set'), impact_cap_ratio: fc.constant('--set') },
        { requiredKeys: [] },
      ),
    }),
  );
}

/** What a run comes to after any iterations, often good and alike. */
function anyState(iterations: number): fc.Arbitrary<GuardState> {
  const any = fc.array(anyCompleted(), { minLength: iterations, maxLength: iterations });
  return any.map((completed) =>
    completed.reduce(
      (state, one, index) => advance(state, { ...one, iteration: index + 1 }, GUARD_POLICY),
      INITIAL_STATE,
    ),
  );
}

function anyCompleted(): fc.Arbitrary<CompletedIteration> {
  const share = fc.constantFrom(undefined, 0, 0.009, 0.01, 0.2);
  return fc
    .record({
      verdict: fc.constantFrom('PASS' as const, 'PASS' as const, 'WARN', 'INCONCLUSIVE', 'NO_DATA', 'FAIL', 'FAIL'),
      missing: fc.constantFrom([], [], [], ['net_bps']),
      state_hash: fc.constantFrom('one', 'other'),
      risk: fc.constantFrom(undefined, 0.2, 0.35, 0.351, 0.7),
      net: fc.constantFrom(undefined, -1, 2.699, 2.7, 3.5),
      blocked: share,
      throttled: share,
    })
    .map(({ verdict, missing, state_hash, risk, net, blocked, throttled }) =>
      completedWith({
        verdict,
        missing,
        state_hash,
        kpis: {
          ...(risk === undefined ? {} : { risk_ratio: risk }),
          ...(net === undefined ? {} : { net_bps: net }),
          ...(blocked === undefined ? {} : { min_interval_ratio: blocked }),
          ...(throttled === undefined ? {} : { throttle_ratio: throttled }),
        },
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
