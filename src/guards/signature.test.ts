import { describe, expect, it } from 'vitest';
import { contextWith } from './guard.conformance.ts';
import { INITIAL_STATE } from './guard-state.ts';
import { signatureGuard, signatureOf } from './signature.ts';

describe('the signature guard', () => {
  const taken = { ...INITIAL_STATE, signature: signatureOf(10, 'before') };

  it('refuses a decision that was taken in already, whatever it changes', () => {
    const context = contextWith({ iteration: 10, state_hash: 'before', state: taken });
    for (const wanted of [65, 66]) {
      expect(signatureGuard.review('min_interval_ms', wanted, context)).toEqual({
        kind: 'refused',
        reason: 'the decision after iteration 10 was taken in already',
      });
    }
  });

  it('takes two equal steps for two, and a decision from other parameters for another', () => {
    for (const told of [
      { iteration: 11, state_hash: 'before' },
      { iteration: 10, state_hash: 'other' },
    ]) {
      expect(signatureGuard.review('min_interval_ms', 65, contextWith({ ...told, state: taken }))).toEqual({
        kind: 'granted',
        reason: 'not taken in before',
      });
    }
    expect(signatureGuard.review('min_interval_ms', 65, contextWith({})).kind).toBe('granted');
  });
});
