import { describe, expect, it } from 'vitest';
import { contextWith } from './guard.conformance.ts';
import { lateIterationGuard } from './late-iteration.ts';

describe('the late iteration guard', () => {
  it.each([
    [1, 24, 'granted'],
    [23, 24, 'granted'],
    [24, 24, 'refused'],
    [1, 1, 'refused'],
  ])('answers after iteration %d of %d: %s', (iteration, iterations, kind) => {
    expect(lateIterationGuard.review('tail_age_ms', 680, contextWith({ iteration, iterations })).kind).toBe(kind);
  });
});
