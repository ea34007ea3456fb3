import { describe, expect, it } from 'vitest';
import { Failure } from '../std/failure.ts';
import { refuseUnlike } from './run-shape.ts';
import type { RunShape } from './run-shape.ts';

const RUN: RunShape = { iteration_us: 3_600_000_000, target: { kind: 'sim', options: { scenario: 'calm' } } };
const NAMES = { candidate: 'new', baseline: 'old' };

function refusal(candidate: RunShape): Failure {
  try {
    refuseUnlike(candidate, RUN, NAMES);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('these runs were taken for alike');
}

describe('a baseline', () => {
  it('is a run of the same shape, whatever else is in its plan', () => {
    const plan = { ...structuredClone(RUN), seed: 7, tuner: 'rules' };
    expect(() => refuseUnlike(plan, RUN, NAMES)).not.toThrow();
  });

  it.each<[string, RunShape, string, string]>([
    [
      'another length of iteration',
      { ...RUN, iteration_us: 60_000_000 },
      '/iteration_us',
      'is 60000000 in new and 3600000000 in old',
    ],
    [
      'another target',
      { ...RUN, target: { ...RUN.target, kind: 'replay' } },
      '/target/kind',
      'is "replay" in new and "sim" in old',
    ],
    [
      'another scenario',
      { ...RUN, target: { kind: 'sim', options: { scenario: 'spike' } } },
      '/target/options/scenario',
      'is "spike" in new and "calm" in old',
    ],
    [
      'an option more',
      { ...RUN, target: { kind: 'sim', options: { scenario: 'calm', fees: 2 } } },
      '/target/options/fees',
      'is 2 in new and nothing in old',
    ],
    [
      'an option less',
      { ...RUN, target: { kind: 'sim', options: {} } },
      '/target/options/scenario',
      'is nothing in new and "calm" in old',
    ],
  ])('of %s is refused, and the difference named', (_, candidate, source, message) => {
    const { code, problems, message: told } = refusal(candidate);
    expect(code).toBe('usage');
    expect(told).toBe('old is no baseline for new: they are runs of different shapes');
    expect(problems).toEqual([{ source, message }]);
  });

  it('has every difference named at once', () => {
    expect(refusal({ iteration_us: 1, target: { kind: 'replay', options: {} } }).problems).toHaveLength(3);
  });
});
