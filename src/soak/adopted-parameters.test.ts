import { expect, test } from 'vitest';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { adoptedParameters } from './adopted-parameters.ts';
import { BAD, FAIR, GOOD, runLoop, tunerOf } from './guarded-loop.fixture.ts';
import type { Shown } from './guarded-loop.fixture.ts';

/** The last iteration of a run as long as that. */
function lastOf(shown: readonly Shown[], share = 0.1): IterationSummary {
  const tuner = tunerOf((_, index) => (index === 0 ? 0 : share));
  const last = runLoop({ tuner, shown, plan: { iterations: shown.length } }).summaries.at(-1);
  if (last === undefined) throw new Error('the run is empty');
  return last;
}

test('what the end of a run kept from being applied is adopted, as far as the guards had granted it', () => {
  const last = lastOf([FAIR]);
  const { parameters } = last;
  expect(last.tuning.parameters_next).toEqual(parameters);
  // +10 % of the range: safer for spread and tail; riskier for the rest, which one iteration does not speak for.
  expect(adoptedParameters(last)).toEqual({ ...parameters, base_spread_bps_delta: 0.177, tail_age_ms: 770 });
});

test('what a guard trimmed is adopted trimmed', () => {
  const last = lastOf([FAIR], 2);
  expect(adoptedParameters(last)).toEqual({ ...last.parameters, base_spread_bps_delta: 0.25, tail_age_ms: 800 });
});

test('a revert that came too late for its own run is adopted', () => {
  const last = lastOf([GOOD, BAD, BAD, BAD]);
  expect(last.tuning.revert).toBeDefined();
  expect(adoptedParameters(last)).toEqual(last.tuning.revert?.parameters);
});

test('an iteration that another followed is taken over as it went on', () => {
  const [first] = runLoop({ tuner: tunerOf(() => 0.1), shown: [FAIR, FAIR] }).summaries;
  if (first === undefined) throw new Error('the run is empty');
  expect(adoptedParameters(first)).toEqual(first.tuning.parameters_next);
  expect(first.tuning.applied).toBe(true);
});
