import { describe, expect, it } from 'vitest';
import { overrides, project, resolve, set } from './given.fixture.ts';
import { PARAMETER_NAMES, PARAMETERS } from './parameters.ts';
import { BUILT_IN_PROFILES } from './profiles.ts';

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
      alert_shape: 'auto',
      alert_events: 'verdict,panic,freeze,target,disk,end',
      alert_quiet: 300,
      heartbeat_every: 60,
      events: 'contract',
      bot_lifetime: 'run',
      bot_ready_seconds: 60,
      bot_heartbeat_seconds: 30,
      bot_apply_seconds: 10,
      bot_stop_seconds: 10,
      bot_restarts: 0,
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

  it('puts an adopted run above the project file and below the environment, and pins none of it', () => {
    const adopted = { place: 'run night, after iteration 24', parameters: { min_interval_ms: 61, tail_age_ms: 611 } };
    const { parameters, pinned, provenance } = resolve({
      adopted,
      projectFile: project('{"parameters": {"min_interval_ms": 150}}'),
      environment: overrides({ tail_age_ms: 888 }),
    });
    expect(parameters).toMatchObject({ min_interval_ms: 61, tail_age_ms: 888, impact_cap_ratio: 0.08 });
    expect(Object.keys(pinned)).toEqual(['tail_age_ms']);
    expect(provenance.parameters.min_interval_ms.candidates[0]).toStrictEqual({
      layer: 'adopted',
      place: adopted.place,
      text: '61',
      value: 61,
      outcome: 'won',
    });
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

describe('names', () => {
  it('of a user profile may be those of methods of objects', () => {
    const profiles = [{ path: 'profiles/constructor.json', text: '{"parameters": {"tail_age_ms": 700}}' }];
    expect(resolve({ profiles, commandLine: set('profile=constructor') }).parameters.tail_age_ms).toBe(700);
  });

  it('end at the first = of an argument', () => {
    expect(resolve({ commandLine: set('out=runs/a=b') }).settings.out).toBe('runs/a=b');
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
