import { expect, test } from 'vitest';
import { memoryHost } from '../memory-host.fixture.ts';
import { createTarget } from './create-target.ts';

test('the plan records all that makes the embedded market this one', async () => {
  const host = memoryHost([], { env: { SOAK_MOCK_SPIKE_PROB: '0.25' } });
  const { options, market } = await createTarget(host, [{ name: 'scenario', text: 'spike', place: '--scenario' }], {});
  expect(options).toEqual({ scenario: 'spike', volatility_scale: 1, spike_probability: 0.25 });
  expect(market).toBe('spike');
});
