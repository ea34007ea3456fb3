import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import { GUARD_POLICY, horizonIterations } from './guard-policy.ts';

describe('the policy of the guards', () => {
  it.each(PARAMETER_NAMES)('takes its numbers of %s from the apply range, to a step', (name) => {
    const { applyBounds, quantum } = PARAMETERS[name];
    const range = applyBounds.max - applyBounds.min;
    const shares = [
      [GUARD_POLICY.cooldown.above[name], 0.2],
      [GUARD_POLICY.oscillation.budget[name], 1.5],
      [GUARD_POLICY.velocity.calming[name], 1],
      [GUARD_POLICY.velocity.loosening[name], 0.25],
    ] as const;
    for (const [number, share] of shares) expect(Math.abs(number - range * share)).toBeLessThan(range * 0.05 + quantum);
  });

  it.each(PARAMETER_NAMES)('can start a cooldown of %s: its speed exceeds the threshold', (name) => {
    expect(GUARD_POLICY.velocity.calming[name]).toBeGreaterThan(GUARD_POLICY.cooldown.above[name]);
    expect(GUARD_POLICY.velocity.loosening[name]).toBeGreaterThan(GUARD_POLICY.cooldown.above[name]);
  });

  it('looks back as far as its longest window', () => {
    expect(horizonIterations(GUARD_POLICY)).toBe(24);
    const { oscillation, cooldown } = GUARD_POLICY;
    expect(horizonIterations({ ...GUARD_POLICY, cooldown: { ...cooldown, iterations: 30 } })).toBe(30);
    expect(horizonIterations({ ...GUARD_POLICY, oscillation: { ...oscillation, return_iterations: 40 } })).toBe(40);
  });
});
