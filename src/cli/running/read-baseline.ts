// The run that another one is held against: whole, of the same shape, and not itself.

import type { StoredRun } from '../../artifacts/read-run.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import type { GatePolicy } from '../../gates/gate-policy.ts';
import { refuseUnlike } from '../../gates/run-shape.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import { openRun } from './open-run.ts';

/** Throws `Failure('usage')` where the baseline cannot serve as one, or where the policy compares with nothing. */
export function readBaseline(
  host: Host,
  run: string,
  entries: readonly CommandLineEntry[],
  { candidate, policy }: { readonly candidate: StoredRun; readonly policy: GatePolicy },
): StoredRun {
  if (policy.rules.every(({ kind }) => kind !== 'relative')) {
    throw new Failure('usage', `--baseline: the policy ${policy.name} has no relative rule, and would not look at it`, {
      hint: 'leave it out, judge with --release, or add a rule with "kind": "relative"',
    });
  }
  const baseline = openRun(host, run, entries);
  const [own, other] = [candidate.record, baseline.record];
  if (candidate.folder === baseline.folder) {
    throw new Failure('usage', `--baseline: ${other.run_id} is the run itself`, { hint: 'compare with another run' });
  }
  if (baseline.ended?.record.reason !== 'completed') {
    throw new Failure('usage', `--baseline: ${other.run_id} did not complete its plan`, {
      hint: 'compare with a run that did',
    });
  }
  refuseUnlike(own.plan, other.plan, { candidate: own.run_id, baseline: other.run_id });
  return baseline;
}
