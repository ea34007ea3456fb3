// The layer of environment variables: the names that the prior toolkit's scripts set, each mapped to one setting, and one JSON object
// of parameters. A variable that is set but empty is an error, because a script whose own variable is misspelt would otherwise fall
// back in silence; so is a name that is a slip of a known one.

import type { Problem } from '../std/failure.ts';
import { mergeReadings, readParametersLayer } from './document-layer.ts';
import type { LayerReading } from './layers.ts';
import { editDistance, nearestName } from '../std/nearest-name.ts';
import { SETTINGS, type SettingSpec } from './settings.ts';
import { readText } from './value-type.ts';

export type Environment = { readonly [variable: string]: string | undefined };

export const OVERRIDES_VARIABLE = 'MM_RUNTIME_OVERRIDES_JSON';

const BY_VARIABLE: ReadonlyMap<string, SettingSpec> = new Map(
  Object.values(SETTINGS).flatMap((spec) =>
    spec.environment === undefined ? [] : [[spec.environment.name, spec] as const],
  ),
);
const ENVIRONMENT_VARIABLES: readonly string[] = [OVERRIDES_VARIABLE, ...BY_VARIABLE.keys()];

/** Names with such a beginning belong to Plimsoll: one that it does not know is refused even when it resembles nothing. */
const OWN_PREFIXES = ['SOAK_MOCK_', 'PLIMSOLL_ALERT', 'PLIMSOLL_HEARTBEAT'];

export function readEnvironmentLayer(environment: Environment): LayerReading {
  const readings: LayerReading[] = [];
  for (const [variable, text] of Object.entries(environment).toSorted(byName)) {
    if (text !== undefined) readings.push(readVariable(variable, text));
  }
  return mergeReadings(readings);
}

function readVariable(variable: string, text: string): LayerReading {
  const spec = BY_VARIABLE.get(variable);
  if (spec === undefined && variable !== OVERRIDES_VARIABLE) return refuse(misspelt(variable));
  if (text === '') {
    return refuse([{ source: variable, message: 'is set but empty', hint: 'unset it, or give it a value' }]);
  }
  if (spec === undefined) return readParametersLayer({ path: variable, text }, 'environment');
  const translation = spec.environment?.translation;
  const reading = readText(translation === undefined ? spec.name : 'the value', translation?.type ?? spec.type, text);
  if (reading.kind === 'problem') {
    return refuse([{ source: variable, message: reading.message, hint: reading.hint }]);
  }
  const value = translation === undefined ? reading.value : translation.toSetting(reading.value);
  return { given: [{ name: spec.name, layer: 'environment', place: variable, text, value }], problems: [] };
}

/** Other programs' variables are none of our business; one or two slips away from ours is. */
function misspelt(variable: string): readonly Problem[] {
  const nearest = nearestName(variable, ENVIRONMENT_VARIABLES);
  const isSlip = nearest !== undefined && editDistance(variable, nearest) <= 2;
  if (!isSlip && !OWN_PREFIXES.some((prefix) => variable.startsWith(prefix))) return [];
  const hint =
    nearest === undefined ? `known variables: ${ENVIRONMENT_VARIABLES.join(', ')}` : `did you mean ${nearest}?`;
  return [{ source: variable, message: 'is no variable that Plimsoll reads', hint }];
}

function refuse(problems: readonly Problem[]): LayerReading {
  return { given: [], problems };
}

function byName(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return left[0] < right[0] ? -1 : 1;
}
