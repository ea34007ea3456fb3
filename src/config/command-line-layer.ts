// The highest layer: what was typed. The command line hands in every flag and every `--set name=value` in the order typed; parsing
// of arguments as such, unknown flags included, is its own business.

import type { Problem } from '../std/failure.ts';
import { findKey, KEY_NAMES } from './keys.ts';
import type { Given, LayerReading } from './layers.ts';
import { suggestName } from '../std/nearest-name.ts';
import { readText } from './value-type.ts';

export interface CommandLineEntry {
  readonly name: string;
  /** Absent where `--set` came without an `=`. */
  readonly text?: string;
  /** Exactly where: `--set argument 4`, `--seed`. */
  readonly place: string;
}

/** Splits the argument of `--set` at its first `=`. */
export function splitSetArgument(argument: string, place: string): CommandLineEntry {
  const at = argument.indexOf('=');
  return at < 0 ? { name: argument, place } : { name: argument.slice(0, at), text: argument.slice(at + 1), place };
}

export function readCommandLineLayer(entries: readonly CommandLineEntry[]): LayerReading {
  const given: Given[] = [];
  const problems: Problem[] = [];
  for (const { name, text, place: source } of entries) {
    const key = findKey(name);
    if (key === undefined) {
      const hint = suggestName(name, KEY_NAMES, 'names');
      problems.push({ source, message: `${name === '' ? 'the empty name' : name} is no parameter or setting`, hint });
    } else if (key.secret === true) {
      const hint = `${key.environment === undefined ? '' : `set ${key.environment.name}, or `}write it into plimsoll.config.json`;
      problems.push({ source, message: `${name} is a secret, and arguments can be read by others`, hint });
    } else if (text === undefined) {
      problems.push({ source, message: `${name} has no value`, hint: `write --set ${name}=VALUE` });
    } else {
      const reading = readText(name, key.type, text);
      if (reading.kind === 'value') {
        given.push({ name: key.name, layer: 'command_line', place: source, text, value: reading.value });
      } else {
        problems.push({ source, message: reading.message, hint: reading.hint });
      }
    }
  }
  return { given, problems };
}
