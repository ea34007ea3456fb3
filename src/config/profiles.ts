// Named sets of start values. Three are built in and cannot be changed or replaced; a user's own is `profiles/<name>.json` in the
// project folder, may be partial, and may give settings too. A run never writes one.

import { Failure, type Problem } from '../std/failure.ts';
import { readDocumentLayer } from './document-layer.ts';
import { findKey, type KeyName } from './keys.ts';
import type { ConfigurationFile, Given, LayerReading } from './layers.ts';
import { PARAMETER_NAMES, type ParameterName, type Parameters } from './parameters.ts';
import type { SettingName } from './settings.ts';
import type { Value } from './value-type.ts';

export interface Profile {
  readonly name: string;
  readonly kind: 'built_in' | 'user';
  /** `built-in profile steady_safe`, or the path of its file. */
  readonly place: string;
  /** What it leaves out comes from the built-in defaults. */
  readonly parameters: { readonly [name in ParameterName]?: number };
  readonly settings: { readonly [name in SettingName]?: Value };
}

export const BUILT_IN_PROFILES: { readonly [name: string]: Parameters } = Object.freeze({
  steady_safe: Object.freeze({
    min_interval_ms: 75,
    replace_rate_per_min: 260,
    base_spread_bps_delta: 0.16,
    tail_age_ms: 740,
    impact_cap_ratio: 0.08,
    max_delta_ratio: 0.12,
  }),
  ultra_safe: Object.freeze({
    min_interval_ms: 80,
    replace_rate_per_min: 240,
    base_spread_bps_delta: 0.16,
    tail_age_ms: 700,
    impact_cap_ratio: 0.08,
    max_delta_ratio: 0.12,
  }),
  aggressive: Object.freeze({
    min_interval_ms: 50,
    replace_rate_per_min: 320,
    base_spread_bps_delta: 0.1,
    tail_age_ms: 500,
    impact_cap_ratio: 0.12,
    max_delta_ratio: 0.16,
  }),
});

/** All profiles, built-in ones first. Throws `Failure('usage')` with every problem of every user profile. */
export function listProfiles(files: readonly ConfigurationFile[]): readonly Profile[] {
  const problems: Problem[] = [...nameClashes(files)];
  const builtIn = Object.entries(BUILT_IN_PROFILES).map(([name, parameters]): Profile => ({
    name,
    kind: 'built_in',
    place: builtInPlace(name),
    parameters,
    settings: {},
  }));
  const users = files.map((file): Profile => {
    const reading = readUserProfile(file);
    problems.push(...reading.problems);
    return { name: profileNameOf(file.path), kind: 'user', place: file.path, ...splitByKind(reading.given) };
  });
  if (problems.length > 0) {
    throw new Failure('usage', `the profiles have ${countProblems(problems)}`, { problems });
  }
  return [...builtIn, ...users];
}

/** What a profile gives; `undefined` where nobody knows it. Only the chosen profile is read. */
export function readProfileLayer(name: string, files: readonly ConfigurationFile[]): LayerReading | undefined {
  const parameters = Object.hasOwn(BUILT_IN_PROFILES, name) ? BUILT_IN_PROFILES[name] : undefined;
  if (parameters !== undefined) {
    const place = builtInPlace(name);
    const given = PARAMETER_NAMES.map((parameter): Given => {
      const value = parameters[parameter];
      return { name: parameter, layer: 'profile', place, text: `${value}`, value };
    });
    return { given, problems: [] };
  }
  const file = files.find(({ path }) => profileNameOf(path) === name);
  return file === undefined ? undefined : readUserProfile(file);
}

export function profileNames(files: readonly ConfigurationFile[]): readonly string[] {
  return [...new Set([...Object.keys(BUILT_IN_PROFILES), ...files.map(({ path }) => profileNameOf(path))])];
}

/** A user's file under a built-in name would silently mean something else than the name says: refused. */
export function nameClashes(files: readonly ConfigurationFile[]): readonly Problem[] {
  return files
    .filter(({ path }) => Object.hasOwn(BUILT_IN_PROFILES, profileNameOf(path)))
    .map(({ path }) => ({
      source: path,
      message: `the profile ${profileNameOf(path)} is built in and cannot be replaced`,
      hint: `give the file another name, such as my_${profileNameOf(path)}.json`,
    }));
}

export function countProblems(problems: readonly Problem[]): string {
  return problems.length === 1 ? '1 problem' : `${problems.length} problems`;
}

function readUserProfile(file: ConfigurationFile): LayerReading {
  const { given, problems } = readDocumentLayer(file, 'profile');
  const recursive = given.filter(({ name }) => name === 'profile');
  return {
    given,
    problems: [
      ...problems,
      ...recursive.map(({ place }) => ({
        source: place,
        message: 'a profile cannot choose a profile',
        hint: 'remove the setting "profile" from this file',
      })),
    ],
  };
}

function splitByKind(given: readonly Given[]): Pick<Profile, 'parameters' | 'settings'> {
  return {
    parameters: Object.fromEntries(
      given.flatMap(({ name, value }) => (isParameter(name) && typeof value === 'number' ? [[name, value]] : [])),
    ),
    settings: Object.fromEntries(
      given.flatMap(({ name, value }) => (isParameter(name) || value === undefined ? [] : [[name, value]])),
    ),
  };
}

function isParameter(name: KeyName): boolean {
  return findKey(name)?.kind === 'parameter';
}

function builtInPlace(name: string): string {
  return `built-in profile ${name}`;
}

function profileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
}
