import { expect, it } from 'vitest';
import { adjustScenario } from './adjust-scenario.ts';
import { CALM } from './scenario.ts';

it('leaves a scenario as it is where no knob is turned', () => {
  expect(adjustScenario(CALM, {})).toEqual(CALM);
});

it('turns each knob, and makes gaps happen where they are asked for', () => {
  expect(adjustScenario(CALM, { volatilityScale: 2, spikesPerMin: 0.3, gapBps: 25 }).fundamental).toEqual({
    ...CALM.fundamental,
    sigmaBpsPerSqrtS: CALM.fundamental.sigmaBpsPerSqrtS * 2,
    spikesPerMin: 0.3,
    gapBps: 25,
    gapsPerMin: 0.02,
  });
});
