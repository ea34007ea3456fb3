// The flags that set configuration values, made from the registry of settings so that no meaning or default is written twice. What was
// typed is kept in its order and with the place of each argument; reading the values is the configuration's business.

import type { Command } from 'commander';
import { splitSetArgument } from '../../config/command-line-layer.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { SETTINGS } from '../../config/settings.ts';
import type { SettingName, SettingSpec } from '../../config/settings.ts';

/** What a soak takes a flag for, in the order of its help. */
export const RUN_SETTINGS = [
  'target',
  'scenario',
  'seed',
  'profile',
  'iterations',
  'iteration_duration',
  'gate_mode',
  'tune',
  'guards',
  'events',
  'bot_lifetime',
  'out',
] as const satisfies readonly SettingName[];

export interface SettingFlags {
  /** The settings whose flags the command takes. */
  readonly names: readonly SettingName[];
  /** Whether it takes `--set name=value` as well. */
  readonly takesSet: boolean;
  /** Defaults of the command's own, for its help. */
  readonly defaults?: { readonly [name in SettingName]?: string };
}

/** Adds the flags to a command. The answer fills while commander reads the arguments, in the order typed. */
export function addSettingFlags(
  command: Command,
  argv: readonly string[],
  { names, takesSet, defaults = {} }: SettingFlags,
): readonly CommandLineEntry[] {
  const entries: CommandLineEntry[] = [];
  const placeOf = placeFinder(argv);
  for (const name of names) {
    const spec = SETTINGS[name];
    const { flag } = spec;
    if (flag === undefined) continue;
    command.option(isSwitch(spec) ? flag : `${flag} <${valueName(spec)}>`, describe(spec, defaults[name]));
    command.on(`option:${flag.replace(/^--/u, '')}`, (typed: string | undefined) => {
      const text = isSwitch(spec) ? String(!flag.startsWith('--no-')) : (typed ?? '');
      entries.push({ name, text, place: placeOf(flag) });
    });
  }
  if (takesSet) {
    command.option(
      '--set <name=value>',
      'any parameter or setting, and pins a parameter against the tuner; repeatable',
    );
    command.on('option:set', (typed: string) => {
      entries.push(splitSetArgument(typed, placeOf('--set')));
    });
  }
  return entries;
}

/** Answers, call by call, where each next occurrence of a flag was typed: `argument 3 (--seed)`, counted from 1 after the program. */
function placeFinder(argv: readonly string[]): (flag: string) => string {
  const searchedTo = new Map<string, number>();
  return (flag) => {
    const from = searchedTo.get(flag) ?? 0;
    const at = argv.findIndex(
      (argument, index) => index >= from && (argument === flag || argument.startsWith(`${flag}=`)),
    );
    searchedTo.set(flag, at + 1);
    return at < 0 ? flag : `argument ${at + 1} (${flag})`;
  };
}

function isSwitch(spec: SettingSpec): boolean {
  return spec.type.kind === 'boolean';
}

function valueName(spec: SettingSpec): string {
  switch (spec.type.kind) {
    case 'choice':
      return spec.type.choices.join('|');
    case 'number':
      return 'n';
    case 'duration':
      return 'duration';
    case 'text':
      return spec.name === 'out' ? 'folder' : 'name';
    case 'subset':
      return 'names';
    case 'boolean':
      return 'yes|no';
    default:
      return spec.type satisfies never;
  }
}

/** What a switch does; the registry says what its setting is. */
const SWITCHES: { readonly [name in SettingName]?: string } = {
  tune: 'measures and judges without proposing any change',
  guards:
    'lets proposals past every guard that is not law (pin, bounds, late iteration), for comparison; every report says so',
};

function describe(spec: SettingSpec, ownDefault: string | undefined): string {
  const standard = ownDefault ?? spec.default;
  if (isSwitch(spec)) return SWITCHES[spec.name] ?? spec.meaning;
  return standard === undefined ? spec.meaning : `${spec.meaning} (default: ${standard})`;
}
