// The settings of a call as the highest layer of configuration, read and refused by the same rules as what is typed.

import type { CommandLineEntry } from '../config/command-line-layer.ts';
import type { ParameterName } from '../config/parameters.ts';
import type { SettingName } from '../config/settings.ts';

/** Settings and parameters by their names, as one would write them: `{ iterations: 8, iteration_duration: '30m' }`. */
export type SettingValues = { readonly [name in SettingName | ParameterName]?: string | number | boolean };

export function entriesOf(settings: SettingValues): readonly CommandLineEntry[] {
  return Object.entries(settings).map(([name, value]) => ({ name, text: String(value), place: `settings.${name}` }));
}
