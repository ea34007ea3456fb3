// Which folder is meant where a person says RUN: a run id, a folder, or `latest`.

import { join } from 'node:path';
import { suggestName } from '../std/nearest-name.ts';
import { errorCode } from '../files/disk.ts';
import type { Disk } from '../files/disk.ts';
import { Failure } from '../std/failure.ts';
import { LATEST_LINK, latestLink, RUN_FILE, runFolder, RUNS_FOLDER } from './layout.ts';

/** The run's folder. A run id goes before a folder of that name. `Failure('usage')` where there is no such run. */
export function findRun(disk: Disk, out: string, run: string): string {
  if (run === LATEST_LINK) return latestRun(disk, out);
  const isId = run !== '' && run !== '.' && run !== '..' && !/[/\\]/u.test(run);
  if (isId && holdsRun(disk, runFolder(out, run))) return runFolder(out, run);
  if (run !== '' && holdsRun(disk, run)) return run;
  throw new Failure('usage', `There is no run ${JSON.stringify(run)}: neither under ${out} nor as a folder.`, {
    hint: suggestRun(disk, out, run),
  });
}

function latestRun(disk: Disk, out: string): string {
  const link = latestLink(out);
  if (entryKind(disk, link) !== 'link') {
    throw new Failure('usage', `There is no run under ${out} yet.`, {
      hint: 'take one with `plimsoll soak`, or say with --out where the runs are',
    });
  }
  const folder = join(out, disk.readLink(link));
  if (holdsRun(disk, folder)) return folder;
  throw new Failure('artifact', `${link} points at ${folder}, which holds no ${RUN_FILE}.`, {
    hint: suggestRun(disk, out, LATEST_LINK),
  });
}

function holdsRun(disk: Disk, folder: string): boolean {
  return entryKind(disk, join(folder, RUN_FILE)) === 'file';
}

function suggestRun(disk: Disk, out: string, wanted: string): string {
  const folder = join(out, RUNS_FOLDER);
  const runs = entryKind(disk, folder) === 'folder' ? disk.list(folder).toSorted() : [];
  const found = runs.filter((name) => holdsRun(disk, runFolder(out, name)));
  if (found.length === 0) return 'take one with `plimsoll soak`, or say with --out where the runs are';
  // Ids begin with the time by default, so that the newest stand last.
  return suggestName(wanted, found.slice(-5), 'runs');
}

/** `undefined` also where a part of the path is a file: nothing can lie below it. */
function entryKind(disk: Disk, path: string): string | undefined {
  try {
    return disk.entryAt(path)?.kind;
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
