import { describe, expect, it } from 'vitest';
import { Failure, type Problem } from '../std/failure.ts';
import { overrides, project, resolve, set } from './given.fixture.ts';
import { KEY_NAMES } from './keys.ts';
import { PARAMETER_NAMES } from './parameters.ts';
import type { ConfigurationInputs } from './resolve-configuration.ts';

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
      'known variables: MM_RUNTIME_OVERRIDES_JSON, MM_PROFILE, USE_MOCK, SOAK_MOCK_MODE, SOAK_MOCK_SEED, KPI_GATE_MODE, ENABLE_GUARDS, SOAK_SLEEP_SECONDS, SOAK_MOCK_SIGMA, SOAK_MOCK_SPIKE_PROB, SOAK_MOCK_GAP_BPS, PLIMSOLL_ALERT_URL, PLIMSOLL_ALERT_SHAPE, PLIMSOLL_ALERT_EVENTS, PLIMSOLL_ALERT_QUIET, PLIMSOLL_HEARTBEAT_URL, PLIMSOLL_HEARTBEAT_EVERY',
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

function problemsOf(inputs: Partial<ConfigurationInputs>): readonly Problem[] {
  try {
    resolve(inputs);
  } catch (error) {
    if (error instanceof Failure && error.code === 'usage') return error.problems;
    throw error;
  }
  return [];
}
