// The lowest layer: what holds where nobody says otherwise. Defaults go through the same reading as everything else.

import { assert } from '../std/assert.ts';
import { findKey, KEY_NAMES } from './keys.ts';
import type { Given, LayerReading } from './layers.ts';
import { readText } from './value-type.ts';

const PLACE = 'built-in default';
/** What stands in for the text of a default that leaves the choice to someone else. */
const NO_DEFAULT = '(left to the scenario)';
const NO_SECRET = '(none)';

export function readDefaultLayer(): LayerReading {
  return { given: KEY_NAMES.map(defaultOf), problems: [] };
}

function defaultOf(name: (typeof KEY_NAMES)[number]): Given {
  const key = findKey(name);
  assert(key !== undefined, `${name} is in no registry`);
  if (key.default === undefined)
    return { name, layer: 'default', place: PLACE, text: key.secret === true ? NO_SECRET : NO_DEFAULT };
  const reading = readText(name, key.type, key.default);
  assert(reading.kind === 'value', `the default of ${name} is refused by its own type`);
  return { name, layer: 'default', place: PLACE, text: key.default, value: reading.value };
}
