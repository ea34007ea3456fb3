// What `verify --strict` holds against a run that is what it says it is: that it is not all there, or that the target did not run with what was
// granted. Whether the run is what it says it is, the checks themselves say.

import { isFinal } from '../../artifacts/journal-record.ts';
import type { RunEnded } from '../../artifacts/journal-record.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { FullApply } from '../../soak/verify-hand-over.ts';

/** The least share of iterations after a granted change that ran with exactly that. */
const LEAST_FULL_APPLY = 0.95;

interface Presence extends Pick<StoredRun, 'hasBegunLine' | 'removed'> {
  readonly ended?: { readonly record: Pick<RunEnded, 'reason'> };
}

/** One phrase each; empty where nothing is held against it. */
export function strictObjections({ ended, hasBegunLine, removed }: Presence, { ratio }: FullApply): readonly string[] {
  return [
    ...(ended !== undefined && isFinal(ended.record.reason) ? [] : ['the run has not come to its end']),
    ...(hasBegunLine === true ? ['the last line of its journal is only begun'] : []),
    ...(removed === undefined ? [] : [`the files of the iterations ${removed.from} to ${removed.through} are gone`]),
    ...(ratio === undefined || ratio >= LEAST_FULL_APPLY
      ? []
      : [`the full-apply ratio is below ${LEAST_FULL_APPLY * 100} %`]),
  ];
}
