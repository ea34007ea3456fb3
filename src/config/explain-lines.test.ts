import { describe, expect, it } from 'vitest';
import { canonicalDocument } from '../json/canonical.ts';
import { parseJson } from '../json/parse.ts';
import { explainConfiguration } from './explain-configuration.ts';
import { explainLines, profileLines, settingsTable, showLines } from './explain-lines.ts';
import { overrides, project, resolve, set } from './given.fixture.ts';
import { KEY_NAMES } from './keys.ts';
import { listProfiles } from './profiles.ts';

const CONFIGURATION = resolve({
  commandLine: set('min_interval_ms=90', 'min_interval_ms=95'),
  environment: overrides({ min_interval_ms: 80 }),
  projectFile: project('{\n  "settings": {"iteration_duration": "15m"}\n}'),
});

describe('explainLines', () => {
  it('prints one value with its meaning and every candidate, the winner first', () => {
    expect(explainLines(CONFIGURATION, 'min_interval_ms')).toStrictEqual([
      'min_interval_ms = 95, pinned by --set argument 4: the tuner may not change it',
      '  least time between two requotes of one side; a sooner wish is blocked, reason min_interval',
      '  a whole number from 40 to 300 ms',
      '  won       command line  --set argument 4                95',
      '  shadowed  command line  --set argument 2                90',
      '  shadowed  environment   MM_RUNTIME_OVERRIDES_JSON:1:20  80',
      '  shadowed  profile       built-in profile steady_safe    75',
      '  shadowed  default       built-in default                70',
    ]);
  });

  it('prints a duration as a duration, and says what is left to the scenario', () => {
    expect(explainLines(CONFIGURATION, 'iteration_duration').slice(0, 1)).toStrictEqual(['iteration_duration = 15m']);
    expect(explainLines(CONFIGURATION, 'gap_bps').slice(0, 1)).toStrictEqual(['gap_bps = (left to the scenario)']);
  });

  it('says which flag and which variable a setting has, and what the variable means', () => {
    const third = (name: string): string | undefined => explainLines(CONFIGURATION, name)[3];
    expect(third('volatility_scale')).toBe('  given by the variable SOAK_MOCK_SIGMA (0.01 is scale 1)');
    expect(third('scenario')).toBe('  given by --scenario or the variable SOAK_MOCK_MODE');
    expect(third('iterations')).toBe('  given by --iterations');
    expect(third('tuner')).toMatch(/^ {2}won /u);
  });

  it('prints every name once, in columns that align, when none is asked for', () => {
    const lines = explainLines(CONFIGURATION);
    const headlines = lines.filter((line) => /^\w+ = /.test(line)).map((line) => line.split(' ')[0]);
    expect(headlines).toStrictEqual([...KEY_NAMES]);
    const places = lines.filter((line) => line.includes('built-in default'));
    expect(new Set(places.map((line) => line.indexOf('built-in default'))).size).toBe(1);
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  it('refuses a name that nobody knows with the nearest one', () => {
    expect(() => explainLines(CONFIGURATION, 'min_intervall')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'min_intervall is no parameter or setting',
        hint: 'did you mean min_interval_ms?',
      }),
    );
  });
});

describe('explainConfiguration', () => {
  it('is plain data that canonical JSON takes as it is, and so is the configuration', () => {
    const explanations = explainConfiguration(CONFIGURATION);
    expect(parseJson(canonicalDocument(explanations))).toStrictEqual(explanations);
    expect(parseJson(canonicalDocument(CONFIGURATION))).toStrictEqual(CONFIGURATION);
  });

  it('gives the place of a pin with a pinned parameter alone', () => {
    const pins = explainConfiguration(CONFIGURATION).filter(({ pinned }) => pinned !== undefined);
    expect(pins.map(({ name, pinned }) => [name, pinned])).toStrictEqual([['min_interval_ms', '--set argument 4']]);
  });
});

describe('profiles', () => {
  const profiles = listProfiles([
    {
      path: 'profiles/mine.json',
      text: '{"parameters": {"tail_age_ms": 700}, "settings": {"seed": 7, "iteration_duration": "90m"}}',
    },
  ]);

  it('are listed with the built-in ones first and a dash for what is left to the defaults', () => {
    expect(profileLines(profiles).map((line) => line.split(/ {2,}/))).toStrictEqual([
      [
        'profile',
        'min_interval_ms',
        'replace_rate_per_min',
        'base_spread_bps_delta',
        'tail_age_ms',
        'impact_cap_ratio',
        'max_delta_ratio',
        'from',
      ],
      ['steady_safe', '75', '260', '0.16', '740', '0.08', '0.12', 'built in'],
      ['ultra_safe', '80', '240', '0.16', '700', '0.08', '0.12', 'built in'],
      ['aggressive', '50', '320', '0.1', '500', '0.12', '0.16', 'built in'],
      ['mine', '-', '-', '-', '700', '-', '-', 'profiles/mine.json'],
    ]);
  });

  it('show what one of them sets and what it leaves to the defaults', () => {
    expect(profiles.slice(3).flatMap(showLines)).toStrictEqual([
      'mine (profiles/mine.json)',
      '  min_interval_ms        70     ms                                   (built-in default)',
      '  replace_rate_per_min   260    1/min                                (built-in default)',
      '  base_spread_bps_delta  0.14   bps per unit of relative volatility  (built-in default)',
      '  tail_age_ms            700    ms',
      '  impact_cap_ratio       0.09   share                                (built-in default)',
      '  max_delta_ratio        0.14   share of the position limit          (built-in default)',
      '  seed                   7',
      '  iteration_duration     1h30m',
    ]);
  });
});

it('tabulates every setting for the documentation', () => {
  const table = settingsTable();
  expect(table).toHaveLength(2 + 28);
  expect(table).toContain(
    "| `volatility_scale` | a number from 0.1 to 10 | 1 | `SOAK_MOCK_SIGMA` (0.01 is scale 1) |  | multiplies the scenario's volatility, fundamental.sigmaBpsPerSqrtS |",
  );
});
