import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { Failure, type Problem } from '../std/failure.ts';
import { splitSetArgument, type CommandLineEntry } from './command-line-layer.ts';
import { OVERRIDES_VARIABLE } from './environment-layer.ts';
import { findKey, KEY_NAMES } from './keys.ts';
import type { Layer } from './layers.ts';
import { PARAMETER_NAMES, PARAMETERS, quantise, type ParameterName } from './parameters.ts';
import { BUILT_IN_PROFILES } from './profiles.ts';
import {
  resolveConfiguration,
  type Configuration,
  type ConfigurationInputs,
  type Resolution,
} from './resolve-configuration.ts';
import { SETTINGS } from './settings.ts';

function resolve(inputs: Partial<ConfigurationInputs> = {}): Configuration {
  return resolveConfiguration({ commandLine: [], environment: {}, profiles: [], ...inputs });
}

function problemsOf(inputs: Partial<ConfigurationInputs>): readonly Problem[] {
  try {
    resolve(inputs);
  } catch (error) {
    if (error instanceof Failure && error.code === 'usage') return error.problems;
    throw error;
  }
  return [];
}

/** As the command line numbers them: `--set` is an argument, and so is what follows it. */
function set(...settings: readonly string[]): readonly CommandLineEntry[] {
  return settings.map((argument, index) => splitSetArgument(argument, `--set argument ${2 * index + 2}`));
}

function overrides(parameters: object): { readonly [variable: string]: string } {
  return { [OVERRIDES_VARIABLE]: JSON.stringify(parameters) };
}

function project(text: string): { readonly path: string; readonly text: string } {
  return { path: 'plimsoll.config.json', text };
}

describe('precedence', () => {
  it('answers steady_safe and the built-in settings when nobody says otherwise', () => {
    const { profile, parameters, settings, pinned } = resolve();
    expect(profile).toBe('steady_safe');
    expect(parameters).toStrictEqual(BUILT_IN_PROFILES['steady_safe']);
    expect(pinned).toStrictEqual({});
    expect(settings).toStrictEqual({
      profile: 'steady_safe',
      target: 'sim',
      scenario: 'calm',
      seed: 42,
      iterations: 24,
      iteration_duration: 3600,
      out: 'artifacts/soak',
      gate_mode: 'soft',
      tuner: 'rules',
      tune: true,
      guards: true,
      sleep_seconds: 0,
      volatility_scale: 1,
    });
  });

  it('leaves to the built-in defaults what a partial profile leaves out', () => {
    const profiles = [{ path: 'profiles/mine.json', text: '{"parameters": {"tail_age_ms": 700}}' }];
    const { parameters, provenance } = resolve({ profiles, environment: { MM_PROFILE: 'mine' } });
    for (const name of PARAMETER_NAMES) {
      expect(parameters[name]).toBe(name === 'tail_age_ms' ? 700 : PARAMETERS[name].default);
      expect(provenance.parameters[name].candidates[0]?.layer).toBe(name === 'tail_age_ms' ? 'profile' : 'default');
    }
  });

  it('puts the environment above the profile, and leaves the rest to the profile', () => {
    const { parameters } = resolve({ environment: overrides({ min_interval_ms: 99 }) });
    expect(parameters).toStrictEqual({ ...BUILT_IN_PROFILES['steady_safe'], min_interval_ms: 99 });
  });

  it('puts the command line above the environment, which keeps what the command line leaves alone', () => {
    const { parameters } = resolve({
      environment: overrides({ min_interval_ms: 99, tail_age_ms: 888 }),
      commandLine: set('min_interval_ms=111'),
    });
    expect(parameters).toMatchObject({ min_interval_ms: 111, tail_age_ms: 888 });
  });

  it('resolves five layers at once, each winning what it alone gives on top', () => {
    const { parameters, provenance } = resolve({
      commandLine: [{ name: 'profile', text: 'mine', place: '--profile' }, ...set('min_interval_ms=300')],
      environment: overrides({ min_interval_ms: 200, tail_age_ms: 800 }),
      projectFile: project('{"parameters": {"min_interval_ms": 150, "tail_age_ms": 500, "impact_cap_ratio": 0.05}}'),
      profiles: [
        { path: 'profiles/mine.json', text: '{"parameters": {"impact_cap_ratio": 0.08, "max_delta_ratio": 0.12}}' },
      ],
    });
    expect(parameters).toMatchObject({
      min_interval_ms: 300,
      tail_age_ms: 800,
      impact_cap_ratio: 0.05,
      max_delta_ratio: 0.12,
      replace_rate_per_min: 260,
    });
    expect(provenance.parameters.min_interval_ms).toStrictEqual({
      value: 300,
      candidates: [
        { layer: 'command_line', place: '--set argument 2', text: '300', value: 300, outcome: 'won' },
        { layer: 'environment', place: 'MM_RUNTIME_OVERRIDES_JSON:1:20', text: '200', value: 200, outcome: 'shadowed' },
        { layer: 'project', place: 'plimsoll.config.json:1:36', text: '150', value: 150, outcome: 'shadowed' },
        { layer: 'default', place: 'built-in default', text: '70', value: 70, outcome: 'shadowed' },
      ],
    });
  });

  it('lets the last of two equal names on the command line win and records the earlier as shadowed', () => {
    const { parameters, pinned, provenance } = resolve({ commandLine: set('tail_age_ms=500', 'tail_age_ms=600') });
    expect(parameters.tail_age_ms).toBe(600);
    expect(pinned).toStrictEqual({ tail_age_ms: '--set argument 4' });
    expect(provenance.parameters.tail_age_ms.candidates.slice(0, 2)).toStrictEqual([
      { layer: 'command_line', place: '--set argument 4', text: '600', value: 600, outcome: 'won' },
      { layer: 'command_line', place: '--set argument 2', text: '500', value: 500, outcome: 'shadowed' },
    ]);
  });

  it('chooses the profile by the same layers, and records them', () => {
    const { profile, parameters, provenance } = resolve({
      projectFile: project('{"settings": {"profile": "ultra_safe"}}'),
      environment: { MM_PROFILE: 'aggressive' },
    });
    expect(profile).toBe('aggressive');
    expect(parameters).toStrictEqual(BUILT_IN_PROFILES['aggressive']);
    expect(provenance.settings.profile.candidates.map(({ layer }) => layer)).toStrictEqual([
      'environment',
      'project',
      'default',
    ]);
  });

  it('takes settings from a user profile, below the project file', () => {
    const { settings } = resolve({
      commandLine: set('profile=mine'),
      projectFile: project('{"settings": {"seed": 7}}'),
      profiles: [{ path: 'profiles/mine.json', text: '{"settings": {"seed": 1, "iteration_duration": "15m"}}' }],
    });
    expect(settings).toMatchObject({ seed: 7, iteration_duration: 900 });
  });
});

describe('pins', () => {
  it('hold what the environment or the command line sets, and nothing that a file sets', () => {
    const { pinned } = resolve({
      commandLine: set('tail_age_ms=700'),
      environment: overrides({ min_interval_ms: 60 }),
      projectFile: project('{"parameters": {"impact_cap_ratio": 0.1}}'),
    });
    expect(pinned).toStrictEqual({
      min_interval_ms: 'MM_RUNTIME_OVERRIDES_JSON:1:20',
      tail_age_ms: '--set argument 2',
    });
  });
});

describe('places', () => {
  it('name the line and column of a value in a file of several lines', () => {
    const text =
      '{\n  "settings": { "seed": 7 },\n  "parameters": {\n    "tail_age_ms": 700,\n      "max_delta_ratio":\n 0.11\n  }\n}\n';
    const { provenance } = resolve({ projectFile: project(text) });
    const lines = text.split('\n');
    for (const [resolution, written] of [
      [provenance.settings.seed, '7'],
      [provenance.parameters.tail_age_ms, '700'],
      [provenance.parameters.max_delta_ratio, '0.11'],
    ] as const) {
      const [path, line, column] = resolution.candidates[0]?.place.split(':') ?? [];
      expect(path).toBe('plimsoll.config.json');
      expect(lines[Number(line) - 1]?.slice(Number(column) - 1)).toMatch(new RegExp(`^${written}`));
    }
  });
});

describe('environment variables', () => {
  it('each set one setting', () => {
    const { settings } = resolve({
      environment: {
        MM_PROFILE: 'ultra_safe',
        KPI_GATE_MODE: 'hard',
        ENABLE_GUARDS: '0',
        SOAK_SLEEP_SECONDS: '300',
        USE_MOCK: 'false',
        SOAK_MOCK_MODE: 'spike',
        SOAK_MOCK_SEED: '7',
        SOAK_MOCK_SIGMA: '0.07',
        SOAK_MOCK_SPIKE_PROB: '.05',
        SOAK_MOCK_GAP_BPS: '10',
        PATH: '/usr/bin',
        EMPTY_AND_NOT_OURS: '',
      },
    });
    expect(settings).toMatchObject({
      profile: 'ultra_safe',
      gate_mode: 'hard',
      guards: false,
      sleep_seconds: 300,
      target: 'replay',
      scenario: 'spike',
      seed: 7,
      volatility_scale: 7,
      spike_probability: 0.05,
      gap_bps: 10,
    });
  });

  it('count as not given where the record holds undefined', () => {
    expect(resolve({ environment: { MM_PROFILE: undefined } }).profile).toBe('steady_safe');
  });
});

describe('problems', () => {
  const parameters = `known parameters: ${PARAMETER_NAMES.join(', ')}`;
  const profiles = 'known profiles: steady_safe, ultra_safe, aggressive';
  const cases: readonly (readonly [string, Partial<ConfigurationInputs>, string, string, string])[] = [
    [
      'an unknown name',
      { commandLine: set('min_intervall_ms=70') },
      '--set argument 2',
      'min_intervall_ms is no parameter or setting',
      'did you mean min_interval_ms?',
    ],
    [
      'a name that resembles nothing',
      { commandLine: set('x=1') },
      '--set argument 2',
      'x is no parameter or setting',
      `known names: ${KEY_NAMES.join(', ')}`,
    ],
    [
      'a wrong type',
      { commandLine: set('min_interval_ms=abc') },
      '--set argument 2',
      'min_interval_ms is "abc", which is no number',
      'give a whole number from 40 to 300 ms',
    ],
    [
      'a value above its limits',
      { commandLine: set('min_interval_ms=999') },
      '--set argument 2',
      'min_interval_ms is 999, outside its limits 40..300 ms',
      'the nearest allowed value is 300',
    ],
    [
      'a value between two steps',
      { commandLine: set('impact_cap_ratio=0.0805') },
      '--set argument 2',
      'impact_cap_ratio is 0.0805, which is no multiple of 0.001',
      'the nearest allowed value is 0.081',
    ],
    [
      'an argument without a value',
      { commandLine: set('seed') },
      '--set argument 2',
      'seed has no value',
      'write --set seed=VALUE',
    ],
    [
      'an argument without a name',
      { commandLine: set('=7') },
      '--set argument 2',
      'the empty name is no parameter or setting',
      `known names: ${KEY_NAMES.join(', ')}`,
    ],
    [
      'an empty value',
      { commandLine: set('out=') },
      '--set argument 2',
      'out is "", which is no text',
      'give a text that is not empty',
    ],
    [
      'a wrong truth value',
      { commandLine: set('tune=no') },
      '--set argument 2',
      'tune is "no", which is neither true nor false',
      'give true or false (1 or 0)',
    ],
    [
      'a wrong choice',
      { environment: { KPI_GATE_MODE: 'HARD' } },
      'KPI_GATE_MODE',
      'gate_mode is "HARD", which is none of soft, hard',
      'did you mean hard?',
    ],
    [
      'overrides that are an array',
      { environment: { MM_RUNTIME_OVERRIDES_JSON: '[1]' } },
      'MM_RUNTIME_OVERRIDES_JSON:1:1',
      'the value is a JSON array, not a JSON object',
      'write it as {"min_interval_ms": 70}',
    ],
    [
      'overrides that are no JSON',
      { environment: { MM_RUNTIME_OVERRIDES_JSON: '{' } },
      'MM_RUNTIME_OVERRIDES_JSON:1:2',
      'is not valid JSON: the end of the text in place of a key in double quotes at the root, line 1, column 2',
      'correct it there',
    ],
    [
      'an unknown override',
      { environment: overrides({ tail_age: 1 }) },
      'MM_RUNTIME_OVERRIDES_JSON:1:13',
      'tail_age is no parameter',
      'did you mean tail_age_ms?',
    ],
    [
      'a setting among overrides',
      { environment: overrides({ seed: 1 }) },
      'MM_RUNTIME_OVERRIDES_JSON:1:9',
      'seed is a setting, not a parameter',
      'give it in "settings" of a file, or with --set',
    ],
    [
      'a text for a number in JSON',
      { environment: overrides({ tail_age_ms: '700' }) },
      'MM_RUNTIME_OVERRIDES_JSON:1:16',
      'tail_age_ms is "700", which is no number',
      'give a whole number from 400 to 1000 ms',
    ],
    [
      'a variable that is set but empty',
      { environment: { MM_PROFILE: '' } },
      'MM_PROFILE',
      'is set but empty',
      'unset it, or give it a value',
    ],
    [
      'empty overrides',
      { environment: { MM_RUNTIME_OVERRIDES_JSON: '' } },
      'MM_RUNTIME_OVERRIDES_JSON',
      'is set but empty',
      'unset it, or give it a value',
    ],
    [
      'a misspelt variable',
      { environment: { MM_PROFIEL: 'ultra_safe' } },
      'MM_PROFIEL',
      'is no variable that Plimsoll reads',
      'did you mean MM_PROFILE?',
    ],
    [
      'an unknown variable under our prefix',
      { environment: { SOAK_MOCK_WEATHER_FORECAST: '1' } },
      'SOAK_MOCK_WEATHER_FORECAST',
      'is no variable that Plimsoll reads',
      'known variables: MM_RUNTIME_OVERRIDES_JSON, MM_PROFILE, USE_MOCK, SOAK_MOCK_MODE, SOAK_MOCK_SEED, KPI_GATE_MODE, ENABLE_GUARDS, SOAK_SLEEP_SECONDS, SOAK_MOCK_SIGMA, SOAK_MOCK_SPIKE_PROB, SOAK_MOCK_GAP_BPS',
    ],
    [
      'a sigma out of limits',
      { environment: { SOAK_MOCK_SIGMA: '2' } },
      'SOAK_MOCK_SIGMA',
      'the value is 2, outside its limits 0.001..0.1',
      'the nearest allowed value is 0.1',
    ],
    [
      'an unknown profile',
      { commandLine: [{ name: 'profile', text: 'safe', place: '--profile' }] },
      '--profile',
      'there is no profile "safe"',
      profiles,
    ],
    [
      'a beginning of a profile',
      { environment: { MM_PROFILE: 'steady' } },
      'MM_PROFILE',
      'there is no profile "steady"',
      `did you mean steady_safe? (${profiles})`,
    ],
    [
      'a profile named like a method of objects',
      { environment: { MM_PROFILE: 'toString' } },
      'MM_PROFILE',
      'there is no profile "toString"',
      profiles,
    ],
    [
      'a user profile under a built-in name',
      { profiles: [{ path: 'profiles/ultra_safe.json', text: '{}' }] },
      'profiles/ultra_safe.json',
      'the profile ultra_safe is built in and cannot be replaced',
      'give the file another name, such as my_ultra_safe.json',
    ],
    [
      'a profile that chooses a profile',
      {
        commandLine: set('profile=mine'),
        profiles: [{ path: 'profiles/mine.json', text: '{"settings":{"profile":"mine"}}' }],
      },
      'profiles/mine.json:1:24',
      'a profile cannot choose a profile',
      'remove the setting "profile" from this file',
    ],
    [
      'a project file that is no object',
      { projectFile: project('7') },
      'plimsoll.config.json:1:1',
      'the document is 7, not a JSON object',
      'write it as {"parameters": {"min_interval_ms": 70}}',
    ],
    [
      'an unknown section',
      { projectFile: project('{"setting": {}}') },
      'plimsoll.config.json:1:13',
      'setting is no section of this file',
      'did you mean settings?',
    ],
    [
      'a section that is no object',
      { projectFile: project('{"settings": null}') },
      'plimsoll.config.json:1:14',
      'settings is null, not a JSON object',
      'write it as {"name": value}',
    ],
    [
      'an unknown parameter in a file',
      { projectFile: project('{"parameters": {"a/b~": 1}}') },
      'plimsoll.config.json:1:25',
      'a/b~ is no parameter',
      parameters,
    ],
    [
      'a parameter among settings',
      { projectFile: project('{"settings": {"tail_age_ms": 700}}') },
      'plimsoll.config.json:1:30',
      'tail_age_ms is a parameter, not a setting',
      'move it to "parameters"',
    ],
    [
      'a key twice',
      { projectFile: project('{"settings": {"seed": 1, "seed": 2}}') },
      'plimsoll.config.json:1:26',
      'is not valid JSON: the key "seed" a second time at /settings/seed, line 1, column 26',
      'correct it there',
    ],
  ];

  it.each(cases)('tell of %s', (_, inputs, source, message, hint) => {
    expect(problemsOf(inputs)).toStrictEqual([{ source, message, hint }]);
  });

  it('come all at once, from every layer, shadowed values and shadowed profiles included', () => {
    const problems = problemsOf({
      commandLine: [
        ...set('seed=x', 'tail_age_ms=1', 'tail_age_ms=500'),
        { name: 'profile', text: 'mine', place: '--profile' },
      ],
      environment: { ...overrides({ min_interval_ms: 1, nothing: 2 }), MM_PROFILE: 'gone', ENABLE_GUARDS: 'on' },
      projectFile: project('{"parameters": {"seed": 1}, "extra": 1}'),
      profiles: [{ path: 'profiles/mine.json', text: '[]' }],
    });
    expect(problems.map(({ source }) => source)).toStrictEqual([
      'plimsoll.config.json:1:25',
      'plimsoll.config.json:1:38',
      'ENABLE_GUARDS',
      'MM_RUNTIME_OVERRIDES_JSON:1:20',
      'MM_RUNTIME_OVERRIDES_JSON:1:32',
      '--set argument 2',
      '--set argument 4',
      'MM_PROFILE',
      'profiles/mine.json:1:1',
    ]);
  });

  it('are counted in the sentence of the failure', () => {
    expect(() => resolve({ commandLine: set('a=1', 'b=2') })).toThrow('the configuration has 2 problems');
    expect(() => resolve({ commandLine: set('a=1') })).toThrow('the configuration has 1 problem');
  });

  it('leave a user profile alone that nobody chose', () => {
    expect(problemsOf({ profiles: [{ path: 'profiles/draft.json', text: '{' }] })).toStrictEqual([]);
  });
});

describe('provenance', () => {
  const parameterValue = (name: ParameterName): fc.Arbitrary<number> => {
    const { min, max } = PARAMETERS[name].limits;
    return fc.double({ min, max, noNaN: true }).map((value) => quantise(name, value));
  };
  const someParameters: fc.Arbitrary<{ readonly [name: string]: number }> = fc.record(
    Object.fromEntries(PARAMETER_NAMES.map((name) => [name, parameterValue(name)])),
    { requiredKeys: [] },
  );
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
  });

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
      environment: 3,
      command_line: 4,
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

function allResolutions({ provenance }: Configuration): { readonly [name: string]: Resolution } {
  return { ...provenance.parameters, ...provenance.settings };
}

/** Rebuilds what was read from what was recorded. */
function inputsFrom(configuration: Configuration): ConfigurationInputs {
  const recorded = Object.entries(allResolutions(configuration)).flatMap(([name, { candidates }]) =>
    candidates.map(({ layer, text, place }) => ({ name, layer, text, place })),
  );
  const of = (layer: Layer): typeof recorded => recorded.filter((one) => one.layer === layer);
  const variables = of('environment').filter(({ name }) => findKey(name)?.kind === 'setting');
  return {
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
