import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import type { Settings } from '../../config/settings.ts';
import { assert } from '../../std/assert.ts';
import { SCENARIOS } from '../../venue/scenario.ts';
import type { Scenario } from '../../venue/scenario.ts';
import { adjustScenario, createTarget } from './create-target.ts';
import { temporaryFolder } from '../memory-host.fixture.ts';

function settingsOf(environment: { readonly [name: string]: string }): Settings {
  return resolveConfiguration({ commandLine: [], environment, profiles: [] }).settings;
}

function scenario(name: string): Scenario {
  const found = SCENARIOS.find((one) => one.name === name);
  assert(found !== undefined, `there is a scenario ${name}`);
  return found;
}

test('settings that nobody gave leave a scenario as it is', () => {
  for (const one of SCENARIOS) expect(adjustScenario(one, settingsOf({}))).toEqual(one);
});

test('volatility, spikes and gaps are changed each alone', () => {
  const calm = scenario('calm');
  const { fundamental } = calm;
  const changed = (environment: { readonly [name: string]: string }): Scenario =>
    adjustScenario(calm, settingsOf(environment));
  expect(changed({ SOAK_MOCK_SIGMA: '0.02' })).toEqual({
    ...calm,
    fundamental: { ...fundamental, sigmaBpsPerSqrtS: fundamental.sigmaBpsPerSqrtS * 2 },
  });
  expect(changed({ SOAK_MOCK_SPIKE_PROB: '0.25' })).toEqual({
    ...calm,
    fundamental: { ...fundamental, spikesPerMin: 0.25 },
  });
  expect(changed({ SOAK_MOCK_GAP_BPS: '33' })).toEqual({ ...calm, fundamental: { ...fundamental, gapBps: 33 } });
});

test('the plan records all that makes the embedded market this one', async () => {
  const host = { cwd: temporaryFolder(), env: { SOAK_MOCK_SPIKE_PROB: '0.25' } };
  const { options, market } = await createTarget(host, [{ name: 'scenario', text: 'spike', place: '--scenario' }], []);
  expect(options).toEqual({ scenario: 'spike', volatility_scale: 1, spike_probability: 0.25 });
  expect(market).toBe('spike');
});
