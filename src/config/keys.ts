// Every name that a layer may give a value to: the tunable parameters and the settings, looked up the same way.

import { PARAMETER_NAMES, PARAMETERS, type ParameterName } from './parameters.ts';
import { SETTINGS, type EnvironmentVariable, type SettingName } from './settings.ts';
import type { ValueType } from './value-type.ts';

export const SETTING_NAMES: readonly SettingName[] = Object.values(SETTINGS).map(({ name }) => name);

export type KeyName = ParameterName | SettingName;
export const KEY_NAMES: readonly KeyName[] = [...PARAMETER_NAMES, ...SETTING_NAMES];

export interface Key {
  readonly kind: 'parameter' | 'setting';
  readonly name: KeyName;
  readonly type: ValueType;
  /** As a person would write it; absent where a setting has none. */
  readonly default?: string;
  readonly meaning: string;
  readonly environment?: EnvironmentVariable;
  readonly flag?: string;
  /** As for a setting's `SettingSpec`. */
  readonly outside?: true;
  readonly secret?: true;
}

const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ...PARAMETER_NAMES.map((name) => [name, parameterKey(name)] as const),
  ...Object.values(SETTINGS).map((spec) => [spec.name, { kind: 'setting', ...spec }] as const),
]);

/** `undefined` for a name that nobody knows. */
export function findKey(name: string): Key | undefined {
  return KEYS.get(name);
}

function parameterKey(name: ParameterName): Key {
  const { limits, quantum, unit, meaning, default: standard } = PARAMETERS[name];
  return {
    kind: 'parameter',
    name,
    type: { kind: 'number', ...limits, quantum, unit },
    default: `${standard}`,
    meaning,
  };
}
