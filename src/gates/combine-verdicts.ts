// The verdict of several rules: their worst, in the stated order. A rule that stands aside has no voice, and where none has, there is
// nothing to judge.

import { VERDICTS } from './judgement.ts';
import type { RuleResult, Verdict } from './judgement.ts';

export function combineVerdicts(results: readonly Pick<RuleResult, 'verdict' | 'ignored'>[]): Verdict {
  const voices = new Set(results.filter(({ ignored }) => ignored === undefined).map(({ verdict }) => verdict));
  return VERDICTS.findLast((verdict) => voices.has(verdict)) ?? 'NO_DATA';
}

/** For a run that was not seen whole: it may show that a bot is bad, never that it is good. */
export function atBestInconclusive(verdict: Verdict): Verdict {
  return VERDICTS.indexOf(verdict) < VERDICTS.indexOf('INCONCLUSIVE') ? 'INCONCLUSIVE' : verdict;
}
