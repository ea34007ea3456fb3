// Decides what of a folder stays, goes or is compressed, from facts alone. First what the rules say; then, where the folder is still to be
// too large, what the budget says: nothing lost before something must be, and the oldest first.

import { isRemovedIteration } from '../removed-iterations.ts';
import type { RemovedIterations } from '../removed-iterations.ts';
import type { FileFact, FolderFacts, RunFact } from './folder-facts.ts';
import { DAY_MS, keepReasons } from './keep-reasons.ts';
import type { KeepReasons } from './keep-reasons.ts';
import type { FolderBytes, KeptItem, RotationDecision, RotationStep } from './rotation-plan.ts';
import { refuseEmptyPolicy } from './rotation-policy.ts';
import type { RotationPolicy } from './rotation-policy.ts';

/** What compression is taken to leave of a file. Measured on runs of the embedded venue it leaves an eighth. */
const COMPRESSED_SHARE = 0.25;

interface RunDecision {
  readonly run: RunFact;
  readonly reasons: KeepReasons;
  readonly steps: readonly RotationStep[];
}

/** Throws `Failure('usage')` for a policy that keeps nothing. */
export function planRotation(facts: FolderFacts, policy: RotationPolicy, nowMs: number): RotationDecision {
  refuseEmptyPolicy(policy);
  const decided = keepReasons(facts, policy, nowMs).map(({ run, reasons }) => ({
    run,
    reasons,
    steps: stepsByRule(run, reasons, policy, nowMs),
  }));
  const limit = limitOf(facts, policy);
  const fitted = fitBudget(decided, facts.bytes - limit.allowed, `the folder is over its ${LIMIT_NAMES[limit.limit]}`);
  const steps = fitted.flatMap((one) => one.steps);
  const after = facts.bytes - sum(steps.map(savedBy));
  const untouchable = sum(decided.filter(isUntouchable).map(({ run }) => bytesOf(run.files)));
  return {
    keep: [...fitted.flatMap((one) => keptItems(one, policy)), ...facts.foreign.map(foreignItem)],
    steps,
    bytes: { now: facts.bytes, after, ...limit, untouchable: untouchable + sum(facts.foreign.map(({ size }) => size)) },
    over_budget: after > limit.allowed,
  };
}

const LIMIT_NAMES: { readonly [limit in FolderBytes['limit']]: string } = {
  budget: 'budget',
  keep_free: 'share of the disk, of which some is to stay free',
};

function limitOf(facts: FolderFacts, policy: RotationPolicy): Pick<FolderBytes, 'allowed' | 'limit'> {
  const byDisk = facts.bytes + facts.freeBytes - policy.keep_free_bytes;
  return byDisk < policy.budget_bytes
    ? { allowed: Math.max(0, byDisk), limit: 'keep_free' }
    : { allowed: policy.budget_bytes, limit: 'budget' };
}

function isUntouchable({ reasons }: RunDecision): boolean {
  return reasons.untouchable.length > 0;
}

function stepsByRule(
  run: RunFact,
  { untouchable, kept }: KeepReasons,
  policy: RotationPolicy,
  nowMs: number,
): readonly RotationStep[] {
  if (untouchable.length > 0) return [];
  if (kept.length === 0) return [removal(run, 'no rule keeps it')];
  const trim = trimming(run, policy);
  const isOld = ({ modifiedMs }: FileFact): boolean => nowMs - modifiedMs > policy.compress_after_days * DAY_MS;
  const old = compressible(run, trim?.removed).filter(isOld);
  const reason = `older than ${policy.compress_after_days} days`;
  return [...(trim === undefined ? [] : [trim]), ...compression(run, old, reason)];
}

/** The iterations before the newest, sorted by number. What the run's own verdict rests on stays, whatever the policy says. */
function trimming(run: RunFact, { keep_iterations: keep }: RotationPolicy): RotationStep | undefined {
  const range = trimmedRange(run.completed, { ...run.needed, keep });
  if (range === undefined) return undefined;
  const files = run.files.filter(({ iteration }) => iteration !== undefined && isRemovedIteration(range, iteration));
  if (files.length === 0) return undefined;
  return {
    action: 'remove_iterations',
    run: run.id,
    reason: trimmingReason(range, run.completed),
    files: files.map(planned),
    removed: range,
  };
}

export function trimmingReason({ through }: RemovedIterations, completed: number): string {
  return `not among the newest ${completed - through} of ${completed} iterations`;
}

/** Which iterations of a run go where `keep` of `completed` are to stay, but those that its verdict needs; undefined where none do. */
export function trimmedRange(
  completed: number,
  { keep, leading, last }: { readonly keep: number; readonly leading: number; readonly last: number },
): RemovedIterations | undefined {
  const range = { from: leading + 1, through: completed - Math.max(keep, last) };
  return range.through < range.from ? undefined : range;
}

function compressible(run: RunFact, removed: RemovedIterations | undefined): readonly FileFact[] {
  return run.files.filter(
    ({ iteration, compressed }) =>
      !compressed && iteration !== undefined && iteration <= run.completed && !isRemovedIteration(removed, iteration),
  );
}

function compression(run: RunFact, files: readonly FileFact[], reason: string): readonly RotationStep[] {
  // One step for each file, so that one that changed keeps no other from being compressed.
  return byIteration(files).map((file) => ({ action: 'compress', run: run.id, reason, files: [planned(file)] }));
}

function byIteration(files: readonly FileFact[]): readonly FileFact[] {
  return files.toSorted(
    (one, other) => (one.iteration ?? 0) - (other.iteration ?? 0) || (one.name < other.name ? -1 : 1),
  );
}

function removal(run: RunFact, reason: string): RotationStep {
  return { action: 'remove_run', run: run.id, reason, files: run.files.map(planned) };
}

/** Takes more where the rules leave more than `excess` bytes too many: compression first, which loses nothing, then whole runs. */
function fitBudget(decided: readonly RunDecision[], excess: number, why: string): readonly RunDecision[] {
  const fitted = [...decided];
  let missing = excess - sum(decided.flatMap(({ steps }) => steps.map(savedBy)));
  const replace = (at: number, one: RunDecision, steps: readonly RotationStep[]): void => {
    missing += sum(one.steps.map(savedBy)) - sum(steps.map(savedBy));
    fitted[at] = { ...one, steps };
  };
  const mayGo = (one: RunDecision): boolean => !isUntouchable(one) && one.steps[0]?.action !== 'remove_run';
  for (const [at, one] of fitted.entries()) {
    if (missing <= 0) return fitted;
    if (!mayGo(one)) continue;
    const trim = one.steps.find(({ action }) => action === 'remove_iterations');
    const all = compression(one.run, compressible(one.run, trim?.removed), why);
    replace(at, one, [...(trim === undefined ? [] : [trim]), ...all]);
  }
  for (const [at, one] of fitted.entries()) {
    if (missing <= 0) return fitted;
    if (mayGo(one) && !one.reasons.isLatest)
      replace(at, one, [removal(one.run, `${why}, and this is the oldest run left`)]);
  }
  return fitted;
}

function savedBy({ action, files }: RotationStep): number {
  return Math.floor(bytesOf(files) * (action === 'compress' ? 1 - COMPRESSED_SHARE : 1));
}

function keptItems({ run, reasons, steps }: RunDecision, { keep_iterations: keep }: RotationPolicy): KeptItem[] {
  if (steps[0]?.action === 'remove_run') return [];
  const gone = steps.find(({ action }) => action === 'remove_iterations')?.files ?? [];
  const why = [...reasons.untouchable, ...reasons.kept];
  const trimmed = gone.length === 0 ? [] : [`of its iterations the newest ${keep}, and what its verdict needs`];
  return [{ path: `runs/${run.id}`, bytes: bytesOf(run.files) - bytesOf(gone), reasons: [...why, ...trimmed] }];
}

function foreignItem({ path, size, what }: FolderFacts['foreign'][number]): KeptItem {
  return { path, bytes: size, reasons: [what] };
}

function planned({ name, size, inode }: FileFact): RotationStep['files'][number] {
  return { name, size, inode };
}

function bytesOf(files: readonly { readonly size: number }[]): number {
  return sum(files.map(({ size }) => size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
