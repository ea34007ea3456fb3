import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import { adjustScenario } from '../../venue/adjust-scenario.ts';
import { CALM, SCENARIOS } from '../../venue/scenario.ts';
import type { Scenario } from '../../venue/scenario.ts';
import { temporaryFolder } from '../memory-host.fixture.ts';
import { chosenScenario, createTarget } from './create-target.ts';

function chosen(environment: { readonly [name: string]: string }): Scenario {
  return chosenScenario(resolveConfiguration({ commandLine: [], environment, profiles: [] }));
}

test('the scenario is the one that is named, as it is where nothing else is said', () => {
  for (const one of SCENARIOS) expect(chosen({ SOAK_MOCK_MODE: one.name })).toEqual(one);
});

test('volatility, spikes and gaps each reach the scenario', () => {
  expect(chosen({ SOAK_MOCK_SIGMA: '0.02' })).toEqual(adjustScenario(CALM, { volatilityScale: 2 }));
  expect(chosen({ SOAK_MOCK_SPIKE_PROB: '0.25' })).toEqual(adjustScenario(CALM, { spikesPerMin: 0.25 }));
  expect(chosen({ SOAK_MOCK_GAP_BPS: '33' })).toEqual(adjustScenario(CALM, { gapBps: 33 }));
});

test('the plan records all that makes the embedded market this one', async () => {
  const host = { cwd: temporaryFolder(), env: { SOAK_MOCK_SPIKE_PROB: '0.25' } };
  const { options, market } = await createTarget(host, [{ name: 'scenario', text: 'spike', place: '--scenario' }], []);
  expect(options).toEqual({ scenario: 'spike', volatility_scale: 1, spike_probability: 0.25 });
  expect(market).toBe('spike');
});
