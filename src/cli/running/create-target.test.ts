import { expect, test } from 'vitest';
import { memoryHost } from '../memory-host.fixture.ts';
import { SMOKE_PLACE } from '../arguments/smoke-defaults.ts';
import { createTarget } from './create-target.ts';

test('the plan records all that makes the embedded market this one', async () => {
  const host = memoryHost([], { env: { SOAK_MOCK_SPIKE_PROB: '0.25' } });
  const { options, market } = await createTarget(host, [{ name: 'scenario', text: 'spike', place: '--scenario' }], {});
  expect(options).toEqual({ scenario: 'spike', volatility_scale: 1, spike_probability: 0.25 });
  expect(market).toBe('spike');
});

test('a smoke run of a command takes less than two minutes unless somebody says otherwise', async () => {
  const smoke = { name: 'iteration_duration', text: '20m', place: SMOKE_PLACE };
  const entries = [{ name: 'target', text: 'command', place: '--target' }, smoke];
  const lengthOf = async (more: typeof entries): Promise<number> => {
    const { configuration } = await createTarget(memoryHost([]), [...entries, ...more], { bot: ['./bot'] });
    return configuration.settings.iteration_duration;
  };
  expect(await lengthOf([])).toBe(30);
  expect(await lengthOf([{ ...smoke, text: '5s', place: '--iteration-duration' }])).toBe(5);
});

test('a command is asked for where it is missing, and refused where none belongs', async () => {
  const target = [{ name: 'target', text: 'command', place: '--target' }];
  await expect(createTarget(memoryHost([]), target, {})).rejects.toThrow('needs the command that starts your bot');
  await expect(createTarget(memoryHost([]), [], { bot: ['./bot'] })).rejects.toThrow('takes no command of a bot');
  const both = createTarget(memoryHost([]), target, { bot: ['./bot'], data: ['day.gz'] });
  await expect(both).rejects.toThrow('the target command has a market of its own');
});
