// The configuration of this call: arguments and environment of the host, project file and profiles of the folder it stands in.

import type { Adopted } from '../../config/adopted-layer.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { readConfigurationFiles } from '../../config/read-configuration-files.ts';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import type { Host } from '../host.ts';

/** Throws `Failure('usage')` with everything that is wrong in any layer. */
export function readConfiguration(
  host: Pick<Host, 'cwd' | 'env'>,
  entries: readonly CommandLineEntry[],
  adopted?: Adopted,
): Configuration {
  const { projectFile, profiles } = readConfigurationFiles(host.cwd);
  return resolveConfiguration({ commandLine: entries, environment: host.env, projectFile, profiles, adopted });
}
