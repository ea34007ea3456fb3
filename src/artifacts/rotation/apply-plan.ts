// Carries out a plan and nothing else. Before each step everything it lists is looked at again, under the run's lock; where anything is not as
// it was planned the step is refused, says why, and the others go on.

import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { isFullDisk } from '../../files/full-disk.ts';
import { acquireRunLock } from '../../files/run-lock.ts';
import type { RunLock } from '../../files/run-lock.ts';
import { sweepTemporaries } from '../../files/sweep-temporaries.ts';
import { Failure } from '../../std/failure.ts';
import { RUN_FILE, JOURNAL_FILE, runFolder, RUNS_FOLDER } from '../layout.ts';
import { readRemoved, writeRemoved } from '../removed-iterations.ts';
import { readRunRecord } from '../read-run.ts';
import { compressFile } from './compress-file.ts';
import type { FolderFacts, RunFact } from './folder-facts.ts';
import { keepReasons } from './keep-reasons.ts';
import { hashFile, refuseUnfit } from './plan-file.ts';
import type { RotationPlan } from './rotation-plan.ts';
import { RotationLog } from './rotation-log.ts';
import type { RotationLogLine } from './rotation-log.ts';
import { surveyFolder, surveyRun } from './survey-folder.ts';

export interface RotationPlace {
  readonly disk: Disk;
  readonly out: string;
  /** Of this process: it holds the lock of a run while it works on it. */
  readonly pid: number;
  readonly nowMs: number;
  /** ISO 8601, UTC; for the log. */
  wallClock(): string;
}

export interface AppliedStep {
  readonly step: Pick<RotationPlan['steps'][number], 'action' | 'run' | 'reason'>;
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Of a step that was not done: why not. */
  readonly why?: string;
  readonly freed: number;
}

type Step = RotationPlan['steps'][number];

/**
 * Throws `Failure('usage')` for a plan of another folder or of long ago, and `Failure('disk')` where what was done cannot be logged; all else is
 * an outcome.
 */
export function applyPlan(place: RotationPlace, plan: RotationPlan): readonly AppliedStep[] {
  const { disk, out } = place;
  refuseUnfit(plan, out, place.nowMs);
  const log = new RotationLog(disk, out, () => place.wallClock());
  const untouchable = untouchableNow(surveyFolder(disk, out), plan, place.nowMs);
  const applied = plan.steps.map((step) => {
    // A run that is only half removed when the machine dies is then one of which the log says why.
    const begin = (): void => {
      if (step.action === 'remove_run') log.note({ ...beginning(step, plan.plan_sha256), event: 'removing_run' });
    };
    const one = applyStep(place, step, untouchable.get(step.run), begin);
    log.note(lineOf(one, step, plan.plan_sha256));
    return one;
  });
  log.settle();
  return applied;
}

/** A run may have become one that no plan touches since its plan was made. */
function untouchableNow(facts: FolderFacts, plan: RotationPlan, nowMs: number): ReadonlyMap<string, string> {
  const planned = new Set(plan.steps.map(({ run }) => run));
  const all = keepReasons(facts, plan.policy, Math.max(nowMs, Date.parse(plan.now)));
  return new Map(
    all.flatMap(({ run, reasons: { untouchable } }) =>
      planned.has(run.id) && untouchable.length > 0 ? [[run.id, untouchable.join(', ')] as const] : [],
    ),
  );
}

/** `begin` is called once all was checked, before anything changes. */
function applyStep(place: RotationPlace, step: Step, untouchable: string | undefined, begin: () => void): AppliedStep {
  const { action, run, reason } = step;
  const told = { action, run, reason };
  let isChecked = false;
  try {
    if (untouchable !== undefined) throw new Failure('usage', `by now no plan touches the run: ${untouchable}`);
    if (place.disk.entryAt(runFolder(place.out, run))?.kind !== 'folder') throw new Failure('usage', 'the run is gone');
    const lock = lockUnlessFull(place, runFolder(place.out, run));
    try {
      const facts = surveyRun(place.disk, place.out, run).run;
      refuseStale(place, step, facts);
      isChecked = true;
      begin();
      // What a rotation that was killed left in the making; a run that goes takes it along.
      if (lock !== undefined && action !== 'remove_run') sweepTemporaries(place.disk, runFolder(place.out, run));
      return { step: told, outcome: 'done', freed: perform(place, step, facts) };
    } finally {
      lock?.release();
      if (isChecked && action === 'remove_run') removeEmptyFolder(place, run);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { step: told, outcome: isChecked ? 'failed' : 'refused', why: error.message, freed: 0 };
  }
}

/** On a full disk there may be no room for a lock; then a look at it must do, or nothing could be removed any more. */
function lockUnlessFull({ disk, pid }: RotationPlace, folder: string): RunLock | undefined {
  try {
    return acquireRunLock(disk, folder, { pid });
  } catch (error) {
    if (isFullDisk(error)) return undefined;
    throw error;
  }
}

function refuseStale({ disk, out }: RotationPlace, step: Step, facts: RunFact): void {
  const found = new Map(facts.files.map((file) => [file.name, file]));
  for (const { name, size, inode, sha256 } of step.files) {
    const path = `${RUNS_FOLDER}/${step.run}/${name}`;
    const file = found.get(name);
    if (file === undefined) throw stale(`${path} is not there any more`);
    if (file.inode !== inode) throw stale(`${path} is another file by now`);
    if (file.size !== size) throw stale(`${path} has ${file.size} bytes by now, not ${size}`);
    if (hashFile(disk, join(out, path)) !== sha256) throw stale(`${path} has another content by now`);
  }
  if (step.action !== 'remove_run') return;
  const planned = new Set(step.files.map(({ name }) => name));
  const added = facts.files.find(({ name }) => !planned.has(name));
  if (added !== undefined) throw stale(`${RUNS_FOLDER}/${step.run}/${added.name} was added`);
}

function stale(what: string): Failure {
  return new Failure('usage', `the plan is stale: ${what}`);
}

/** Answers how many bytes were freed. */
function perform({ disk, out }: RotationPlace, step: Step, facts: RunFact): number {
  const folder = runFolder(out, step.run);
  const bytes = step.files.reduce((sum, { size }) => sum + size, 0);
  switch (step.action) {
    case 'compress':
      return step.files.reduce(
        (freed, { name, size, sha256 }) => freed + size - compressFile(disk, join(folder, name), sha256),
        0,
      );
    case 'remove_iterations':
      explainRemoval(disk, folder, step, facts);
      removeFiles(
        disk,
        folder,
        step.files.map(({ name }) => name),
      );
      return bytes;
    case 'remove_run':
      removeFiles(
        disk,
        folder,
        step.files.map(({ name }) => name).toSorted((one, other) => lateness(one) - lateness(other)),
      );
      return bytes;
    default:
      return step.action satisfies never;
  }
}

/** What tells a run's state goes last: cut off in between, the run is still one that the next plan knows what to do with. */
function lateness(name: string): number {
  return [JOURNAL_FILE, RUN_FILE].indexOf(name);
}

/** The ranges of two rotations are one: both begin with the first iteration that may go. */
function explainRemoval(disk: Disk, folder: string, { removed }: Step, { completed }: RunFact): void {
  if (removed === undefined) throw stale('it does not say which iterations it removes');
  const { plan } = readRunRecord(disk, folder);
  const before = readRemoved(disk, folder, { plan, completed });
  writeRemoved(disk, folder, { ...removed, through: Math.max(removed.through, before?.through ?? 0) });
}

function removeFiles(disk: Disk, folder: string, names: readonly string[]): void {
  try {
    for (const name of names) disk.remove(join(folder, name));
    disk.syncFolder(folder);
  } catch (error) {
    throw diskFailure(`remove files from ${folder}`, error);
  }
}

/** Where files of others lie in it, it stays with them. */
function removeEmptyFolder({ disk, out }: RotationPlace, run: string): void {
  try {
    removeIfEmpty(disk, runFolder(out, run));
    disk.syncFolder(join(out, RUNS_FOLDER));
  } catch (error) {
    throw diskFailure(`remove the folder ${runFolder(out, run)}`, error);
  }
}

/** With the folders in it, where nothing but folders is. */
function removeIfEmpty(disk: Disk, folder: string): void {
  for (const name of disk.list(folder)) {
    const path = join(folder, name);
    if (disk.entryAt(path)?.kind === 'folder') removeIfEmpty(disk, path);
  }
  if (disk.list(folder).length === 0) disk.removeFolder(folder);
}

const EVENTS = { compress: 'compressed', remove_iterations: 'removed_iterations', remove_run: 'removed_run' } as const;

function lineOf({ outcome, why, freed }: AppliedStep, step: Step, planSha256: string): RotationLogLine {
  const line = beginning(step, planSha256);
  const isDone = outcome === 'done';
  return {
    ...line,
    event: isDone ? EVENTS[step.action] : outcome,
    reason: why ?? step.reason,
    ...(isDone && step.removed !== undefined ? { removed: step.removed } : {}),
    bytes_after: line.bytes_before - freed,
  };
}

function beginning({ run, reason, files }: Step, planSha256: string): Omit<RotationLogLine, 'event'> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { run, reason, plan_sha256: planSha256, files: files.length, bytes_before: bytes, bytes_after: bytes };
}
