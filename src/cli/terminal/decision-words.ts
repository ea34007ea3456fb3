// What the tuner wanted after an iteration, and what the guards said to it, each as one sentence.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';

/** What the tuner wants, and why: `wants min_interval_ms +5: risk 45.0% ...`. It may see a reason and have no way left to move. */
export function wishText({ tuning }: Pick<IterationSummary, 'tuning'>): string {
  const wishes = Object.entries(tuning.proposed_deltas).map(
    ([name, delta]) => `${name} ${delta > 0 ? '+' : ''}${delta}`,
  );
  const seen = tuning.rationale.join('; ');
  if (wishes.length === 0) return seen === '' ? 'wants nothing' : `proposes no change; it saw ${seen}`;
  return seen === '' ? `wants ${wishes.join(', ')}` : `wants ${wishes.join(', ')}: ${seen}`;
}

export function guardText({ tuning }: Pick<IterationSummary, 'tuning'>): string {
  if (tuning.revert !== undefined) return `panic: ${tuning.revert.reason}`;
  if (tuning.decisions.length === 0) return 'nothing to review';
  return tuning.decisions
    .map(({ parameter, outcome, from, to, reason }) => {
      const change = outcome === 'refused' ? parameter : `${parameter} ${from}→${to}`;
      return `${change} ${outcome}${outcome === 'granted' ? '' : `: ${reason}`}`;
    })
    .join('; ');
}
