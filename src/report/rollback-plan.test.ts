import { expect, test } from 'vitest';
import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import { assert } from '../std/assert.ts';
import { rollbackPlan } from './rollback-plan.ts';

const { steady_safe: safe } = BUILT_IN_PROFILES;
assert(safe !== undefined, 'there is a safe profile');
const start = { ...safe, tail_age_ms: 600 };
const moved = { ...safe, tail_age_ms: 500 };
const good = { ...safe, tail_age_ms: 550 };
const plan = { parameters: start, profile: 'mine' };
const lastKnownGood = { parameters: good, state_hash: '', first_iteration: 3, last_iteration: 5 };
const baseline = { run_id: 'old', parameters: safe };

test('goes back to the baseline where there is one', () => {
  const { chosen, same } = rollbackPlan({ plan, released: moved, baseline, lastKnownGood });
  expect(chosen).toEqual({ source: 'baseline', origin: 'what the baseline old ended with', parameters: safe });
  expect(same).toEqual([]);
});

test('goes back to the last known good vector, else to the start of the run', () => {
  expect(rollbackPlan({ plan, released: moved, lastKnownGood }).chosen.parameters).toEqual(good);
  expect(rollbackPlan({ plan, released: moved }).chosen).toMatchObject({ source: 'start', parameters: start });
});

test('never goes back to what is released itself, and says what it passed over', () => {
  const { chosen, same } = rollbackPlan({ plan, released: good, lastKnownGood });
  expect(chosen.source).toBe('start');
  expect(same.map(({ source }) => source)).toEqual(['last_known_good']);
});

test('has somewhere to go whatever is released', () => {
  const { chosen, same } = rollbackPlan({ plan: { parameters: safe, profile: 'steady_safe' }, released: safe });
  expect(chosen.source).toBe('ultra_safe');
  expect(same.map(({ source }) => source)).toEqual(['start', 'steady_safe']);
});
