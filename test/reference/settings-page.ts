// docs/settings.md: what can be set, from the two registries that the program itself reads.

import { LAYERS } from '../../src/config/layers.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../../src/config/parameters.ts';
import { BUILT_IN_PROFILES } from '../../src/config/profiles.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import type { SettingSpec } from '../../src/config/settings.ts';
import { describeType } from '../../src/config/value-type.ts';
import { OVERRIDES_VARIABLE } from '../../src/config/environment-layer.ts';

export function settingsPage(): string {
  return [
    '# Settings and parameters',
    '',
    'Everything that can be set, by the names that it has everywhere; written by `npm run docs` from the registries that the program reads.',
    '',
    '```sh',
    'plimsoll config explain',
    'plimsoll config explain min_interval_ms',
    '```',
    '',
    'say what holds here and now, and where each value comes from.',
    '',
    '## Where a value may stand',
    '',
    `From low to high: ${LAYERS.map((layer) => `\`${layer}\``).join(', ')}; of two values the higher one counts, and all are remembered.`,
    '',
    '| layer | where |',
    '|---|---|',
    '| `default` | the tables below |',
    '| `profile` | a built-in profile, or `profiles/NAME.json`, of the same form as the project file |',
    '| `project` | `plimsoll.config.json`: `{ "settings": { ... }, "parameters": { ... } }` |',
    '| `adopted` | the run that `--adopt RUN` names: parameters alone |',
    `| \`environment\` | the variables below; \`${OVERRIDES_VARIABLE}\` holds a JSON object of parameters |`,
    '| `command_line` | flags, and `--set NAME=VALUE` for every setting and parameter; in a program, `settings` of the call |',
    '',
    'A parameter that the environment or the command line sets is **pinned**: the tuner does not change it. What is wrong anywhere ends with 2, names the',
    'place, the key and the nearest valid name or bound; nothing falls back in silence.',
    '',
    '## Parameters',
    '',
    'What the tuner may change. Nobody may leave the limits; the tuner stays within its own bounds.',
    '',
    '| parameter | unit | limits | tuner | step | default | safer | what it does |',
    '|---|---|---|---|--:|--:|---|---|',
    ...PARAMETER_NAMES.map((name) => {
      const { unit, limits, applyBounds, quantum, default: standard, saferDirection, meaning } = PARAMETERS[name];
      const cells = [
        `\`${name}\``,
        unit,
        rangeOf(limits),
        rangeOf(applyBounds),
        quantum,
        standard,
        saferDirection,
        meaning,
      ];
      return rowOf(cells);
    }),
    '',
    '## Profiles',
    '',
    '`plimsoll config profiles` lists them, yours included; `plimsoll config show NAME` prints one.',
    '',
    rowOf(['profile', ...PARAMETER_NAMES.map((name) => `\`${name}\``)]),
    rowOf(['---', ...PARAMETER_NAMES.map(() => '--:')]),
    ...Object.entries(BUILT_IN_PROFILES).map(([name, values]) =>
      rowOf([`\`${name}\``, ...PARAMETER_NAMES.map((parameter) => values[parameter])]),
    ),
    '',
    '## Settings',
    '',
    '| setting | what it may be | default | flag | variable | what it means |',
    '|---|---|---|---|---|---|',
    ...Object.values(SETTINGS).map(settingRow),
    '',
  ].join('\n');
}

function settingRow({ name, type, default: standard, flag, environment, meaning, secret }: SettingSpec): string {
  const note = environment?.translation?.note;
  return rowOf([
    `\`${name}\``,
    describeType(type),
    standard === undefined ? '' : `\`${standard}\``,
    flag === undefined ? (secret === true ? 'none: it may carry a token' : '`--set`') : `\`${flag}\``,
    environment === undefined ? '' : `\`${environment.name}\`${note === undefined ? '' : ` (${note})`}`,
    meaning,
  ]);
}

function rangeOf({ min, max }: { readonly min: number; readonly max: number }): string {
  return `${min} to ${max}`;
}

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}
