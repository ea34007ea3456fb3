// Why a value is what it is: every candidate with its layer and place, the winner first. Data only; `explain-lines.ts` prints it.

import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { findKey, KEY_NAMES, type Key, type KeyName } from './keys.ts';
import { suggestName } from '../std/nearest-name.ts';
import type { Candidate, Configuration, Resolution } from './resolve-configuration.ts';
import { describeType, type Value } from './value-type.ts';

export interface Explanation {
  readonly name: KeyName;
  readonly kind: 'parameter' | 'setting';
  readonly meaning: string;
  /** What it may be, in words. */
  readonly allowed: string;
  /** Absent where the setting is left to the scenario. */
  readonly value?: Value;
  /** The place that holds it against the tuner; parameters only. */
  readonly pinned?: string;
  readonly candidates: readonly Candidate[];
}

/** What of a configuration its explanation rests on; a stored run has no more. */
export type ExplainedConfiguration = Pick<Configuration, 'pinned' | 'provenance'>;

/**
 * All names in the order of the registries, or the one asked for; of a run that an older version configured, those that it knew. Throws
 * `Failure('usage')` for a name that nobody knows.
 */
export function explainConfiguration(configuration: ExplainedConfiguration, name?: string): readonly Explanation[] {
  if (name === undefined) {
    const { parameters, settings } = configuration.provenance;
    const known = KEY_NAMES.filter((one) => Object.hasOwn(parameters, one) || Object.hasOwn(settings, one));
    return known.map((one) => explain(configuration, keyOf(one)));
  }
  const key = findKey(name);
  if (key === undefined) {
    throw new Failure('usage', `${name} is no parameter or setting`, { hint: suggestName(name, KEY_NAMES, 'names') });
  }
  return [explain(configuration, key)];
}

function explain(configuration: ExplainedConfiguration, key: Key): Explanation {
  const { name, kind, meaning, type } = key;
  const byName: { readonly [name: string]: Resolution } = configuration.provenance[`${kind}s`];
  const resolution = byName[name];
  assert(resolution !== undefined, `${name} has no provenance`);
  const pinned = new Map(Object.entries(configuration.pinned)).get(name);
  return {
    name,
    kind,
    meaning,
    allowed: describeType(type),
    ...resolution,
    ...(pinned === undefined ? {} : { pinned }),
  };
}

function keyOf(name: KeyName): Key {
  const key = findKey(name);
  assert(key !== undefined, `${name} is in no registry`);
  return key;
}
