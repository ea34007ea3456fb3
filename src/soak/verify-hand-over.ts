// Whether each iteration ran with what the one before it handed on, by its own summary, by the target's word and by the journal alike; and
// how often what was granted became what the target ran with.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { IterationCompleted, JournalLine, ParametersApplied, RunStarted } from '../artifacts/journal-record.ts';
import { iterationSummaryFile, JOURNAL_FILE } from '../artifacts/layout.ts';
import { summariesOf } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { Parameters } from '../config/parameters.ts';
import { verifyReadBack } from '../guards/verify-read-back.ts';
import { firstDifference } from './first-difference.ts';
import { stateHash } from '../artifacts/state-hash.ts';

/** What became of proposed changes, and of what was granted. Only what an iteration followed counts: nothing can run with the proposal of the last one. */
export interface FullApply {
  readonly proposed: number;
  /** Granted as wanted. */
  readonly granted: number;
  readonly trimmed: number;
  readonly refused: number;
  /** Pairs of neighbouring iterations of which the first was granted changes. */
  readonly pairs: number;
  /** Those of them of which the second ran with exactly what was granted: all, in a run that is what it says. */
  readonly applied: number;
  /** applied / pairs; absent where nothing was granted. */
  readonly ratio?: number;
}

/** By the journal alone, so that iterations count of which rotation removed the files. */
export function fullApply(lines: Iterable<JournalLine>): FullApply {
  const decided = { proposed: 0, granted: 0, trimmed: 0, refused: 0 };
  let [pairs, applied] = [0, 0];
  let before: IterationCompleted | undefined;
  for (const { record } of lines) {
    if (record.kind !== 'iteration_completed') continue;
    for (const { outcome } of before?.decisions ?? []) {
      decided.proposed += 1;
      decided[outcome] += 1;
    }
    if (before?.decisions.some(({ outcome }) => outcome !== 'refused') === true) {
      pairs += 1;
      if (record.state_hash === stateHash(before.parameters_next)) applied += 1;
    }
    before = record;
  }
  return { ...decided, pairs, applied, ...(pairs === 0 ? {} : { ratio: applied / pairs }) };
}

/** One sentence for each place where the chain of parameters breaks; names the file. */
export function handOverProblems(stored: StoredRun): string[] {
  const { plan } = stored.record;
  const { first } = stored.journal;
  const problems = first.kind === 'run_started' ? startProblems(first, plan.parameters) : [];
  for (const { completed, applied, before } of handOvers(stored)) {
    const [summary] = summariesOf(stored, [completed.iteration]);
    if (summary === undefined) continue;
    problems.push(
      ...iterationProblems(summary, before?.parameters_next ?? plan.parameters),
      ...journalProblems(summary, completed),
      ...applicationProblems(summary, applied, before),
    );
  }
  return problems;
}

/** What the journal tells of one iteration: its end, what was applied since the end of the one before, and that. */
interface HandOver {
  readonly completed: IterationCompleted;
  readonly applied: readonly ParametersApplied[];
  readonly before: IterationCompleted | undefined;
}

function* handOvers({ journal }: Pick<StoredRun, 'journal'>): Generator<HandOver, void> {
  let before: IterationCompleted | undefined;
  let applied: ParametersApplied[] = [];
  for (const { record } of journal.lines()) {
    if (record.kind === 'parameters_applied') applied.push(record);
    if (record.kind !== 'iteration_completed') continue;
    yield { completed: record, applied, before };
    before = record;
    applied = [];
  }
}

function startProblems({ parameters, state_hash: hash }: RunStarted, planned: Parameters): string[] {
  const difference = firstDifference(parameters, planned);
  const first = `${JOURNAL_FILE}: its first record`;
  return [
    ...(difference === undefined ? [] : [`${first} does not start from the plan's parameters: ${difference}`]),
    ...(hash === stateHash(parameters) ? [] : [`${first} has the state_hash of another vector`]),
  ];
}

/** The summary alone, and beside what the iteration before it handed on. */
function iterationProblems(summary: IterationSummary, given: Parameters): string[] {
  const { iteration, parameters, read_back: reported, state_hash: hash, tuning } = summary;
  const file = iterationSummaryFile(iteration);
  const handedOn = firstDifference(parameters, given);
  const mismatches = verifyReadBack(parameters, reported).map(({ parameter }) => parameter);
  return [
    ...(handedOn === undefined ? [] : [`${file}: it did not run with what was granted before it: ${handedOn}`]),
    ...(mismatches.length === 0 ? [] : [`${file}: the target reported other values of ${mismatches.join(', ')}`]),
    ...(hash === stateHash(parameters) ? [] : [`${file}: state_hash is of another vector than parameters`]),
    ...(tuning.state_hash_next === stateHash(tuning.parameters_next)
      ? []
      : [`${file}: state_hash_next is of another vector than parameters_next`]),
  ];
}

/** The journal's record of an iteration beside its summary. */
function journalProblems(summary: IterationSummary, completed: IterationCompleted): string[] {
  const { iteration, window, state_hash, gate, tuning } = summary;
  const { decisions, revert, parameters_next, state_hash_next } = tuning;
  const told = { decisions, ...(revert === undefined ? {} : { revert }), parameters_next, state_hash_next };
  const said = { window, state_hash, kpi_verdict: gate.verdict, ...told };
  const { kind: _kind, iteration: _iteration, artifacts: _artifacts, ...journalled } = completed;
  const difference = firstDifference(journalled, said);
  if (difference === undefined) return [];
  return [
    `${JOURNAL_FILE} and ${iterationSummaryFile(iteration)} tell iteration ${iteration} differently: ${difference}`,
  ];
}

/** Every vector that an iteration ran with first was given to the target, which reported it. */
function applicationProblems(
  { iteration, state_hash: hash }: IterationSummary,
  applied: HandOver['applied'],
  before: HandOver['before'],
): string[] {
  const others = applied.filter(
    (one) => one.iteration !== iteration || one.state_hash !== hash || stateHash(one.to) !== hash,
  );
  const isUntold = before?.state_hash !== hash && applied.length === 0;
  return [
    ...others.map(() => `${JOURNAL_FILE}: what was applied for iteration ${iteration} is not what it ran with`),
    ...(isUntold
      ? [`${JOURNAL_FILE}: iteration ${iteration} ran with parameters that no record says were applied`]
      : []),
  ];
}
