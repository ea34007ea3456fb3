// `plimsoll config`: what a run would be configured with and why. Reads and prints; only `migrate` writes.

import { resolve } from 'node:path';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { explainConfiguration } from '../../config/explain-configuration.ts';
import { explainLines, profileLines, showLines } from '../../config/explain-lines.ts';
import { suggestName } from '../../std/nearest-name.ts';
import { migrateLegacyFiles, migrationLines } from '../../config/migrate-legacy-files.ts';
import { listProfiles } from '../../config/profiles.ts';
import { readConfigurationFiles } from '../../config/read-configuration-files.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { adoptRun } from '../running/adopt-run.ts';
import { findScenario } from '../running/choose-scenario.ts';
import { readConfiguration } from '../running/read-configuration.ts';

export interface ExplainOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly adopt?: string;
  readonly json?: boolean;
}

export function explainCommand(
  host: Host,
  name: string | undefined,
  { entries, adopt, json = false }: ExplainOptions,
): ExitCode {
  const configuration = readConfiguration(host, entries, adoptRun(host, adopt, entries));
  return print(host, json, explainConfiguration(configuration, name), explainLines(configuration, name));
}

export function profilesCommand(host: Host, json: boolean): ExitCode {
  const profiles = listProfiles(readConfigurationFiles(host.cwd).profiles);
  return print(host, json, profiles, profileLines(profiles));
}

export function showCommand(host: Host, name: string | undefined, json: boolean): ExitCode {
  const profiles = listProfiles(readConfigurationFiles(host.cwd).profiles);
  const wanted = name ?? readConfiguration(host, []).profile;
  const profile = profiles.find((one) => one.name === wanted);
  if (profile === undefined) {
    const names = profiles.map((one) => one.name);
    throw new Failure('usage', `there is no profile ${JSON.stringify(wanted)}`, {
      hint: `${suggestName(wanted, names, 'profiles')} (\`plimsoll config profiles\` lists them)`,
    });
  }
  return print(host, json, profile, showLines(profile));
}

/** What a scenario file starts as. It is JSON whether or not that was asked for. */
export async function scenarioCommand(host: Host, name: string): Promise<ExitCode> {
  const scenario = findScenario(name, 'config scenario');
  const { contentOf } = await import('../../venue/scenario-file.ts');
  host.stdout.write(canonicalDocument(contentOf(scenario)));
  return EXIT_CODES.ok;
}

/** A conflict is left to the person who typed, and so is no success. */
export function migrateCommand(host: Host, folder: string, json: boolean): ExitCode {
  const report = migrateLegacyFiles(host.disk, resolve(host.cwd, folder));
  print(host, json, report, migrationLines(report));
  return report.steps.some((step) => step.kind === 'conflict') ? EXIT_CODES.usage : EXIT_CODES.ok;
}

function print(host: Host, json: boolean, document: unknown, lines: readonly string[]): ExitCode {
  host.stdout.write(json ? canonicalDocument(document) : `${lines.join('\n')}\n`);
  return EXIT_CODES.ok;
}
