// How each parameter came from its start to its end: CHANGES.json of a release bundle. By the journal, so that iterations count too whose files
// rotation removed; what the tuner saw before it wished is told where the iteration's own file is still there.

import type { IterationCompleted } from '../artifacts/journal-record.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { ParameterName } from '../config/parameters.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';

type GuardDecision = IterationCompleted['decisions'][number];

interface ParameterCourse {
  readonly start: number;
  readonly final: number;
  /** How often it was changed. */
  readonly changes: number;
  /** Where the operator holds it: the place that says so. */
  readonly held_by?: string;
}

interface ParameterChange {
  readonly parameter: ParameterName;
  readonly from: number;
  readonly to: number;
  /** What the tuner wanted, where the guards trimmed it. */
  readonly wanted?: number;
  /** Why the guards let it through so far. */
  readonly guard: string;
}

/** All that changed between two iterations. */
interface ParameterStep {
  /** The first iteration that ran with it. */
  readonly iteration: number;
  readonly changes: readonly ParameterChange[];
  /** What the tuner saw; absent where rotation removed the file of the iteration before. */
  readonly why?: readonly string[];
  /** Why a panic took over, where one did. */
  readonly revert?: string;
}

export interface ChangesDocument {
  readonly parameters: { readonly [name in ParameterName]: ParameterCourse };
  readonly steps: readonly ParameterStep[];
  /** Wishes that guards refused. */
  readonly refused: number;
}

export function parameterChanges({ record, journal, summaries }: StoredRun): ChangesDocument {
  const completed = [...journal.lines()].flatMap(({ record: one }) =>
    one.kind === 'iteration_completed' ? [one] : [],
  );
  const rationales = new Map(summaries.map(({ iteration, tuning }) => [iteration, tuning.rationale]));
  const steps = completed.flatMap((one) => stepAfter(one, rationales.get(one.iteration)));
  const { parameters: start, pinned } = record.plan;
  const final = completed.at(-1)?.parameters_next ?? start;
  const courseOf = (name: ParameterName): ParameterCourse => {
    const place = pinned[name];
    return {
      start: start[name],
      final: final[name],
      changes: steps.filter(({ changes }) => changes.some(({ parameter }) => parameter === name)).length,
      ...(place === undefined ? {} : { held_by: place }),
    };
  };
  return {
    parameters: recordOf(PARAMETER_NAMES, courseOf),
    steps,
    refused: completed.flatMap(decisionsOf).filter(({ outcome }) => outcome === 'refused').length,
  };
}

function decisionsOf({ decisions, revert }: IterationCompleted): readonly GuardDecision[] {
  return [...decisions, ...(revert?.decisions ?? [])];
}

function stepAfter(completed: IterationCompleted, why: readonly string[] | undefined): readonly ParameterStep[] {
  const changes = decisionsOf(completed).flatMap(changeOf);
  if (changes.length === 0) return [];
  const { iteration, revert } = completed;
  return [
    {
      iteration: iteration + 1,
      changes,
      ...(why === undefined ? {} : { why }),
      ...(revert === undefined ? {} : { revert: revert.reason }),
    },
  ];
}

function changeOf({ parameter, from, to, wanted, outcome, reason }: GuardDecision): readonly ParameterChange[] {
  if (outcome === 'refused') return [];
  return [{ parameter, from, to, ...(outcome === 'trimmed' ? { wanted } : {}), guard: reason }];
}

/** One row for each parameter: `| min_interval_ms | 75 | 80 | 1 |`, as cells. */
export function courseRows({ parameters }: ChangesDocument): readonly (readonly string[])[] {
  return PARAMETER_NAMES.map((name) => {
    const { start, final, changes, held_by: place } = parameters[name];
    return [name, String(start), String(final), String(changes), place ?? ''];
  });
}
