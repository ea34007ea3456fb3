// Puts the six layers over one another and answers every value together with where it came from. Pure: the caller reads files,
// arguments and environment. All problems of all layers are reported at once, those of shadowed values included.

import { assert } from '../std/assert.ts';
import { Failure, type Problem } from '../std/failure.ts';
import { readAdoptedLayer, type Adopted } from './adopted-layer.ts';
import { readCommandLineLayer, type CommandLineEntry } from './command-line-layer.ts';
import { readDefaultLayer } from './default-layer.ts';
import { mergeReadings, readDocumentLayer } from './document-layer.ts';
import { readEnvironmentLayer, type Environment } from './environment-layer.ts';
import { SETTING_NAMES, type KeyName } from './keys.ts';
import { LAYERS, type ConfigurationFile, type Given, type Layer } from './layers.ts';
import { suggestName } from '../std/nearest-name.ts';
import { PARAMETER_NAMES, type ParameterName, type Parameters } from './parameters.ts';
import { countProblems, nameClashes, profileNames, readProfileLayer } from './profiles.ts';
import { recordOf } from './record-of.ts';
import { buildSettings, HUSHED, SETTINGS, type SettingName, type Settings } from './settings.ts';
import type { Value } from './value-type.ts';

export interface ConfigurationInputs {
  /** Flags and `--set`, in the order typed. */
  readonly commandLine: readonly CommandLineEntry[];
  readonly environment: Environment;
  readonly projectFile?: ConfigurationFile | undefined;
  /** The user's profiles; the name of a file is the name of its profile. */
  readonly profiles: readonly ConfigurationFile[];
  readonly adopted?: Adopted | undefined;
}

export interface Candidate {
  readonly layer: Layer;
  readonly place: string;
  readonly text: string;
  readonly value?: Value;
  readonly outcome: 'won' | 'shadowed';
}

export interface Resolution {
  /** Absent where the setting is left to the scenario. */
  readonly value?: Value;
  /** The winner first, then what it shadows, from high to low. Never empty. */
  readonly candidates: readonly Candidate[];
}

export interface Configuration {
  /** The name of the chosen profile. */
  readonly profile: string;
  readonly parameters: Parameters;
  readonly settings: Settings;
  /** Parameters that the operator set by environment or command line, with the place. They are not the tuner's to change. */
  readonly pinned: { readonly [name in ParameterName]?: string };
  /** Without the text and the value of a secret: this is what is printed, and what a run writes down. */
  readonly provenance: {
    readonly parameters: { readonly [name in ParameterName]: Resolution };
    readonly settings: { readonly [name in SettingName]-?: Resolution };
  };
}

/** Throws `Failure('usage')` whose `problems` are all that is wrong in any layer. */
export function resolveConfiguration(inputs: ConfigurationInputs): Configuration {
  const fixed = mergeReadings([
    readDefaultLayer(),
    ...(inputs.projectFile === undefined ? [] : [readDocumentLayer(inputs.projectFile, 'project')]),
    ...(inputs.adopted === undefined ? [] : [readAdoptedLayer(inputs.adopted)]),
    readEnvironmentLayer(inputs.environment),
    readCommandLineLayer(inputs.commandLine),
  ]);
  const chosen = winner(fixed.given, 'profile');
  const profile = readProfileLayer(textOf(chosen), inputs.profiles);
  const problems = [
    ...fixed.problems,
    ...nameClashes(inputs.profiles),
    ...unknownProfiles(fixed.given, inputs.profiles),
    ...(profile?.problems ?? []),
  ];
  if (problems.length > 0 || profile === undefined) {
    throw new Failure('usage', `the configuration has ${countProblems(problems)}`, { problems });
  }
  return assemble([...fixed.given, ...profile.given]);
}

/** A name is checked in every layer that gives one, so that a misspelt variable is told even while a flag shadows it. */
function unknownProfiles(given: readonly Given[], files: readonly ConfigurationFile[]): readonly Problem[] {
  const known = profileNames(files);
  return given
    .filter((one) => one.name === 'profile' && !known.includes(textOf(one)))
    .map((one) => {
      const wanted = textOf(one);
      const suggestion = suggestName(wanted, known, 'profiles');
      const list = `known profiles: ${known.join(', ')}`;
      return {
        source: one.place,
        message: `there is no profile ${JSON.stringify(wanted)}`,
        hint: suggestion === list ? list : `${suggestion} (${list})`,
      };
    });
}

function assemble(given: readonly Given[]): Configuration {
  const parameters = recordOf(PARAMETER_NAMES, (name) => resolve(given, name));
  const settings = recordOf(SETTING_NAMES, (name) => resolve(given, name));
  return {
    profile: textOf(winner(given, 'profile')),
    parameters: recordOf(PARAMETER_NAMES, (name) => numberOf(winner(given, name))),
    settings: buildSettings((name) => settings[name].value),
    pinned: Object.fromEntries(
      PARAMETER_NAMES.flatMap((name) => {
        const place = pinnedAt(parameters[name]);
        return place === undefined ? [] : [[name, place]];
      }),
    ),
    provenance: { parameters, settings: recordOf(SETTING_NAMES, (name) => hushed(name, settings[name])) },
  };
}

function resolve(given: readonly Given[], name: KeyName): Resolution {
  const candidates = ranked(given, name).map((one, rank) => candidateOf(one, rank === 0 ? 'won' : 'shadowed'));
  const value = candidates[0]?.value;
  return value === undefined ? { candidates } : { value, candidates };
}

function candidateOf({ layer, place, text, value }: Given, outcome: Candidate['outcome']): Candidate {
  return value === undefined ? { layer, place, text, outcome } : { layer, place, text, value, outcome };
}

/** A secret's default, which is none, stays. */
function hushed(name: SettingName, resolution: Resolution): Resolution {
  if (SETTINGS[name].secret !== true || resolution.value === undefined) return resolution;
  return {
    value: HUSHED,
    candidates: resolution.candidates.map((one) =>
      one.value === undefined ? one : { ...one, text: HUSHED, value: HUSHED },
    ),
  };
}

/** Higher layer first; within a layer the later first. */
function ranked(given: readonly Given[], name: KeyName): readonly Given[] {
  return given
    .filter((one) => one.name === name)
    .toReversed()
    .toSorted((left, right) => LAYERS.indexOf(right.layer) - LAYERS.indexOf(left.layer));
}

function winner(given: readonly Given[], name: KeyName): Given {
  const first = ranked(given, name)[0];
  assert(first !== undefined, `${name} has no default`);
  return first;
}

function textOf(given: Given): string {
  assert(typeof given.value === 'string', `${given.name} is no text`);
  return given.value;
}

function numberOf(given: Given): number {
  assert(typeof given.value === 'number', `${given.name} is no number`);
  return given.value;
}

function pinnedAt({ candidates }: Resolution): string | undefined {
  const first = candidates[0];
  return first?.layer === 'environment' || first?.layer === 'command_line' ? first.place : undefined;
}
