import { describe, expect, it } from 'vitest';
import type { ParameterName } from '../config/parameters.ts';
import { contextWith, STEADY } from './guard.conformance.ts';
import type { AppliedChange, GuardAnswer } from './guard.ts';
import { oscillationGuard } from './oscillation.ts';

/** Changes that follow on one another: `[after iteration, new value]` from the first value on. */
function path(
  parameter: ParameterName,
  first: number,
  ...steps: readonly (readonly [number, number])[]
): readonly AppliedChange[] {
  return steps.map(([iteration, to], index) => ({
    iteration,
    elapsed_us: iteration,
    parameter,
    from: steps[index - 1]?.[1] ?? first,
    to,
  }));
}

function review(iteration: number, wanted: number, applied: readonly AppliedChange[]): GuardAnswer {
  const newest = applied.at(-1);
  const parameter = newest?.parameter ?? 'min_interval_ms';
  const parameters = { ...STEADY, [parameter]: newest?.to ?? STEADY[parameter] };
  return oscillationGuard.review(parameter, wanted, contextWith({ iteration, applied, parameters }));
}

describe('the oscillation guard', () => {
  it('refuses the first return to what was just left, either way', () => {
    expect(review(6, 60, path('min_interval_ms', 60, [5, 65]))).toEqual({
      kind: 'refused',
      reason: '60 -> 65 -> 60: it left that value after iteration 5, and returns after 12 at the earliest',
    });
    expect(review(6, 65, path('min_interval_ms', 65, [5, 60])).kind).toBe('refused');
  });

  it('takes values within a millionth for one', () => {
    const applied = path('impact_cap_ratio', 0.1, [5, 0.11]);
    expect(review(6, 0.1 + 0.9e-6, applied).kind).toBe('refused');
    expect(review(6, 0.1 - 0.9e-6, applied).kind).toBe('refused');
    expect(review(6, 0.1 + 1.1e-6, applied).kind).toBe('granted');
  });

  it('refuses nothing but the return', () => {
    expect(review(6, 70, path('min_interval_ms', 60, [5, 65])).kind).toBe('granted');
    expect(review(6, 62, path('min_interval_ms', 60, [5, 65])).kind).toBe('granted');
    expect(review(6, 60, []).kind).toBe('granted');
    expect(review(6, 60, path('min_interval_ms', 60, [4, 65], [5, 70])).kind).toBe('granted');
  });

  it('keeps parameters apart', () => {
    const applied = [...path('tail_age_ms', 60, [4, 65]), ...path('min_interval_ms', 50, [5, 65])];
    expect(review(6, 60, applied).kind).toBe('granted');
  });

  it('looks behind the changes of other parameters, and not at them', () => {
    const before = path('min_interval_ms', 60, [4, 65]);
    const context = contextWith({
      iteration: 6,
      parameters: { ...STEADY, min_interval_ms: 65, tail_age_ms: 680 },
      applied: [...before, ...path('tail_age_ms', 62, [5, 680])],
    });
    expect(oscillationGuard.review('min_interval_ms', 60, context).kind).toBe('refused');
    expect(oscillationGuard.review('min_interval_ms', 62, context).kind).toBe('granted');
  });

  it('allows the return after twelve iterations', () => {
    const applied = path('min_interval_ms', 60, [5, 65]);
    expect(review(17, 60, applied).kind).toBe('refused');
    expect(review(18, 60, applied).kind).toBe('granted');
  });

  it('sees A-B-A-B over a wider window', () => {
    const applied = path('min_interval_ms', 60, [1, 65], [14, 60]);
    expect(review(25, 65, applied)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^60 -> 65 -> 60 -> 65: /u),
    });
    expect(review(25, 65, path('min_interval_ms', 59, [1, 65], [12, 60])).kind).toBe('granted');
    // The first leg lies behind the window: what is left is one change, and long ago.
    expect(review(27, 65, applied).kind).toBe('granted');
    expect(review(26, 65, path('min_interval_ms', 60, [2, 65], [13, 60])).kind).toBe('refused');
  });

  it('lets a parameter turn twice towards more risk in the window, and any time towards less', () => {
    const twice = path('min_interval_ms', 60, [2, 66], [4, 63], [6, 67]);
    expect(review(8, 64, twice)).toEqual({
      kind: 'refused',
      reason: 'it would turn 3 times in 24 iterations, 2 are enough',
    });
    expect(review(8, 70, twice).kind).toBe('granted');
    expect(review(26, 64, twice).kind).toBe('refused');
    expect(review(27, 64, twice).kind).toBe('granted');
    const once = path('min_interval_ms', 67, [2, 64], [4, 66]);
    expect(review(8, 63, once).kind).toBe('granted');
    expect(review(8, 73, path('min_interval_ms', 80, [1, 78], [3, 76], [5, 74])).kind).toBe('granted');
    const towardsLess = path('min_interval_ms', 60, [2, 66], [4, 63], [6, 67], [7, 64]);
    expect(review(8, 68, towardsLess).kind).toBe('granted');
  });

  it('counts a reversal for parameters that are safer below as well', () => {
    const twice = path('impact_cap_ratio', 0.1, [2, 0.095], [4, 0.099], [6, 0.094]);
    expect(review(8, 0.098, twice).kind).toBe('refused');
    expect(review(8, 0.09, twice).kind).toBe('granted');
  });

  it('stops what raises risk once all movement fills the budget, which belongs to it', () => {
    const down = path('min_interval_ms', 80, [1, 60], [3, 79]);
    expect(review(5, 58, down).kind).toBe('granted');
    expect(review(5, 57, down)).toEqual({
      kind: 'refused',
      reason: 'it would move 61 in all in 24 iterations, and its budget is 60',
    });
    expect(review(5, 100, down).kind).toBe('granted');
    expect(review(26, 57, down).kind).toBe('granted');
  });

  it('reads a budget that is just filled in floating point as filled and no more', () => {
    const moved = path('impact_cap_ratio', 0.08, [1, 0.11], [3, 0.09]);
    expect(review(5, 0.1, moved).kind).toBe('granted');
    expect(review(5, 0.102, moved).reason).toBe('it would move 0.062 in all in 24 iterations, and its budget is 0.06');
  });
});
