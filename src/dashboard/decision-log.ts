// The decisions of all runs as one log, newest first, narrowed to what was asked for. Bounded: of each run the newest are held, and of an answer
// the newest are given, with how many there were.

import type { FollowedRun } from './followed-run.ts';
import type { Choice, DecisionAnswer, LoggedDecision } from './decision-answer.ts';

export interface DecisionFilter {
  readonly run?: string | undefined;
  readonly guard?: string | undefined;
  readonly parameter?: string | undefined;
  readonly outcome?: string | undefined;
}

const MOST_GIVEN = 500;

export function answerDecisions(runs: readonly FollowedRun[], filter: DecisionFilter): DecisionAnswer {
  const all = runs.flatMap(({ id, digest }) => digest.decisions.map((decision) => ({ run: id, ...decision })));
  const fields = ['run', 'guard', 'parameter', 'outcome'] as const;
  const matching = all.filter((one) =>
    fields.every((field) => filter[field] === undefined || one[field] === filter[field]),
  );
  // Times of one journal may be equal; there the later line is the newer one.
  const newestFirst = matching
    .toReversed()
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .slice(0, MOST_GIVEN);
  const asked = runs.filter(({ id }) => filter.run === undefined || id === filter.run);
  return {
    decisions: newestFirst,
    matching: matching.length,
    forgotten: asked.reduce((sum, { digest }) => sum + made(digest.decided) - held(digest.decisions), 0),
    choices: {
      run: choices(all.map(({ run }) => run)),
      guard: choices(all.flatMap(({ guard }) => guard ?? [])),
      parameter: choices(all.flatMap(({ parameter }) => parameter ?? [])),
      outcome: choices(all.map(({ outcome }) => outcome)),
    },
  };
}

function made({ granted, trimmed, refused }: FollowedRun['digest']['decided']): number {
  return granted + trimmed + refused;
}

function held(decisions: readonly LoggedDecision[]): number {
  return decisions.filter(({ outcome }) => outcome !== 'revert').length;
}

function choices(values: readonly string[]): readonly Choice[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((one, other) => one.value.localeCompare(other.value));
}
