// What `plimsoll verify` answers as data, without anything that rests on where the run lies: for `--json`, and for a release bundle.

import type { StoredRun } from '../../artifacts/read-run.ts';
import { endingSentence } from '../../report/ending-sentence.ts';
import { fullApply } from '../../soak/verify-hand-over.ts';
import type { FullApply } from '../../soak/verify-hand-over.ts';
import type { Check } from './check-artifacts.ts';

export interface VerificationDocument {
  readonly run_id: string;
  readonly ending: string;
  /** Whether it came to an end. */
  readonly whole: boolean;
  /** Whether all of it could be looked at. */
  readonly complete: boolean;
  readonly begun_line: boolean;
  readonly checks: readonly Check[];
  readonly full_apply: FullApply;
}

export function verificationDocument(stored: StoredRun, checks: readonly Check[]): VerificationDocument {
  return {
    run_id: stored.record.run_id,
    ending: endingSentence(stored),
    whole: stored.ended !== undefined,
    complete: checks.every(({ incomplete }) => incomplete !== true),
    begun_line: stored.hasBegunLine === true,
    checks,
    full_apply: fullApply(stored.journal.lines()),
  };
}
