import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES } from './parameters.ts';
import { BUILT_IN_PROFILES, listProfiles } from './profiles.ts';

describe('built-in profiles', () => {
  it('are the three of the domain, each complete', () => {
    const columns = Object.entries(BUILT_IN_PROFILES).map(([name, values]) =>
      [name].concat(PARAMETER_NAMES.map((parameter) => `${values[parameter]}`)).join(' '),
    );
    expect(columns).toStrictEqual([
      'steady_safe 75 260 0.16 740 0.08 0.12',
      'ultra_safe 80 240 0.16 700 0.08 0.12',
      'aggressive 50 320 0.1 500 0.12 0.16',
    ]);
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(BUILT_IN_PROFILES['steady_safe'] ?? {}, { tail_age_ms: 1 })).toThrow(TypeError);
    expect(() => Object.assign(BUILT_IN_PROFILES, { steady_safe: {} })).toThrow(TypeError);
  });
});

describe('listProfiles', () => {
  it('tells every problem of every user profile at once', () => {
    const files = [
      { path: 'profiles/aggressive.json', text: '{}' },
      { path: 'profiles/broken.json', text: '{"parameters": {"tail_age_ms": 1, "tail": 2}}' },
      { path: 'profiles/list.json', text: '[]' },
    ];
    expect(() => listProfiles(files)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'the profiles have 4 problems',
        problems: [
          expect.objectContaining({ source: 'profiles/aggressive.json' }),
          expect.objectContaining({ source: 'profiles/broken.json:1:32' }),
          expect.objectContaining({ source: 'profiles/broken.json:1:43', hint: 'did you mean tail_age_ms?' }),
          expect.objectContaining({ source: 'profiles/list.json:1:1' }),
        ],
      }),
    );
  });

  it('separates the parameters of a user profile from its settings', () => {
    const [mine] = listProfiles([
      { path: 'profiles/mine.json', text: '{"settings": {"guards": false}, "parameters": {"tail_age_ms": 700}}' },
    ]).slice(3);
    expect(mine).toStrictEqual({
      name: 'mine',
      kind: 'user',
      place: 'profiles/mine.json',
      parameters: { tail_age_ms: 700 },
      settings: { guards: false },
    });
  });
});
