import { describe, expect, it } from 'vitest';
import { completedWith, STEADY } from './guard.conformance.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import type { KnownGood, PastRevert } from './guard-state.ts';
import { panicOn } from './panic.ts';

const SAFE = GUARD_POLICY.panic.safe;
const KNOWN: KnownGood = {
  parameters: { ...STEADY, min_interval_ms: 70, impact_cap_ratio: 0.12 },
  state_hash: 'known',
  first_iteration: 2,
  last_iteration: 4,
};

describe('where a panic leads', () => {
  it('is the last known good vector', () => {
    expect(panicOn(completedWith(), KNOWN, [], GUARD_POLICY)).toMatchObject({
      panic: { target: 'last_known_good', parameters: KNOWN.parameters },
      last_known_good: KNOWN,
    });
  });

  it('is steady_safe while none is known', () => {
    const { panic, last_known_good: known } = panicOn(completedWith(), undefined, [], GUARD_POLICY);
    expect(panic).toEqual({
      iteration: 10,
      target: 'steady_safe',
      parameters: SAFE,
      reason: '3 FAIL iterations running: back to steady_safe, held until iteration 14',
    });
    expect(known).toBeUndefined();
  });

  it('is steady_safe where the last known good vector is what failed, and that is forgotten', () => {
    const failed = completedWith({ parameters: { ...KNOWN.parameters } });
    const answer = panicOn(failed, KNOWN, [], GUARD_POLICY);
    expect(answer.panic).toMatchObject({ target: 'steady_safe', parameters: SAFE });
    expect(answer.panic?.reason).toContain('back to steady_safe, because the last known good vector is what failed');
    expect(answer).not.toHaveProperty('last_known_good');
  });

  it('is where the run stands already, and it says so', () => {
    const answer = panicOn(completedWith({ parameters: SAFE }), undefined, [], GUARD_POLICY);
    expect(answer.panic?.reason).toBe(
      '3 FAIL iterations running: the run stands already at steady_safe, held until iteration 14',
    );
  });

  it('takes no risk back up while data is missing', () => {
    const failed = completedWith({ missing: ['net_bps', 'p95_latency_ms'] });
    const { panic } = panicOn(failed, KNOWN, [], GUARD_POLICY);
    expect(panic?.parameters).toEqual({ ...KNOWN.parameters, impact_cap_ratio: STEADY.impact_cap_ratio });
    expect(panic?.reason).toBe(
      '3 FAIL iterations running: back to the last known good vector, of iterations 2..4, as far as that lowers risk, because net_bps, p95_latency_ms is missing, held until iteration 14',
    );
  });

  it('is held to the end when it is the second revert to that vector', () => {
    const before = (parameters: PastRevert['parameters']): readonly PastRevert[] => [
      { iteration: 5, target: 'last_known_good', parameters },
    ];
    const again = panicOn(completedWith(), KNOWN, before(KNOWN.parameters), GUARD_POLICY);
    expect(again.hold).toEqual({
      from_iteration: 11,
      reason:
        '3 FAIL iterations running: back to the last known good vector, of iterations 2..4; this is revert 2 to that vector, so it is held to the end',
    });
    expect(again.reverts).toHaveLength(2);
    expect(panicOn(completedWith(), KNOWN, before(SAFE), GUARD_POLICY).hold?.until_iteration).toBe(14);
  });

  it('is remembered for the newest eight reverts', () => {
    const before = Array.from({ length: 8 }, (_, index): PastRevert => ({
      iteration: index + 1,
      target: 'last_known_good',
      parameters: { ...STEADY, tail_age_ms: 500 + index },
    }));
    const { reverts } = panicOn(completedWith(), KNOWN, before, GUARD_POLICY);
    expect(reverts.map(({ iteration }) => iteration)).toEqual([2, 3, 4, 5, 6, 7, 8, 10]);
  });
});
