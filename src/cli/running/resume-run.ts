// Takes up a run that stopped before its end, from its folder alone: its plan, its journal, its target opened anew. Refuses before anything
// is touched where the run could not end as it would have ended.

import { readJournalState, ResumableRun } from '../../artifacts/resumable-run.ts';
import { isFinal } from '../../artifacts/journal-record.ts';
import { readRunRecord } from '../../artifacts/read-run.ts';
import type { RunRecord } from '../../artifacts/run-record.ts';
import { acquireRunLock } from '../../files/run-lock.ts';
import { sweepTemporaries } from '../../files/sweep-temporaries.ts';
import { isTemporaryName } from '../../files/temporary-name.ts';
import { hashJson } from '../../json/hash.ts';
import { resumeSoak } from '../../soak/runner.ts';
import { Failure } from '../../std/failure.ts';
import type { Problem } from '../../std/failure.ts';
import type { SoakOptions } from '../arguments/run-options.ts';
import type { Host } from '../host.ts';
import { concludeRun, conduct, pauseOf, versionsOf, wayOn } from './execute-run.ts';
import type { ExecutedRun } from './execute-run.ts';
import { keepHouse, tidyAfterRun } from './keep-house.ts';
import { locateRun } from './open-run.ts';
import { surroundingChanges, typedChanges } from './plan-changes.ts';
import { readConfiguration } from './read-configuration.ts';
import { readPolicy } from './read-policy.ts';
import { reopenTarget } from './reopen-target.ts';

export interface ResumedRun extends ExecutedRun {
  /** The run had ended for good before; nothing was written, unless the page for people was missing. */
  readonly nothingToDo: boolean;
}

/**
 * Throws `Failure('usage')` where there is no such run, where it is at work, or where what was typed or what surrounds it contradicts its
 * plan; `Failure('artifact')` where something of it is missing or changed; and what a soak throws.
 */
export async function resumeRun(host: Host, options: SoakOptions & { readonly resume: string }): Promise<ResumedRun> {
  if (options.runId !== undefined) {
    throw new Failure('usage', '--run-id: a run that goes on keeps its name', { hint: 'leave it out' });
  }
  if (options.adopt !== undefined) {
    throw new Failure('usage', '--adopt: a run that goes on keeps the parameters that it stands at', {
      hint: 'leave it out, or begin another run',
    });
  }
  const { folder, out } = locateRun(host, options.resume, options.entries);
  const record = readRunRecord(host.disk, folder);
  refuseTyped(record, [...typedChanges(host, record, options.entries), ...(await policyChange(host, record, options))]);
  const { ended } = readJournalState(host.disk, folder, record, () => undefined);
  if (ended !== undefined && isFinal(ended.reason)) return concluded(host, folder, record);

  const changes = surroundingChanges(host, record, versionsOf(host));
  if (changes.length > 0 && options.force !== true) refuseChanged(record, changes);
  const pauseAfter = pauseOf(options.stopAfter, record.plan);
  const { data = [], bot = [] } = options;
  try {
    const executed = await conduct(host, options, {
      runId: record.run_id,
      configuration: readConfiguration(host, options.entries),
      place: { out, folder },
      open: (stop) => reopenTarget(host, record, { data, bot, runFolder: folder, stop }),
      begin: (running, target, onLimit) => {
        const house = keepHouse(host, out, onLimit);
        const run = ResumableRun.open({ ...running, ...house, out }, folder);
        return resumeSoak(run, target, { ...running, ...house, out, pauseAfter }, changes.map(sentence));
      },
    });
    if (host.disk.entryAt(out) !== undefined) tidyAfterRun(host, out);
    return { ...executed, nothingToDo: false };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'disk') throw error;
    const { message, hint, cause } = error;
    const way = wayOn(host, folder);
    throw new Failure('disk', message, { hint: hint === undefined ? way : `${hint}; ${way}`, cause });
  }
}

function concluded(host: Host, folder: string, { run_id: runId }: RunRecord): ResumedRun {
  clearLeftovers(host, folder);
  const { stored, view, snapshot } = concludeRun(host, folder);
  const reason = stored.ended?.record.reason ?? 'completed';
  const result = { folder, reason, judgement: view.judgement };
  const kept = snapshot === undefined ? {} : { snapshot };
  return { runId, result, stored, view, pace: 'it had ended before', nothingToDo: true, ...kept };
}

/** A kill behind the run's end may leave a page for people in the making. */
function clearLeftovers({ disk, pid }: Host, folder: string): void {
  if (!disk.list(folder).some(isTemporaryName)) return;
  const lock = acquireRunLock(disk, folder, { pid });
  try {
    sweepTemporaries(disk, folder);
  } finally {
    lock.release();
  }
}

/** A policy that was typed must be the run's own; none typed means that. */
async function policyChange(host: Host, { plan }: RunRecord, { policy }: SoakOptions): Promise<Problem[]> {
  if (policy === undefined) return [];
  const typed = await readPolicy(host, policy);
  if (hashJson(typed.policy) === hashJson(plan.policy)) return [];
  return [{ source: '--policy', message: `${policy} is not the policy that the run was planned with` }];
}

function refuseTyped({ run_id: runId }: RunRecord, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Failure('usage', `The run ${runId} goes on with its own plan, which was typed otherwise:`, {
    problems,
    hint: 'leave out what the plan has already; for another plan take another run',
  });
}

function refuseChanged({ run_id: runId }: RunRecord, problems: readonly Problem[]): never {
  throw new Failure('usage', `The run ${runId} was begun with another version or configuration:`, {
    problems,
    hint: 'put that back, or add --force to go on with the plan of the run all the same',
  });
}

function sentence({ source, message }: Problem): string {
  return `${source}: ${message}`;
}
