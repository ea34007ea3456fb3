// Rotation while a run is at work: after each iteration its own oldest files go, at a cost that does not grow with the run; and where the
// folder of all runs or its disk comes to its limit, others go, or the run ends before it writes beyond it.

import { basename, dirname, join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { listFolder } from '../../files/list-folder.ts';
import { Failure } from '../../std/failure.ts';
import {
  COMPRESSED_ENDING,
  fillsFile,
  iterationOf,
  iterationSummaryFile,
  JOURNAL_FILE,
  RUNS_FOLDER,
} from '../layout.ts';
import { isRemovedIteration, neededIterations, readRemoved, writeRemoved } from '../removed-iterations.ts';
import type { RemovedIterations } from '../removed-iterations.ts';
import type { RunPlan } from '../run-record.ts';
import { trimmedRange, trimmingReason } from './plan-rotation.ts';
import { rotateFolder } from './rotate-folder.ts';
import { RotationLog } from './rotation-log.ts';
import type { AppliedStep } from './apply-plan.ts';
import type { RotationPolicy } from './rotation-policy.ts';
import { surveyFolder } from './survey-folder.ts';

export interface RunRotationHost {
  readonly disk: Disk;
  readonly pid: number;
  /** Milliseconds since 1970, UTC. */
  readonly nowMs: () => number;
  readonly wallClock: () => string;
  /** Told of every step that was taken for want of room. */
  readonly onRotated: (applied: readonly AppliedStep[]) => void;
}

interface RunAtWork {
  readonly folder: string;
  readonly plan: Pick<RunPlan, 'policy' | 'iterations'>;
  readonly completed: number;
}

interface OwnFile {
  readonly path: string;
  readonly size: number;
  readonly iteration: number;
}

interface Trimming {
  readonly completed: number;
  readonly range: RemovedIterations;
  readonly gone: readonly OwnFile[];
  /** Whether another process had trimmed the run before. */
  readonly isTakenUp: boolean;
}

/** The folder is looked at again once so much of its budget was written since. */
const SHARE_BETWEEN_LOOKS = 1 / 64;

export class RunRotation {
  readonly #host: RunRotationHost;
  readonly #policy: RotationPolicy;
  #removed: RemovedIterations | undefined;
  /** Of the whole folder when it was looked at last, and what this run has added since. */
  #bytes: { readonly seen: number; added: number } | undefined;
  #journalBytes = 0;
  #rotationLog: RotationLog | undefined;

  constructor(host: RunRotationHost, policy: RotationPolicy) {
    this.#host = host;
    this.#policy = policy;
  }

  /** Throws `Failure('disk')` where a file cannot be removed, and where there is no room for another iteration and nothing more may go. */
  afterIteration(run: RunAtWork): void {
    this.#count(run);
    this.#trim(run);
    // Behind the last iteration nothing large is written, and a run that did all it was to do has ended as planned.
    if (run.completed < run.plan.iterations) this.#keepWithin(run);
  }

  #trim({ folder, plan, completed }: RunAtWork): void {
    const { disk } = this.#host;
    const wanted = trimmedRange(completed, { ...neededIterations(plan), keep: this.#policy.keep_iterations });
    if (wanted === undefined) return;
    const before = this.#removed ?? readRemoved(disk, folder, { plan, completed });
    const isExplained = before !== undefined && before.through >= wanted.through;
    const range = isExplained ? before : wanted;
    // The first time round there may be more to remove than one iteration: what a killed process came not to, or other limits than before.
    const isFirst = this.#removed === undefined;
    if (isExplained && !isFirst) return;
    const names = isFirst ? listFolder(disk, folder).filter((name) => isWithin(range, name)) : namesOf(range.through);
    const gone = names.flatMap((name) => this.#fileAt(folder, name));
    if (!isExplained) writeRemoved(disk, folder, range);
    this.#removed = range;
    if (isAmongRuns(folder)) this.#log(folder, { completed, range, gone, isTakenUp: isFirst && before !== undefined });
    for (const file of gone) this.#remove(file);
  }

  #fileAt(folder: string, name: string): readonly OwnFile[] {
    const path = join(folder, name);
    const size = this.#host.disk.entryAt(path)?.size;
    return size === undefined ? [] : [{ path, size, iteration: iterationOf(name) ?? 0 }];
  }

  /**
   * One line for each trimming, on the disk before the first file goes: a process killed in between finds what it explains still there, and
   * writes the line that is missing, or finds the line, and writes none. A run that was carried elsewhere has ROTATION.json alone.
   */
  #log(folder: string, { completed, range, gone, isTakenUp }: Trimming): void {
    const run = basename(folder);
    const { disk, wallClock } = this.#host;
    this.#rotationLog ??= new RotationLog(disk, outOf(folder), wallClock);
    const through = isTakenUp ? this.#rotationLog.removedThrough(run) : 0;
    // A crash of the machine may bring back files whose line is there.
    const untold = gone.filter(({ iteration }) => iteration > through);
    if (untold.length === 0) return;
    this.#rotationLog.note({
      event: 'removed_iterations',
      run,
      reason: trimmingReason(range, completed),
      removed: { from: Math.min(...untold.map(({ iteration }) => iteration)), through: range.through },
      files: untold.length,
      bytes_before: untold.reduce((sum, { size }) => sum + size, 0),
      bytes_after: 0,
    });
  }

  #remove({ path, size }: OwnFile): void {
    try {
      this.#host.disk.remove(path);
      if (this.#bytes !== undefined) this.#bytes.added -= size;
    } catch (error) {
      throw diskFailure(`remove ${path}`, error);
    }
  }

  #count({ folder, completed }: RunAtWork): void {
    const sizeOf = (name: string): number => this.#host.disk.entryAt(join(folder, name))?.size ?? 0;
    const journal = sizeOf(JOURNAL_FILE);
    const written = namesOf(completed).reduce((sum, name) => sum + sizeOf(name), journal - this.#journalBytes);
    this.#journalBytes = journal;
    if (this.#bytes !== undefined) this.#bytes.added += written;
  }

  /** A run that was carried elsewhere lies among no others, and only its disk is watched. */
  #keepWithin({ folder }: RunAtWork): void {
    const { disk, pid, nowMs, wallClock, onRotated } = this.#host;
    const { budget_bytes: budget, keep_free_bytes: keepFree } = this.#policy;
    const isOneOfMany = isAmongRuns(folder);
    const out = isOneOfMany ? outOf(folder) : folder;
    if (isOneOfMany && (this.#bytes === undefined || this.#bytes.added > budget * SHARE_BETWEEN_LOOKS)) {
      this.#bytes = { seen: surveyFolder(disk, out).bytes, added: 0 };
    }
    const bytes = (this.#bytes?.seen ?? 0) + (this.#bytes?.added ?? 0);
    if (bytes <= budget && disk.freeBytes(out) >= keepFree) return;
    if (!isOneOfMany)
      throw noRoom(`the disk of ${folder} has less than the ${keepFree} bytes free that are to stay so`);
    const { applied, bytes: left, isOver } = rotateFolder({ disk, out, pid, nowMs: nowMs(), wallClock }, this.#policy);
    onRotated(applied);
    this.#bytes = { seen: left.now, added: 0 };
    if (!isOver) return;
    throw noRoom(
      left.limit === 'budget'
        ? `the runs in ${out} hold ${left.now} bytes, more than their budget of ${left.allowed}, and nothing more may go`
        : `the disk of ${out} has less than the ${keepFree} bytes free that are to stay so, and nothing more may go`,
    );
  }
}

function isAmongRuns(folder: string): boolean {
  return basename(dirname(folder)) === RUNS_FOLDER;
}

function outOf(folder: string): string {
  return dirname(dirname(folder));
}

function noRoom(message: string): Failure {
  return new Failure('disk', message, {
    hint: 'free space, or raise the budget in rotation/policy.json; `plimsoll artifacts status` tells what lies there and why it stays',
  });
}

function namesOf(iteration: number): readonly string[] {
  const names = [iterationSummaryFile(iteration), fillsFile(iteration)];
  return [...names, ...names.map((name) => `${name}${COMPRESSED_ENDING}`)];
}

function isWithin(range: RemovedIterations, name: string): boolean {
  const iteration = iterationOf(name);
  return iteration !== undefined && isRemovedIteration(range, iteration);
}
