import { describe, expect, it } from 'vitest';
import type { ParameterName } from '../config/parameters.ts';
import { evidenceGuard } from './evidence.ts';
import { completedWith, contextWith } from './guard.conformance.ts';
import type { GuardAnswer } from './guard.ts';
import { GUARD_POLICY } from './guard-policy.ts';
import { INITIAL_STATE } from './guard-state.ts';
import type { CompletedIteration } from './guard-state.ts';

/** The answer after these iterations, the newest last. */
function review(
  parameter: ParameterName,
  wanted: number,
  ...recent: readonly Partial<CompletedIteration>[]
): GuardAnswer {
  const completed = recent.map((told, index) => completedWith({ iteration: 9 + index, ...told }));
  return evidenceGuard.review(parameter, wanted, contextWith({ state: { ...INITIAL_STATE, recent: completed } }));
}

const GOOD = completedWith().kpis;

describe('the evidence guard', () => {
  it.each([
    ['min_interval_ms', 61],
    ['replace_rate_per_min', 259],
    ['base_spread_bps_delta', 0.17],
    ['tail_age_ms', 651],
    ['impact_cap_ratio', 0.09],
    ['max_delta_ratio', 0.11],
  ] as const)('asks nothing of a change of %s to %d, which lowers risk', (parameter, wanted) => {
    expect(review(parameter, wanted)).toEqual({ kind: 'granted', reason: 'it lowers risk, and needs no evidence' });
    expect(review(parameter, wanted, { verdict: 'NO_DATA', missing: ['net_bps'], kpis: {} }).kind).toBe('granted');
  });

  it.each([
    ['min_interval_ms', 59],
    ['replace_rate_per_min', 261],
    ['base_spread_bps_delta', 0.15],
    ['tail_age_ms', 649],
    ['impact_cap_ratio', 0.11],
    ['max_delta_ratio', 0.13],
  ] as const)('lets %s rise in risk to %d on two good iterations, and on no fewer', (parameter, wanted) => {
    expect(review(parameter, wanted, {}, {})).toEqual({
      kind: 'granted',
      reason: 'it raises risk, and 2 iterations speak for it',
    });
    expect(review(parameter, wanted, {})).toEqual({
      kind: 'refused',
      reason: 'it raises risk, and rests on 1 of 2 iterations',
    });
    expect(review(parameter, wanted).kind).toBe('refused');
  });

  it.each([
    [{ missing: ['net_bps', 'risk_ratio'] }, 'has no net_bps, no risk_ratio'],
    [{ verdict: 'FAIL' }, 'is FAIL'],
    [{ verdict: 'NO_DATA' }, 'is NO_DATA'],
  ] as const)('never raises risk where one of the two iterations is %j', (bad, why) => {
    expect(review('tail_age_ms', 640, bad, {}).reason).toBe(`it raises risk, and iteration 9 ${why}`);
    expect(review('tail_age_ms', 640, {}, bad).reason).toBe(`it raises risk, and iteration 10 ${why}`);
    expect(review('tail_age_ms', 640, {}, bad).kind).toBe('refused');
  });

  it.each(['PASS', 'WARN', 'INCONCLUSIVE'] as const)('takes a %s for no objection', (verdict) => {
    expect(review('tail_age_ms', 640, { verdict }, { verdict }).kind).toBe('granted');
  });

  it.each([
    ['min_interval_ms', 55, 'min_interval_ratio'],
    ['replace_rate_per_min', 270, 'throttle_ratio'],
  ] as const)('does not loosen %s while its limit was not felt', (parameter, wanted, felt) => {
    const withShare = (share: number): Partial<CompletedIteration> => ({ kpis: { ...GOOD, [felt]: share } });
    expect(review(parameter, wanted, withShare(0.01), withShare(0.01)).kind).toBe('granted');
    expect(review(parameter, wanted, withShare(0.0099999), {}).reason).toBe(
      `it raises risk, and iteration 9 shows a ${felt} of 0.0099999, below 0.01: the limit was not felt, so it is not what holds the bot back`,
    );
    expect(review(parameter, wanted, {}, withShare(0)).kind).toBe('refused');
    const { [felt]: _, ...without } = GOOD;
    expect(review(parameter, wanted, {}, { kpis: without }).reason).toBe(
      `it raises risk, and iteration 10 has no ${felt}`,
    );
    expect(review('base_spread_bps_delta', 0.15, {}, { kpis: without }).kind).toBe('granted');
  });

  it('goes by the newest iteration, however many the policy asks for', () => {
    const policy = { ...GUARD_POLICY, evidence: { ...GUARD_POLICY.evidence, iterations: 3 } };
    const outside = completedWith({ kpis: { ...GOOD, risk_ratio: 0.4 } });
    const recent = [completedWith(), completedWith(), outside];
    const context = contextWith({ policy, state: { ...INITIAL_STATE, recent } });
    expect(evidenceGuard.review('impact_cap_ratio', 0.105, context).kind).toBe('refused');
    const again = { ...context, state: { ...INITIAL_STATE, recent: recent.toReversed() } };
    expect(evidenceGuard.review('impact_cap_ratio', 0.105, again).kind).toBe('granted');
  });

  it.each([
    ['impact_cap_ratio', 0.105],
    ['max_delta_ratio', 0.125],
  ] as const)(
    'raises %s, which a freeze would hold, only after an iteration inside the lines of a freeze',
    (parameter, wanted) => {
      const onTheLines = { kpis: { ...GOOD, risk_ratio: 0.35, net_bps: 2.7 } };
      const outside = [{ kpis: { ...GOOD, risk_ratio: 0.351 } }, { kpis: { ...GOOD, net_bps: 2.69 } }];
      expect(review(parameter, wanted, ...outside.slice(0, 1), onTheLines).kind).toBe('granted');
      for (const newest of outside) {
        expect(review(parameter, wanted, {}, newest)).toEqual({
          kind: 'refused',
          reason: 'it raises risk, and iteration 10 lies outside the lines of a freeze',
        });
        expect(review('tail_age_ms', 640, {}, newest).kind).toBe('granted');
      }
    },
  );
});
