import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { Failure } from '../../std/failure.ts';
import { adjustScenario } from '../../venue/adjust-scenario.ts';
import { contentOf } from '../../venue/scenario-file.ts';
import { CALM, SCENARIOS, SPIKE } from '../../venue/scenario.ts';
import { temporaryFolder } from '../memory-host.fixture.ts';
import { chooseScenario, type ChosenScenario } from './choose-scenario.ts';

const cwd = temporaryFolder();
const OURS = { ...SPIKE, takers: { ...SPIKE.takers, perS: 5 } };

function chosen(environment: { readonly [name: string]: string }): Promise<ChosenScenario> {
  const configuration = resolveConfiguration({ commandLine: [], environment, profiles: [] });
  return chooseScenario({ cwd, disk: nodeDisk }, configuration);
}

async function refusal(file: string, text?: string): Promise<Failure> {
  if (text !== undefined) writeFileSync(join(cwd, file), text);
  const failure: unknown = await chosen({ SOAK_MOCK_MODE: file }).catch((error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('it is taken');
  return failure;
}

test('a built-in scenario is the one that is named, as it is where nothing else is said', async () => {
  for (const one of SCENARIOS) {
    expect(await chosen({ SOAK_MOCK_MODE: one.name })).toEqual({
      scenario: one,
      options: { scenario: one.name, volatility_scale: 1 },
    });
  }
});

test('volatility, spikes and gaps each reach the scenario, and the plan', async () => {
  const spiky = await chosen({ SOAK_MOCK_SPIKE_PROB: '0.25', SOAK_MOCK_GAP_BPS: '33' });
  expect(spiky.scenario).toEqual(adjustScenario(CALM, { spikesPerMin: 0.25, gapBps: 33 }));
  expect(spiky.options).toEqual({ scenario: 'calm', volatility_scale: 1, spike_probability: 0.25, gap_bps: 33 });
  const rough = await chosen({ SOAK_MOCK_SIGMA: '0.02' });
  expect(rough.scenario).toEqual(adjustScenario(CALM, { volatilityScale: 2 }));
  expect(rough.options).toEqual({ scenario: 'calm', volatility_scale: 2 });
});

test('a file is named after itself, and the plan holds its content', async () => {
  mkdirSync(join(cwd, 'markets'));
  writeFileSync(join(cwd, 'markets/calm'), canonicalDocument(contentOf(OURS)));
  writeFileSync(join(cwd, 'my own: market.json'), canonicalDocument(contentOf(OURS)));
  for (const [file, name] of [
    ['markets/calm', 'calm.json'],
    ['my own: market.json', 'my_own__market.json'],
  ] as const) {
    expect(await chosen({ SOAK_MOCK_MODE: file, SOAK_MOCK_GAP_BPS: '33' })).toEqual({
      scenario: adjustScenario({ ...OURS, name }, { gapBps: 33 }),
      options: { scenario: name, scenario_content: contentOf(OURS), volatility_scale: 1, gap_bps: 33 },
    });
  }
});

test('a very long file name is cut for the names of runs', async () => {
  const file = `${'m'.repeat(200)}.json`;
  writeFileSync(join(cwd, file), canonicalDocument(contentOf(OURS)));
  expect((await chosen({ SOAK_MOCK_MODE: file })).options['scenario']).toBe(`${'m'.repeat(40)}.json`);
});

test('what is wrong with a file is said with line and column', async () => {
  const text = canonicalDocument(contentOf(OURS)).replace('"perS": 5', '"perS": -5, "pers": 5');
  const line = text.split('\n').findIndex((one) => one.includes('"pers"')) + 1;
  const { code, message, problems } = await refusal('wrong.json', text);
  expect([code, message]).toEqual(['usage', 'wrong.json:1:1 is no valid scenario']);
  expect(problems).toEqual([
    { source: `wrong.json:${line}:13`, message: 'takers.perS must be a number from 1e-9 to 1000, not -5' },
    { source: `wrong.json:${line}:25`, message: 'pers is no field of takers', hint: 'did you mean perS?' },
  ]);
});

test('a file that is no JSON, or not there, is refused by its name', async () => {
  expect((await refusal('broken.json', '{"symbol": }')).message).toBe(
    'broken.json:1:12: is not valid JSON: "}" in place of a value at /symbol, line 1, column 12',
  );
  expect(await refusal('none.json')).toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/^SOAK_MOCK_MODE: cannot read .*none\.json: /u),
  });
});
