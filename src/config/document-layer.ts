// Reads the JSON documents of configuration: the project file and user profiles, both `{"parameters": {...}, "settings": {...}}` with
// either part optional, and bare objects of parameters. Strict: a key that nobody knows is a problem, never ignored.

import { isJsonObject } from '../json/json-object.ts';
import { JsonError } from '../json/json-error.ts';
import type { JsonValue } from '../json/json-value.ts';
import { parseJsonWithPositions } from '../json/parse.ts';
import { pointerTo } from '../json/pointer.ts';
import type { Problem } from '../std/failure.ts';
import { findKey, SETTING_NAMES, type Key } from './keys.ts';
import type { ConfigurationFile, Given, Layer, LayerReading } from './layers.ts';
import { suggestName } from '../std/nearest-name.ts';
import { PARAMETER_NAMES } from './parameters.ts';
import { describeJson, readJsonValue } from './value-type.ts';

const SECTIONS = ['parameters', 'settings'] as const;
const EXAMPLE = '{"min_interval_ms": 70}';

/** Reads a project file or a profile. */
export function readDocumentLayer(file: ConfigurationFile, layer: Layer): LayerReading {
  return readJsonFile(file, (value, at) => {
    if (!isJsonObject(value)) return notAnObject(at(''), 'the document', value, `{"parameters": ${EXAMPLE}}`);
    const readings = Object.entries(value).map(([section, content]): LayerReading => {
      const pointer = pointerTo([section]);
      if (section !== 'parameters' && section !== 'settings') {
        const hint = suggestName(section, SECTIONS, 'sections');
        return {
          given: [],
          problems: [{ source: at(pointer), message: `${section} is no section of this file`, hint }],
        };
      }
      if (!isJsonObject(content)) return notAnObject(at(pointer), section, content, '{"name": value}');
      return readSection(content, section, [section], layer, at);
    });
    return mergeReadings(readings);
  });
}

/** Reads a bare JSON object of parameters, as the environment and the prior toolkit's files hold it. */
export function readParametersLayer(file: ConfigurationFile, layer: Layer): LayerReading {
  return readJsonFile(file, (value, at) =>
    isJsonObject(value)
      ? readSection(value, 'parameters', [], layer, at)
      : notAnObject(at(''), 'the value', value, EXAMPLE),
  );
}

export function mergeReadings(readings: readonly LayerReading[]): LayerReading {
  return {
    given: readings.flatMap(({ given }) => given),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** From a JSON pointer to `path:line:column`. */
type PlaceOf = (pointer: string) => string;

function readJsonFile(file: ConfigurationFile, read: (value: JsonValue, at: PlaceOf) => LayerReading): LayerReading {
  try {
    const json = parseJsonWithPositions(file.text);
    return read(json.value, (pointer) => {
      const position = json.positionOf(pointer);
      return position === undefined ? file.path : `${file.path}:${position.line}:${position.column}`;
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const source = `${file.path}:${error.line}:${error.column}`;
    const message = `is not valid JSON: ${error.message}`;
    return { given: [], problems: [{ source, message, hint: 'correct it there' }] };
  }
}

function readSection(
  content: { readonly [name: string]: JsonValue },
  section: (typeof SECTIONS)[number],
  parent: readonly string[],
  layer: Layer,
  at: PlaceOf,
): LayerReading {
  const given: Given[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(content)) {
    const place = at(pointerTo([...parent, name]));
    const key = findKey(name);
    if (key === undefined || `${key.kind}s` !== section) {
      problems.push({ source: place, ...misplaced(name, key, section) });
      continue;
    }
    const reading = readJsonValue(name, key.type, value);
    if (reading.kind === 'value') {
      given.push({ name: key.name, layer, place, text: JSON.stringify(value), value: reading.value });
    } else {
      problems.push({ source: place, message: reading.message, hint: reading.hint });
    }
  }
  return { given, problems };
}

function misplaced(name: string, key: Key | undefined, section: (typeof SECTIONS)[number]): Omit<Problem, 'source'> {
  if (key === undefined) {
    const names = section === 'parameters' ? PARAMETER_NAMES : SETTING_NAMES;
    return { message: `${name} is no ${section.slice(0, -1)}`, hint: suggestName(name, names, section) };
  }
  return key.kind === 'parameter'
    ? { message: `${name} is a parameter, not a setting`, hint: 'move it to "parameters"' }
    : { message: `${name} is a setting, not a parameter`, hint: 'give it in "settings" of a file, or with --set' };
}

function notAnObject(source: string, what: string, found: JsonValue, example: string): LayerReading {
  const message = `${what} is ${describeJson(found)}, not a JSON object`;
  return { given: [], problems: [{ source, message, hint: `write it as ${example}` }] };
}
