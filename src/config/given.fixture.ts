// Short ways for tests to say what the layers hold.

import { splitSetArgument, type CommandLineEntry } from './command-line-layer.ts';
import { OVERRIDES_VARIABLE } from './environment-layer.ts';
import type { ConfigurationFile } from './layers.ts';
import { resolveConfiguration, type Configuration, type ConfigurationInputs } from './resolve-configuration.ts';

export function resolve(inputs: Partial<ConfigurationInputs> = {}): Configuration {
  return resolveConfiguration({ commandLine: [], environment: {}, profiles: [], ...inputs });
}

/** As the command line numbers them: `--set` is an argument, and so is what follows it. */
export function set(...settings: readonly string[]): readonly CommandLineEntry[] {
  return settings.map((argument, index) => splitSetArgument(argument, `--set argument ${2 * index + 2}`));
}

export function overrides(parameters: object): { readonly [variable: string]: string } {
  return { [OVERRIDES_VARIABLE]: JSON.stringify(parameters) };
}

export function project(text: string): ConfigurationFile {
  return { path: 'plimsoll.config.json', text };
}
