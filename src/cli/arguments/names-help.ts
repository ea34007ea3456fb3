// What the arguments of a run may name: scenarios, profiles, and all that --set takes; from the registries, for the help.

import { SETTING_NAMES } from '../../config/keys.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../../config/parameters.ts';
import { BUILT_IN_PROFILES } from '../../config/profiles.ts';
import { SETTINGS } from '../../config/settings.ts';
import type { SettingName } from '../../config/settings.ts';
import { SCENARIOS } from '../../venue/scenario.ts';

export function namesHelp(): string {
  const widest = Math.max(...PARAMETER_NAMES.map((name) => name.length));
  const parameters = PARAMETER_NAMES.map((name) => {
    const { limits, unit } = PARAMETERS[name];
    return `  ${name.padEnd(widest)}  ${limits.min}..${limits.max} ${unit}`;
  });
  const flagless = SETTING_NAMES.filter((name) => SETTINGS[name].flag === undefined);
  return [
    '',
    `Scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}, and your own as a file: plimsoll config scenario calm > my.json`,
    `Profiles: ${Object.keys(BUILT_IN_PROFILES).join(', ')}, and your own in profiles/*.json`,
    'Parameters, for --set:',
    ...parameters,
    `Settings without a flag of their own, for --set: ${flagless.filter((name) => !isSecret(name)).join(', ')}`,
    `Settings for the environment or plimsoll.config.json alone: ${flagless.filter(isSecret).join(', ')}; see \`plimsoll alerts test --help\``,
    '`plimsoll config explain NAME` says what each means, and where its value comes from.',
  ].join('\n');
}

function isSecret(name: SettingName): boolean {
  return SETTINGS[name].secret === true;
}
