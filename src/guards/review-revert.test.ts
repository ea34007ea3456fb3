import { describe, expect, it } from 'vitest';
import type { Parameters } from '../config/parameters.ts';
import { contextWith, STEADY } from './guard.conformance.ts';
import type { GuardContext } from './guard.ts';
import { INITIAL_STATE } from './guard-state.ts';
import type { GuardState } from './guard-state.ts';
import { grantedParameters } from './review-proposal.ts';
import { reviewRevert } from './review-revert.ts';
import { signatureOf } from './signature.ts';

const HOLD = { from_iteration: 11, until_iteration: 14, reason: 'why' };

function panicTo(
  parameters: Parameters,
  told: Partial<GuardContext> = {},
  state: Partial<GuardState> = {},
): GuardContext {
  const panic = { iteration: 10, target: 'last_known_good', parameters, reason: 'why' } as const;
  return contextWith({ state: { ...INITIAL_STATE, panic, hold: HOLD, ...state }, ...told });
}

function after(context: GuardContext): Parameters {
  return grantedParameters(context.parameters, reviewRevert(context)?.decisions ?? []);
}

describe('a revert', () => {
  it('is one step to the whole vector, however far, right after a change and with no time passed', () => {
    const good = { ...STEADY, min_interval_ms: 40, replace_rate_per_min: 320, impact_cap_ratio: 0.08 };
    const applied = [{ iteration: 9, elapsed_us: 0, parameter: 'min_interval_ms' as const, from: 40, to: 60 }];
    const context = panicTo(good, { elapsed_us: 0, applied });
    expect(after(context)).toEqual(good);
    expect(reviewRevert(context)).toMatchObject({
      kind: 'revert',
      target: 'last_known_good',
      parameters: good,
      reason: 'why',
      hold: HOLD,
      decisions: [{ parameter: 'min_interval_ms', to: 40 }, { to: 320 }, { to: 0.08 }],
    });
  });

  it('decides nothing where the run stands there already, and is told all the same', () => {
    expect(reviewRevert(panicTo(STEADY))).toMatchObject({ kind: 'revert', decisions: [] });
  });

  it('names no hold where there is none', () => {
    const panic = { iteration: 10, target: 'steady_safe', parameters: STEADY, reason: 'why' } as const;
    expect(reviewRevert(contextWith({ state: { ...INITIAL_STATE, panic } }))).not.toHaveProperty('hold');
  });

  it('is not there without a panic', () => {
    expect(reviewRevert(contextWith({}))).toBeUndefined();
  });

  it('leaves what the operator holds', () => {
    const good = { ...STEADY, min_interval_ms: 40, tail_age_ms: 700 };
    const context = panicTo(good, { pinned: { min_interval_ms: '--set' } });
    expect(after(context)).toEqual({ ...STEADY, tail_age_ms: 700 });
    expect(reviewRevert(context)?.decisions[0]).toMatchObject({ outcome: 'refused', reason: 'held by --set' });
  });

  it('goes no farther than the apply bounds', () => {
    expect(after(panicTo({ ...STEADY, min_interval_ms: 200 }))).toEqual({ ...STEADY, min_interval_ms: 80 });
  });

  it('is recorded and not applied after the last iteration', () => {
    const context = panicTo({ ...STEADY, tail_age_ms: 700 }, { iterations: 10 });
    expect(after(context)).toEqual(STEADY);
    expect(reviewRevert(context)?.decisions[0]?.steps.at(-1)).toMatchObject({ guard: 'late_iteration', value_in: 700 });
  });

  it('is carried out once', () => {
    const context = panicTo({ ...STEADY, tail_age_ms: 700 }, {}, { signature: signatureOf(10, 'steady') });
    expect(after(context)).toEqual(STEADY);
  });
});
