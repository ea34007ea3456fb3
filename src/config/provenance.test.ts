import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { OVERRIDES_VARIABLE } from './environment-layer.ts';
import { project, set } from './given.fixture.ts';
import { findKey } from './keys.ts';
import type { Layer } from './layers.ts';
import { PARAMETER_NAMES, PARAMETERS, quantise, type ParameterName } from './parameters.ts';
import {
  resolveConfiguration,
  type Configuration,
  type ConfigurationInputs,
  type Resolution,
} from './resolve-configuration.ts';
import { SETTINGS } from './settings.ts';

const someParameters = fc.record(Object.fromEntries(PARAMETER_NAMES.map((name) => [name, parameterValue(name)])), {
  requiredKeys: [],
});
const someSettings = fc.record(
  {
    seed: fc.maxSafeNat(),
    scenario: fc.constantFrom('calm', 'spike'),
    iteration_duration: fc.constantFrom('90s', '1h30m'),
    gate_mode: fc.constantFrom('soft', 'hard'),
    guards: fc.boolean(),
    gap_bps: fc.nat(500),
  },
  { requiredKeys: [] },
);
const someDocument = fc
  .record({ parameters: someParameters, settings: someSettings })
  .map((value) => JSON.stringify(value, null, 2));
const someInputs: fc.Arbitrary<ConfigurationInputs> = fc.record({
  commandLine: fc
    .record({ parameters: someParameters, settings: someSettings })
    .map(({ parameters, settings }) =>
      set(
        ...Object.entries({ ...parameters, ...settings, profile: 'mine' }).map(([name, value]) => `${name}=${value}`),
      ),
    ),
  environment: fc.record({
    MM_RUNTIME_OVERRIDES_JSON: someParameters.map((value) => JSON.stringify(value)),
    SOAK_MOCK_SIGMA: fc.constantFrom('0.01', '0.03', '0.1'),
    USE_MOCK: fc.constantFrom('0', '1', 'true', 'false'),
  }),
  projectFile: someDocument.map(project),
  profiles: someDocument.map((text) => [{ path: 'profiles/mine.json', text }]),
  adopted: fc.option(
    someParameters.map((parameters) => ({ place: 'run night, after iteration 24', parameters })),
    { nil: undefined },
  ),
});

describe('provenance', () => {
  it('is complete: resolving again from the recorded candidates alone gives the recorded result', () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const first = resolveConfiguration(inputs);
        const again = resolveConfiguration(inputsFrom(first));
        expect(again.parameters).toStrictEqual(first.parameters);
        expect(again.settings).toStrictEqual(first.settings);
        expect(Object.keys(again.pinned)).toStrictEqual(Object.keys(first.pinned));
      }),
    );
  });

  it('has exactly one winner per name, first, whose value is the resolved one, in falling order of layers', () => {
    const rank: { readonly [layer in Layer]: number } = {
      default: 0,
      profile: 1,
      project: 2,
      adopted: 3,
      environment: 4,
      command_line: 5,
    };
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const configuration = resolveConfiguration(inputs);
        for (const { value, candidates } of Object.values(allResolutions(configuration))) {
          expect(candidates[0]?.value).toBe(value);
          expect(candidates.map(({ outcome }) => outcome).lastIndexOf('won')).toBe(0);
          const ranks = candidates.map(({ layer }) => rank[layer]);
          expect(ranks).toStrictEqual(ranks.toSorted((left, right) => right - left));
          expect(candidates.at(-1)?.layer).toBe('default');
        }
        for (const name of PARAMETER_NAMES) {
          const layer = configuration.provenance.parameters[name].candidates[0]?.layer;
          expect(name in configuration.pinned).toBe(layer === 'environment' || layer === 'command_line');
        }
      }),
    );
  });
});

function parameterValue(name: ParameterName): fc.Arbitrary<number> {
  const { min, max } = PARAMETERS[name].limits;
  return fc.double({ min, max, noNaN: true }).map((value) => quantise(name, value));
}

function allResolutions({ provenance }: Configuration): { readonly [name: string]: Resolution } {
  return { ...provenance.parameters, ...provenance.settings };
}

/** Rebuilds what was read from what was recorded. */
function inputsFrom(configuration: Configuration): ConfigurationInputs {
  const recorded = Object.entries(allResolutions(configuration)).flatMap(([name, { candidates }]) =>
    candidates.map(({ layer, text, place }) => ({ name, layer, text, place })),
  );
  const of = (layer: Layer): typeof recorded => recorded.filter((one) => one.layer === layer);
  const adopted = of('adopted').map(({ name, text }) => [name, Number(text)]);
  const variables = of('environment').filter(({ name }) => findKey(name)?.kind === 'setting');
  return {
    adopted: { place: of('adopted')[0]?.place ?? 'nowhere', parameters: Object.fromEntries(adopted) },
    commandLine: of('command_line'),
    environment: {
      [OVERRIDES_VARIABLE]: sectionText(of('environment'), 'parameter'),
      ...Object.fromEntries(variables.map(({ name, text }) => [variableOf(name), text])),
    },
    projectFile: project(documentText(of('project'))),
    profiles: [{ path: 'profiles/mine.json', text: documentText(of('profile')) }],
  };
}

function variableOf(name: string): string {
  return Object.values(SETTINGS).find((spec) => spec.name === name)?.environment?.name ?? '';
}

function documentText(recorded: readonly { readonly name: string; readonly text: string }[]): string {
  return `{"parameters": ${sectionText(recorded, 'parameter')}, "settings": ${sectionText(recorded, 'setting')}}`;
}

function sectionText(
  recorded: readonly { readonly name: string; readonly text: string }[],
  kind: 'parameter' | 'setting',
): string {
  const members = recorded
    .filter(({ name }) => findKey(name)?.kind === kind)
    .map(({ name, text }) => `"${name}": ${text}`);
  const text = `{${members.join(', ')}}`;
  parseJson(text);
  return text;
}
