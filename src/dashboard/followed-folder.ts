// The folder of all runs, followed: which runs there are, and what changed since the last look. It looks when it is told to, and reads nothing of
// a run in which nothing moved. A folder that is not there yet is one without runs.

import { setImmediate as breathe } from 'node:timers/promises';
import { basename, dirname, join } from 'node:path';
import { RUN_FILE, RUNS_FOLDER } from '../artifacts/layout.ts';
import { errorCode } from '../files/disk.ts';
import type { Disk } from '../files/disk.ts';
import { FollowedRun } from './followed-run.ts';
import { guardedDisk } from './guarded-disk.ts';

export interface FolderOptions {
  readonly disk: Disk;
  /** The folder that holds `runs/`. */
  readonly out: string;
  /** The folder of the one run that is followed; absent means all that lie in `runs/`. */
  readonly only?: string | undefined;
  /** How many runs are followed at most: the newest. */
  readonly mostRuns?: number;
}

const MOST_RUNS = 500;

export class FollowedFolder {
  readonly disk: Disk;
  readonly out: string;
  /** Grows with every change of any run, and once when everything was looked at for the first time. */
  revision = 0;
  /** How many runs there are, those included that are too old to be followed. */
  runsThere = 0;
  /** False until everything was looked at once. */
  isCaughtUp = false;
  readonly #runsFolder: string;
  readonly #only: string | undefined;
  readonly #mostRuns: number;
  readonly #runs = new Map<string, FollowedRun>();
  /** Runs that are gone, and the revision at which they went. */
  readonly #gone = new Map<string, number>();
  #told = 0;
  readonly #waiting = new Set<() => void>();

  constructor({ disk, out, only, mostRuns = MOST_RUNS }: FolderOptions) {
    this.disk = guardedDisk(disk);
    this.out = out;
    this.#runsFolder = only === undefined ? join(out, RUNS_FOLDER) : dirname(only);
    this.#only = only === undefined ? undefined : basename(only);
    this.#mostRuns = mostRuns;
  }

  /** In the order in which they began, the newest first. */
  get runs(): readonly FollowedRun[] {
    return [...this.#runs.values()].toSorted((one, other) => startOf(other).localeCompare(startOf(one)));
  }

  /** A name that no listing gave is no run, whatever path it might spell. */
  run(id: string): FollowedRun | undefined {
    return this.#runs.get(id);
  }

  goneSince(revision: number): readonly string[] {
    return [...this.#gone].filter(([, at]) => at > revision).map(([id]) => id);
  }

  /** Looks once. Two looks never overlap: the caller waits for one before the next. */
  async look(): Promise<void> {
    const names = this.#list();
    for (const id of this.#runs.keys()) {
      if (names.includes(id)) continue;
      this.#runs.delete(id);
      this.revision += 1;
      this.#gone.set(id, this.revision);
    }
    for (const id of names) {
      const run = this.#runs.get(id) ?? new FollowedRun(this.disk, id, join(this.#runsFolder, id));
      if (!this.#runs.has(id)) {
        this.#runs.set(id, run);
        this.#gone.delete(id);
      }
      if (await run.poll(this.revision + 1)) this.revision += 1;
      this.#tell();
      await breathe();
    }
    if (!this.isCaughtUp) this.revision += 1;
    this.isCaughtUp = true;
    this.#tell();
  }

  /** Resolves at the next change, or as soon as the signal is aborted. */
  async changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #tell(): void {
    if (this.#told === this.revision) return;
    this.#told = this.revision;
    for (const done of this.#waiting) done();
  }

  /** Real folders with a real `run.json`, the newest of them. */
  #list(): readonly string[] {
    const folder = this.#runsFolder;
    const begun = namesIn(this.disk, folder).flatMap((id): (readonly [string, number])[] => {
      if (this.#only !== undefined && id !== this.#only) return [];
      if (entryIn(this.disk, join(folder, id))?.kind !== 'folder') return [];
      const entry = entryIn(this.disk, join(folder, id, RUN_FILE));
      return entry?.kind === 'file' ? [[id, entry.modifiedMs]] : [];
    });
    this.runsThere = begun.length;
    return begun
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, this.#mostRuns)
      .map(([id]) => id);
  }
}

function startOf({ digest, record }: FollowedRun): string {
  return digest.startedAt ?? record?.started_at ?? '';
}

function namesIn(disk: Disk, folder: string): readonly string[] {
  if (entryIn(disk, folder)?.kind !== 'folder') return [];
  try {
    return disk.list(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

/** What cannot be looked at is not there for us. */
function entryIn(disk: Disk, path: string): ReturnType<Disk['entryAt']> {
  try {
    return disk.entryAt(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
