// Whether each iteration ran with what the one before it handed on, by its own summary, by the target's word and by the journal alike; and
// how often what was granted became what the target ran with.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type {
  IterationCompleted,
  JournalLine,
  JournalRecord,
  ParametersApplied,
  RunStarted,
} from '../artifacts/journal-record.ts';
import { iterationSummaryFile, JOURNAL_FILE } from '../artifacts/layout.ts';
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
  const completed = [...lines].flatMap(({ record }) => (record.kind === 'iteration_completed' ? [record] : []));
  const decisions = completed.slice(0, -1).flatMap((one) => one.decisions);
  const count = (outcome: string): number => decisions.filter((decision) => decision.outcome === outcome).length;
  const followers = completed.flatMap((one, index) => {
    const next = completed[index + 1];
    return next !== undefined && one.decisions.some(({ outcome }) => outcome !== 'refused') ? [{ one, next }] : [];
  });
  const applied = followers.filter(({ one, next }) => next.state_hash === stateHash(one.parameters_next)).length;
  return {
    proposed: decisions.length,
    granted: count('granted'),
    trimmed: count('trimmed'),
    refused: count('refused'),
    pairs: followers.length,
    applied,
    ...(followers.length === 0 ? {} : { ratio: applied / followers.length }),
  };
}

/** One sentence for each place where the chain of parameters breaks; names the file. */
export function handOverProblems({ record, journal, summaries }: Omit<StoredRun, 'folder'>): string[] {
  const records = [...journal.lines()].map((line) => line.record);
  return [
    ...records.flatMap((one) => (one.kind === 'run_started' ? startProblems(one, record.plan.parameters) : [])),
    ...summaries.flatMap((summary, index) =>
      iterationProblems(summary, parametersBefore(summaries[index - 1], summary, records) ?? record.plan.parameters),
    ),
    ...summaries.flatMap((summary) => journalProblems(summary, records)),
    ...applicationProblems(summaries, records),
  ];
}

/** By the summary of the iteration before, or where rotation removed that, by its record. Undefined for the first iteration. */
function parametersBefore(
  before: IterationSummary | undefined,
  { iteration }: IterationSummary,
  records: readonly JournalRecord[],
): Parameters | undefined {
  if (before?.iteration === iteration - 1) return before.tuning.parameters_next;
  return recordOf(iteration - 1, records)?.parameters_next;
}

function recordOf(iteration: number, records: readonly JournalRecord[]): IterationCompleted | undefined {
  return records.find(
    (one): one is IterationCompleted => one.kind === 'iteration_completed' && one.iteration === iteration,
  );
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
function journalProblems(summary: IterationSummary, records: readonly JournalRecord[]): string[] {
  const { iteration, window, state_hash, gate, tuning } = summary;
  const { decisions, revert, parameters_next, state_hash_next } = tuning;
  const told = { decisions, ...(revert === undefined ? {} : { revert }), parameters_next, state_hash_next };
  const said = { window, state_hash, kpi_verdict: gate.verdict, ...told };
  const isIts = (one: JournalRecord): one is IterationCompleted =>
    one.kind === 'iteration_completed' && one.iteration === iteration;
  return records.filter(isIts).flatMap((one) => {
    const journalled = {
      window: one.window,
      state_hash: one.state_hash,
      kpi_verdict: one.kpi_verdict,
      decisions: one.decisions,
      ...(one.revert === undefined ? {} : { revert: one.revert }),
      parameters_next: one.parameters_next,
      state_hash_next: one.state_hash_next,
    };
    const difference = firstDifference(journalled, said);
    return difference === undefined
      ? []
      : [
          `${JOURNAL_FILE} and ${iterationSummaryFile(iteration)} tell iteration ${iteration} differently: ${difference}`,
        ];
  });
}

/** Every vector that an iteration ran with first was given to the target, which reported it. */
function applicationProblems(summaries: readonly IterationSummary[], records: readonly JournalRecord[]): string[] {
  const applied = records.flatMap((one): ParametersApplied[] => (one.kind === 'parameters_applied' ? [one] : []));
  return summaries.flatMap(({ iteration, state_hash: hash }, index) => {
    const own = applied.filter((one) => one.iteration === iteration);
    const others = own.filter((one) => one.state_hash !== hash || stateHash(one.to) !== hash);
    const before = summaries[index - 1];
    const last = before?.iteration === iteration - 1 ? before : recordOf(iteration - 1, records);
    const isNew = last?.state_hash !== hash;
    return [
      ...others.map(() => `${JOURNAL_FILE}: what was applied for iteration ${iteration} is not what it ran with`),
      ...(isNew && own.length === 0
        ? [`${JOURNAL_FILE}: iteration ${iteration} ran with parameters that no record says were applied`]
        : []),
    ];
  });
}
