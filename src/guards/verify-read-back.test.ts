import { describe, expect, it } from 'vitest';
import { STEADY } from './guard.conformance.ts';
import { verifyReadBack } from './verify-read-back.ts';

describe('verifyReadBack', () => {
  it('finds nothing where the target runs with what it was given, dust aside', () => {
    expect(verifyReadBack(STEADY, { ...STEADY, impact_cap_ratio: STEADY.impact_cap_ratio + 9e-10 })).toEqual([]);
  });

  it('names every parameter that differs, with both values', () => {
    const reported = { ...STEADY, min_interval_ms: 61, impact_cap_ratio: STEADY.impact_cap_ratio - 2e-9 };
    expect(verifyReadBack(STEADY, reported)).toEqual([
      { parameter: 'min_interval_ms', expected: 60, reported: 61 },
      { parameter: 'impact_cap_ratio', expected: 0.1, reported: 0.099999998 },
    ]);
  });

  it('takes a missing value and one that is no number for a difference', () => {
    const { tail_age_ms: _, ...rest } = STEADY;
    expect(verifyReadBack(STEADY, { ...rest, min_interval_ms: Number.NaN })).toStrictEqual([
      { parameter: 'min_interval_ms', expected: 60, reported: Number.NaN },
      { parameter: 'tail_age_ms', expected: 650 },
    ]);
  });
});
