// What speaks against going on with a run as it was planned: values typed that contradict its plan, and versions or configuration around
// it that say otherwise today. What says nothing any more, a removed file or variable, does not count: a run's folder carries its plan.

import type { RunRecord } from '../../artifacts/run-record.ts';
import type { Adopted } from '../../config/adopted-layer.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { findKey, KEY_NAMES } from '../../config/keys.ts';
import type { KeyName } from '../../config/keys.ts';
import { PARAMETER_NAMES } from '../../config/parameters.ts';
import { profileNames } from '../../config/profiles.ts';
import { readConfigurationFiles } from '../../config/read-configuration-files.ts';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import type { Candidate, Configuration, Resolution } from '../../config/resolve-configuration.ts';
import type { Problem } from '../../std/failure.ts';
import type { Host } from '../host.ts';

type Provenance = Configuration['provenance'];

/** Values typed that the run's plan does not have. */
export function typedChanges(host: Pick<Host, 'cwd'>, run: RunRecord, typed: readonly CommandLineEntry[]): Problem[] {
  const { profiles } = readConfigurationFiles(host.cwd);
  const { provenance, pinned } = resolveConfiguration({ commandLine: typed, environment: {}, profiles });
  return KEY_NAMES.flatMap((name) => {
    const winner = winnerOf(provenance, name);
    if (winner?.layer !== 'command_line') return [];
    const isPin = PARAMETER_NAMES.some((parameter) => parameter === name && pinned[parameter] !== undefined);
    const wasPin = PARAMETER_NAMES.some((parameter) => parameter === name && run.plan.pinned[parameter] !== undefined);
    const changes = changeOf(run, name, winner);
    if (changes.length > 0 || isPin === wasPin) return changes;
    return [{ source: winner.place, message: `the run does not hold ${name} against its tuner` }];
  });
}

/** Where the environment, the project file or the run's profile say otherwise today, and every version that is another. */
export function surroundingChanges(
  host: Pick<Host, 'cwd' | 'env'>,
  run: RunRecord,
  versions: RunRecord['versions'],
): Problem[] {
  const { projectFile, profiles } = readConfigurationFiles(host.cwd);
  const known = profileNames(profiles);
  const commandLine = typedThen(run.configuration).filter(
    ({ name, text }) => name !== 'profile' || (text !== undefined && known.includes(text)),
  );
  const adopted = adoptedThen(run.configuration);
  const today = resolveConfiguration({ commandLine, environment: host.env, projectFile, profiles, adopted });
  const isSameProfile = today.profile === run.plan.profile;
  return [
    ...versionChanges(run, versions),
    ...KEY_NAMES.flatMap((name) => {
      const winner = winnerOf(today.provenance, name);
      const speaks =
        winner?.layer === 'environment' ||
        winner?.layer === 'project' ||
        (winner?.layer === 'profile' && isSameProfile);
      return speaks ? changeOf(run, name, winner) : [];
    }),
  ];
}

function versionChanges(run: RunRecord, versions: RunRecord['versions']): Problem[] {
  const names = [...new Set([...Object.keys(run.versions), ...Object.keys(versions)])];
  return names
    .filter((name) => run.versions[name] !== versions[name])
    .map((name) => ({
      source: name,
      message: `the run was begun with ${run.versions[name] ?? 'none'}, this is ${versions[name] ?? 'none'}`,
    }));
}

/** What shapes nothing that a run does is no part of a plan: where the runs are, because a folder may move, and who is told of them. */
function changeOf(run: RunRecord, name: KeyName, today: Candidate): Problem[] {
  const then = resolutionOf(run.configuration, name)?.value;
  if (findKey(name)?.outside === true || today.value === then) return [];
  const source = today.place;
  return [
    {
      source,
      message: `${name} is ${String(today.value)} there, the run has ${then === undefined ? 'none' : String(then)}`,
    },
  ];
}

/** What was typed when the run began, in an order in which the later of two still counts. */
function typedThen(configuration: Provenance): CommandLineEntry[] {
  return KEY_NAMES.flatMap((name) =>
    (resolutionOf(configuration, name)?.candidates ?? [])
      .filter(({ layer }) => layer === 'command_line')
      .map(({ text, place }) => ({ name, text, place }))
      .toReversed(),
  );
}

/** What the run adopted when it began: that it did is part of it, and the run adopted may be gone by now. */
function adoptedThen({ parameters }: Provenance): Adopted | undefined {
  const taken = PARAMETER_NAMES.flatMap((name) =>
    parameters[name].candidates.flatMap(({ layer, place, value }) =>
      layer === 'adopted' && typeof value === 'number' ? [{ name, place, value }] : [],
    ),
  );
  const [first] = taken;
  if (first === undefined) return undefined;
  return { place: first.place, parameters: Object.fromEntries(taken.map(({ name, value }) => [name, value])) };
}

function winnerOf(configuration: Provenance, name: KeyName): Candidate | undefined {
  return resolutionOf(configuration, name)?.candidates[0];
}

function resolutionOf({ parameters, settings }: Provenance, name: KeyName): Resolution | undefined {
  return Object.entries({ ...parameters, ...settings }).find(([key]) => key === name)?.[1];
}
