// Moves a folder of the prior toolkit's override files over: values of its own become a user profile, the rest is retired. An original
// is kept as `*.bak`, nothing that exists is overwritten, and a second run changes nothing. `steady_safe` and `ultra_safe` are built in
// and cannot be replaced, so a file of theirs that says something else becomes `<name>_legacy`.

import { join } from 'node:path';
import { diskFailure } from '../files/disk-failure.ts';
import type { Disk } from '../files/disk.ts';
import { ensureFolder } from '../files/ensure-folder.ts';
import { readTextFile } from '../files/read-text-file.ts';
import { writeDurably } from '../files/write-durably.ts';
import { canonicalDocument } from '../json/canonical.ts';
import { Failure, type Problem } from '../std/failure.ts';
import { readDocumentLayer, readParametersLayer } from './document-layer.ts';
import type { LayerReading } from './layers.ts';
import { BUILT_IN_PROFILES, countProblems } from './profiles.ts';
import { PROFILES_FOLDER } from './read-configuration-files.ts';
import type { Value } from './value-type.ts';

/** Files are named relative to the folder. */
type MigrationStep =
  | { readonly kind: 'written'; readonly file: string; readonly from: string; readonly profile: string }
  | { readonly kind: 'retired'; readonly file: string; readonly to: string; readonly reason: string }
  /** Both the original and what stands in its way stay as they are. */
  | { readonly kind: 'conflict'; readonly file: string; readonly reason: string };

export interface MigrationReport {
  readonly folder: string;
  /** Empty where there was nothing to migrate. */
  readonly steps: readonly MigrationStep[];
}

const PROFILE_FILES = [
  { file: 'steady_safe_overrides.json', builtIn: 'steady_safe' },
  { file: 'ultra_safe_overrides.json', builtIn: 'ultra_safe' },
] as const;
const RETIRED_FILES = ['steady_overrides.json', 'applied_profile.json'] as const;

/**
 * Throws `Failure('usage')` with every problem of every file before it changes anything, and `Failure('disk')` where the disk refuses;
 * running it again then goes on from there.
 */
export function migrateLegacyFiles(disk: Disk, folder: string): MigrationReport {
  if (disk.entryAt(folder) === undefined) {
    throw new Failure('usage', `there is no folder ${folder}`, {
      hint: 'name the folder that holds the override files',
    });
  }
  const problems: Problem[] = [];
  const profileSteps = PROFILE_FILES.flatMap(({ file, builtIn }) => planProfile(disk, folder, file, builtIn, problems));
  const steps = [...profileSteps, ...RETIRED_FILES.flatMap((file) => planRetirement(disk, folder, file))];
  if (problems.length > 0) {
    throw new Failure('usage', `the files in ${folder} have ${countProblems(problems)}, so nothing was changed`, {
      problems,
    });
  }
  return { folder, steps: steps.map((planned) => perform(disk, folder, planned)) };
}

export function migrationLines({ folder, steps }: MigrationReport): readonly string[] {
  if (steps.length === 0) return [`nothing to migrate in ${folder}`];
  return steps.map((step) => {
    switch (step.kind) {
      case 'written':
        return `written   ${step.file}, from ${step.from}: a run in ${folder} uses it with --profile ${step.profile}`;
      case 'retired':
        return `retired   ${step.file}, kept as ${step.to}: ${step.reason}`;
      case 'conflict':
        return `conflict  ${step.file}, left as it is: ${step.reason}`;
      default:
        return step satisfies never;
    }
  });
}

type Planned = MigrationStep & { readonly content?: string };

function planProfile(
  disk: Disk,
  folder: string,
  file: string,
  builtIn: string,
  problems: Problem[],
): readonly Planned[] {
  if (disk.entryAt(join(folder, file)) === undefined) return [];
  const reading = readParametersLayer({ path: file, text: readTextFile(disk, join(folder, file)) }, 'profile');
  problems.push(...reading.problems);
  if (reading.problems.length > 0) return [];

  const values = valuesOf(reading);
  if (sameValues(values, BUILT_IN_PROFILES[builtIn] ?? {})) {
    return planRetirement(disk, folder, file, `its values are those of the built-in profile ${builtIn}`);
  }
  const profile = `${builtIn}_legacy`;
  const target = `${PROFILES_FOLDER}/${profile}.json`;
  const retirement = planRetirement(disk, folder, file, `its values are in ${target}`);
  if (retirement.some(({ kind }) => kind === 'conflict')) return retirement;
  if (disk.entryAt(join(folder, target)) === undefined) {
    const content = canonicalDocument({ parameters: values });
    return [{ kind: 'written', file: target, from: file, profile, content }, ...retirement];
  }
  const existing = readDocumentLayer({ path: target, text: readTextFile(disk, join(folder, target)) }, 'profile');
  const isSame = existing.problems.length === 0 && sameValues(valuesOf(existing), values);
  return isSame ? retirement : [{ kind: 'conflict', file, reason: `${target} exists and says something else` }];
}

function planRetirement(
  disk: Disk,
  folder: string,
  file: string,
  reason = 'a run keeps what it changes in its own runtime_overrides.json',
): readonly Planned[] {
  const original = join(folder, file);
  if (disk.entryAt(original) === undefined) return [];
  const to = `${file}.bak`;
  const isTaken =
    disk.entryAt(join(folder, to)) !== undefined &&
    !sameBytes(disk.readFile(join(folder, to)), disk.readFile(original));
  return isTaken
    ? [{ kind: 'conflict', file, reason: `${to} exists and holds something else` }]
    : [{ kind: 'retired', file, to, reason }];
}

/** The profile is safe on the disk before its source is renamed, so that no crash loses both. */
function perform(disk: Disk, folder: string, { content, ...step }: Planned): MigrationStep {
  if (step.kind === 'written' && content !== undefined) {
    ensureFolder(disk, join(folder, PROFILES_FOLDER));
    writeDurably(disk, join(folder, step.file), content);
  }
  if (step.kind === 'retired') {
    try {
      disk.rename(join(folder, step.file), join(folder, step.to));
      disk.syncFolder(folder);
    } catch (error) {
      throw diskFailure(`rename ${join(folder, step.file)} to ${step.to}`, error);
    }
  }
  return step;
}

function valuesOf({ given }: LayerReading): { readonly [name: string]: Value } {
  return Object.fromEntries(given.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function sameValues(one: { readonly [name: string]: Value }, other: { readonly [name: string]: Value }): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
