import { describe, expect, it } from 'vitest';
import { contextWith } from './guard.conformance.ts';
import { pinGuard } from './pin.ts';

describe('the pin guard', () => {
  const context = contextWith({ pinned: { min_interval_ms: '--set (argument 3)' } });

  it('refuses to touch a parameter that the operator holds, and names the holder', () => {
    expect(pinGuard.review('min_interval_ms', 65, context)).toEqual({
      kind: 'refused',
      reason: 'held by --set (argument 3)',
    });
  });

  it('leaves the other parameters to the tuner', () => {
    expect(pinGuard.review('tail_age_ms', 680, context).kind).toBe('granted');
  });
});
